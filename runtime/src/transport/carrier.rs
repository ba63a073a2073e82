//! What carries a client's requests.

use std::sync::Arc;

#[cfg(not(target_arch = "wasm32"))]
use hyper_util::client::legacy::ResponseFuture;

use crate::bounds::BoxFuture;
#[cfg(not(target_arch = "wasm32"))]
use crate::transport::native::{self, Native};
use crate::transport::{Transport, TransportError, TransportRequest, TransportResponse};

/// What carries a client's requests.
pub(crate) enum Carrier {
    /// The built-in transport, whose requests need no box.
    #[cfg(not(target_arch = "wasm32"))]
    Native(Box<Native>),
    Other(Arc<dyn Transport>),
}

/// A request that is on its way.
pub(crate) enum Sending<'a> {
    #[cfg(not(target_arch = "wasm32"))]
    Native(Result<ResponseFuture, TransportError>),
    Other(BoxFuture<'a, Result<TransportResponse, TransportError>>),
}

impl Carrier {
    /// Sends `request`.
    pub(crate) fn send(&self, request: TransportRequest) -> Sending<'_> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Self::Native(native) => Sending::Native(native.send(request)),
            Self::Other(transport) => Sending::Other(transport.send(request)),
        }
    }
}

impl Sending<'_> {
    /// The response.
    pub(crate) async fn answer(self) -> Result<TransportResponse, TransportError> {
        match self {
            #[cfg(not(target_arch = "wasm32"))]
            Self::Native(sending) => native::answer(sending?).await,
            Self::Other(answer) => answer.await,
        }
    }
}
