//! A body as it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::bytes::Bytes;
use futures_core::Stream;

use crate::error::Error;
use crate::stream::Source;

/// A body as it arrives, chunk by chunk.
///
/// It ends with an error if the connection breaks, or if nothing arrives for as long as an
/// attempt may take.
#[must_use = "a stream does nothing unless it is read"]
pub struct ByteStream(pub(super) Box<Source>);

impl ByteStream {
    /// Behind a pointer, because a stream can be one of several things that a call gives.
    pub(crate) fn new(source: Source) -> Self {
        Self(Box::new(source))
    }

    /// The next chunk; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| self.0.poll(cx)).await
    }

    /// All that is left, if it is no more than `limit` bytes.
    pub async fn collect(mut self, limit: u64) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if all.len().saturating_add(chunk.len()) as u64 > limit {
                return Err(self.0.fail(crate::error::Unexpected::TooLarge(limit)));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}
