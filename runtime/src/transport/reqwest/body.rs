//! Bodies on their way through `reqwest`.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

use ::reqwest::{Body, Response};
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use crate::transport::{Payload, TransportError};

pub(super) fn outgoing(payload: Payload) -> Option<Body> {
    match payload.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => Some(Body::wrap(Upload {
            length: payload.length(),
            payload: Mutex::new(payload),
        })),
    }
}

/// A payload as a request body; the lock is never taken, and makes it `Sync`.
struct Upload {
    payload: Mutex<Payload>,
    length: Option<u64>,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match self.get_mut().payload.get_mut() {
            Ok(payload) => Pin::new(payload).poll_frame(cx),
            Err(_) => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

pub(super) fn incoming(response: Response) -> Payload {
    let length = response.content_length();
    let response: http::Response<Body> = response.into();
    Payload::stream(Box::pin(Chunks(response.into_body())), length)
}

/// The body of a response, chunk by chunk.
struct Chunks(Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => {
                    let error = TransportError::new(error.without_url());
                    return Poll::Ready(Some(Err(error)));
                }
                // Trailers are not part of the content.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
