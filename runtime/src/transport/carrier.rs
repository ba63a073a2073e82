//! What carries a client's requests.

use std::sync::Arc;

use ::reqwest::{Client, Response};

use crate::bounds::{BoxFuture, MaybeSend};
use crate::transport::{
    Sent, Transport, TransportError, TransportRequest, TransportResponse, reqwest,
};

/// What carries a client's requests.
pub(crate) enum Carrier {
    /// The built-in transport, called without a box in between.
    Own(Client),
    /// The built-in transport over a client that the caller brought.
    Brought(Client),
    Other(Arc<dyn Transport>),
}

/// A request that is on its way.
pub(crate) enum Sending<'a, F> {
    Built(Result<Sent<F>, TransportError>),
    Other(BoxFuture<'a, Result<TransportResponse, TransportError>>),
}

impl Carrier {
    /// Sends `request`.
    pub(crate) fn send(
        &self,
        request: TransportRequest,
    ) -> Sending<'_, impl Future<Output = ::reqwest::Result<Response>> + MaybeSend + use<>> {
        match self {
            Self::Own(client) | Self::Brought(client) => {
                let watch = matches!(self, Self::Brought(_));
                Sending::Built(reqwest::send(client, request, watch))
            }
            Self::Other(transport) => Sending::Other(transport.send(request)),
        }
    }
}

impl<F: Future<Output = ::reqwest::Result<Response>>> Sending<'_, F> {
    /// What comes back.
    pub(crate) async fn answer(self) -> Result<TransportResponse, TransportError> {
        match self {
            Self::Built(sent) => sent?.answer().await,
            Self::Other(answer) => answer.await,
        }
    }
}
