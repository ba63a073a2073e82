//! The content of a request or a response, as it passes through a transport.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
#[cfg(not(target_arch = "wasm32"))]
use std::task::ready;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
#[cfg(not(target_arch = "wasm32"))]
use http::Version;
#[cfg(not(target_arch = "wasm32"))]
use http_body::{Body, Frame, SizeHint};
#[cfg(not(target_arch = "wasm32"))]
use hyper::body::Incoming;

use crate::bounds::BoxStream;
use crate::transport::TransportError;

/// Bytes that are there, or a stream of them.
pub struct Payload(Content);

enum Content {
    Bytes(Bytes),
    Stream {
        stream: BoxStream<Result<Bytes, TransportError>>,
        length: Option<u64>,
    },
    /// A body of the built-in transport, which needs no box.
    #[cfg(not(target_arch = "wasm32"))]
    Incoming(Incoming, Version),
}

impl Payload {
    /// No content.
    pub const fn empty() -> Self {
        Self(Content::Bytes(Bytes::new()))
    }

    /// A stream, with its length if that is known.
    pub fn stream(stream: BoxStream<Result<Bytes, TransportError>>, length: Option<u64>) -> Self {
        Self(Content::Stream { stream, length })
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) const fn incoming(body: Incoming, version: Version) -> Self {
        Self(Content::Incoming(body, version))
    }

    /// How long the content is, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { length, .. } => *length,
            #[cfg(not(target_arch = "wasm32"))]
            Content::Incoming(body, _) => body.size_hint().exact(),
        }
    }

    /// The bytes, if all of them are there.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream { .. } => None,
            #[cfg(not(target_arch = "wasm32"))]
            Content::Incoming(..) => None,
        }
    }

    /// The next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    pub(super) fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Stream { stream, .. } => stream.as_mut().poll_next(cx),
            #[cfg(not(target_arch = "wasm32"))]
            Content::Incoming(body, version) => {
                let chunk = ready!(poll_data(body, cx));
                if chunk.is_none() && breaks_off(body, *version) {
                    self.0 = Content::Bytes(Bytes::new());
                    let error = TransportError::new("the stream ended before the content did");
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(chunk)
            }
        }
    }

    /// The content as a stream of chunks.
    pub fn into_stream(self) -> BoxStream<Result<Bytes, TransportError>> {
        match self.0 {
            Content::Stream { stream, .. } => stream,
            content @ Content::Bytes(_) => Box::pin(Chunks(Self(content))),
            #[cfg(not(target_arch = "wasm32"))]
            content @ Content::Incoming(..) => Box::pin(Chunks(Self(content))),
        }
    }
}

/// The next bytes of `body`. Trailers are not part of the content.
#[cfg(not(target_arch = "wasm32"))]
fn poll_data(
    body: &mut Incoming,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Bytes, TransportError>>> {
    loop {
        match ready!(Pin::new(&mut *body).poll_frame(cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(TransportError::new(error)))),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Poll::Ready(Some(Ok(data)));
                }
            }
        }
    }
}

/// Whether there is more to `body` than came.
///
/// hyper takes a stream of HTTP/2 that is reset, or whose connection goes away, without an error
/// for one that has ended.
#[cfg(not(target_arch = "wasm32"))]
fn breaks_off(body: &Incoming, version: Version) -> bool {
    version == Version::HTTP_2 && !body.is_end_stream() && body.size_hint().exact() != Some(0)
}

/// A payload is a body of the `http-body` crate, for services of other crates.
#[cfg(not(target_arch = "wasm32"))]
impl Body for Payload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut()
            .poll_chunk(cx)
            .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Stream { .. } => false,
            Content::Incoming(body, _) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Payload {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Payload {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Content::Bytes(bytes), _) => write!(f, "Payload({} bytes)", bytes.len()),
            (_, Some(length)) => write!(f, "Payload(stream of {length} bytes)"),
            (_, None) => f.write_str("Payload(stream)"),
        }
    }
}

/// A payload as a stream.
struct Chunks(Payload);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_chunk(cx)
    }
}
