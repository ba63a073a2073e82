//! The content of a request or an answer, as it passes through a transport.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

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
    /// An answer of the built-in transport. It is kept whole, so that a buffered body needs no box.
    #[cfg(not(target_arch = "wasm32"))]
    Response(reqwest::Response),
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
    pub(super) const fn response(response: reqwest::Response) -> Self {
        Self(Content::Response(response))
    }

    /// How long the content is, if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { length, .. } => *length,
            #[cfg(not(target_arch = "wasm32"))]
            Content::Response(response) => response.content_length(),
        }
    }

    /// The bytes, if all of them are there.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream { .. } => None,
            #[cfg(not(target_arch = "wasm32"))]
            Content::Response(_) => None,
        }
    }

    /// The next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Content::Bytes(bytes) if bytes.is_empty() => Ok(None),
            Content::Bytes(bytes) => Ok(Some(std::mem::take(bytes))),
            Content::Stream { stream, .. } => {
                std::future::poll_fn(|cx| stream.as_mut().poll_next(cx))
                    .await
                    .transpose()
            }
            #[cfg(not(target_arch = "wasm32"))]
            Content::Response(response) => response
                .chunk()
                .await
                .map_err(|error| TransportError::new(error.without_url())),
        }
    }

    /// The content as a stream of chunks.
    pub fn into_stream(self) -> BoxStream<Result<Bytes, TransportError>> {
        match self.0 {
            Content::Bytes(bytes) => Box::pin(Whole(bytes)),
            Content::Stream { stream, .. } => stream,
            #[cfg(not(target_arch = "wasm32"))]
            Content::Response(response) => super::reqwest::chunks(response),
        }
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

/// Bytes as a stream of one chunk.
struct Whole(Bytes);

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(std::mem::take(&mut self.0))))
    }
}
