//! Bodies in a browser.

use ::reqwest::{Body, Response};
use bytes::Bytes;

use crate::bounds::BoxStream;
use crate::transport::{Payload, TransportError};

#[expect(
    clippy::needless_pass_by_value,
    reason = "where there are sockets it is consumed"
)]
pub(super) fn outgoing(payload: Payload) -> Result<Option<Body>, TransportError> {
    match payload.as_bytes() {
        Some(bytes) if bytes.is_empty() => Ok(None),
        Some(bytes) => Ok(Some(bytes.clone().into())),
        None => Err(TransportError::not_sent(
            "a browser cannot send a body that is a stream",
        )),
    }
}

pub(super) fn incoming(response: Response) -> Payload {
    let length = response.content_length();
    let whole = async move {
        response
            .bytes()
            .await
            .map_err(|error| TransportError::new(error.without_url()))
    };
    let stream: BoxStream<Result<Bytes, TransportError>> = Box::pin(Later(Some(Box::pin(whole))));
    Payload::stream(stream, length)
}

/// A body that arrives in one piece.
struct Later(Option<crate::bounds::BoxFuture<'static, Result<Bytes, TransportError>>>);

impl futures_core::Stream for Later {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let Some(future) = self.0.as_mut() else {
            return std::task::Poll::Ready(None);
        };
        let outcome = std::task::ready!(future.as_mut().poll(cx));
        self.0 = None;
        std::task::Poll::Ready(Some(outcome))
    }
}
