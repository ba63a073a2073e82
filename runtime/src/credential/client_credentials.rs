//! An OAuth2 client.

use crate::secret::Secret;

/// The id and secret of an OAuth2 client (RFC 6749, section 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) scopes: Vec<String>,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) token_url: Option<String>,
}

impl ClientCredentials {
    /// A client of this id and secret.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            scopes: Vec::new(),
            parameters: Vec::new(),
            token_url: None,
        }
    }

    /// Asks for a scope, instead of those that the spec names.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to the token request, such as `resource`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Asks another token endpoint than the spec's; it may be relative to the server.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }
}
