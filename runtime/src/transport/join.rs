//! Payloads one after the other.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::bounds::BoxStream;
use crate::transport::{Payload, TransportError};

/// All `pieces` as one payload; if all are in memory, so is the whole.
pub(crate) fn join(pieces: Vec<Payload>) -> Payload {
    let length = pieces.iter().map(Payload::length).sum::<Option<u64>>();
    if pieces.iter().all(|piece| piece.as_bytes().is_some()) {
        let mut whole = BytesMut::new();
        for bytes in pieces.iter().filter_map(Payload::as_bytes) {
            whole.extend_from_slice(bytes);
        }
        return Payload::from(whole.freeze());
    }
    let pieces = pieces.into_iter().map(Payload::into_stream).collect();
    Payload::stream(Box::pin(Joined(pieces)), length)
}

/// Streams one after the other.
struct Joined(VecDeque<BoxStream<Result<Bytes, TransportError>>>);

impl Stream for Joined {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.0.front_mut() {
            match ready!(first.as_mut().poll_next(cx)) {
                Some(item) => return Poll::Ready(Some(item)),
                None => self.0.pop_front(),
            };
        }
        Poll::Ready(None)
    }
}
