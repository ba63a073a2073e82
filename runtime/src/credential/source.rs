//! Credentials from elsewhere.

use crate::bounds::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::secret::Secret;

/// A place that credentials come from, such as a vault.
///
/// It is queried for each attempt, so it should cache what is costly to find.
pub trait CredentialSource: MaybeSend + MaybeSync + 'static {
    /// The credential to present.
    ///
    /// The security scheme says how: a token for bearer schemes, a key for API keys, `user:password`
    /// for HTTP Basic, and the whole `Authorization` value for schemes that are not built in.
    fn secret(&self) -> BoxFuture<'_, Result<Secret, BoxError>>;

    /// Reports that the server answered 401 to `secret`; whether another is available.
    ///
    /// If so, the request is sent once more with what [`secret`](Self::secret) gives then.
    fn rejected(&self, secret: &Secret) -> bool {
        let _ = secret;
        false
    }
}
