//! An OAuth2 client.

use crate::percent::strict;
use crate::secret::Secret;

/// The id and secret of an OAuth2 client (RFC 6749, section 4.4).
///
/// A token is requested with the scopes that the operations called so far need. An operation that
/// needs a scope that the cached token lacks causes a new token with both sets of scopes. To request the
/// same scopes from the start, name them with [`scopes`](Self::scopes).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    /// The scopes that the caller names; none if it is left to the operations.
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) token_url: Option<String>,
}

impl ClientCredentials {
    /// A client of this id and secret.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            scopes: None,
            parameters: Vec::new(),
            token_url: None,
        }
    }

    /// Requests exactly these scopes, whatever the operations need. An empty list requests none.
    ///
    /// ```
    /// use signon_runtime::ClientCredentials;
    ///
    /// let reader = ClientCredentials::new("id", "secret").scopes(["users:read", "apps:read"]);
    /// let whatever_the_server_grants = ClientCredentials::new("id", "secret").scopes([""; 0]);
    /// ```
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a scope to those that are named; then no others are requested.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.get_or_insert_default().push(scope.into());
        self
    }

    /// The value of the parameter `name`, if the caller gave one.
    pub(super) fn parameter_named(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let (_, value) = parameters.find(|(given, _)| given == name)?;
        Some(value)
    }

    /// The texts to redact.
    pub(super) fn texts(&self) -> [Secret; 2] {
        [self.secret.clone(), self.pair()]
    }

    /// The id and the secret as HTTP Basic joins them: both are form-encoded first (RFC 6749, section 2.3.1).
    pub(super) fn pair(&self) -> Secret {
        let mut pair = String::new();
        strict(&mut pair, &self.id);
        pair.push(':');
        strict(&mut pair, self.secret.expose());
        Secret::from(pair)
    }

    /// Adds a parameter to the token request, such as `resource`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Uses another token endpoint than the spec's; it may be relative to the server.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }
}
