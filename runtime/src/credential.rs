//! What a caller proves their identity with.

mod client_credentials;
mod error;
mod prepared;
mod secrets;
mod source;
mod token;
mod token_answer;
mod token_call;

use std::fmt;
use std::sync::Arc;

pub use self::client_credentials::ClientCredentials;
pub(crate) use self::error::CredentialError;
pub(crate) use self::prepared::{Applied, Location, Prepared};
pub(crate) use self::secrets::Secrets;
pub use self::source::CredentialSource;
use crate::secret::Secret;

/// A credential, and the name of the security scheme that it is for.
///
/// `Debug` shows the scheme only.
#[derive(Clone)]
pub struct Credential {
    pub(crate) scheme: String,
    pub(crate) kind: CredentialKind,
}

#[derive(Clone)]
pub(crate) enum CredentialKind {
    /// A token, or a key, as the scheme says.
    Secret(Secret),
    Basic(String, Secret),
    Client(ClientCredentials),
    Source(Arc<dyn CredentialSource>),
}

impl Credential {
    /// A bearer token.
    pub fn bearer(scheme: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self::of(scheme, CredentialKind::Secret(token.into()))
    }

    /// A user and a password.
    pub fn basic(
        scheme: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        Self::of(scheme, CredentialKind::Basic(user.into(), password.into()))
    }

    /// A key.
    pub fn api_key(scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self::of(scheme, CredentialKind::Secret(key.into()))
    }

    /// An OAuth2 client's id and secret; tokens are requested, cached and renewed.
    pub fn client_credentials(scheme: impl Into<String>, client: ClientCredentials) -> Self {
        Self::of(scheme, CredentialKind::Client(client))
    }

    /// A source that is queried for the credential, such as a vault.
    pub fn source(scheme: impl Into<String>, source: impl CredentialSource) -> Self {
        Self::of(scheme, CredentialKind::Source(Arc::new(source)))
    }

    fn of(scheme: impl Into<String>, kind: CredentialKind) -> Self {
        Self {
            scheme: scheme.into(),
            kind,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}
