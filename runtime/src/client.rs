//! Clients: where calls go, as whom, and how patiently.

mod builder;
#[cfg(not(target_arch = "wasm32"))]
mod connection;
mod finish;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use self::builder::ClientBuilder;
use crate::attempt::Sender;
use crate::credential::Prepared;
use crate::limit::Limits;
use crate::metadata::Api;
use crate::once::Once;
use crate::target::Target;

/// What makes calls to one provider.
///
/// Cloning it is cheap; the clones share connections, tokens, limits and the retry budget.
/// `Debug` shows no secret.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) api: &'static Api,
    pub(crate) target: Target,
    pub(crate) credentials: Arc<[Prepared]>,
    pub(crate) sender: Sender,
    pub(crate) limits: Limits,
    /// The operations that the server has called deprecated.
    pub(crate) deprecated: Once,
    /// The timeout of a call.
    pub(crate) timeout: Option<Duration>,
}

impl Client {
    /// The API's metadata from the spec.
    pub fn api(&self) -> &'static Api {
        self.inner.api
    }

    /// The URL that paths are appended to.
    pub fn base_url(&self) -> &str {
        &self.inner.target.base
    }
}

impl AsRef<Self> for Client {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        f.debug_struct("Client")
            .field("api", &inner.api.name)
            .field("base_url", &inner.target.base)
            .field(
                "credentials",
                &inner
                    .credentials
                    .iter()
                    .map(Prepared::scheme)
                    .collect::<Vec<_>>(),
            )
            .finish_non_exhaustive()
    }
}
