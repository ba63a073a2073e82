//! Reading a body into memory, but never too much of it.

use bytes::{Bytes, BytesMut};

use crate::transport::{Payload, TransportError};

/// What was read.
pub(crate) enum Body {
    Whole(Bytes),
    /// More than the limit.
    Over(Bytes),
    /// The connection broke.
    Broken(Bytes, TransportError),
    /// Not read.
    Stream(Payload),
}

/// Reads `payload`, up to `limit` bytes.
pub(super) async fn read(payload: &mut Payload, limit: u64) -> Body {
    let first = match payload.chunk().await {
        Ok(Some(chunk)) => chunk,
        Ok(None) => return Body::Whole(Bytes::new()),
        Err(error) => return Body::Broken(Bytes::new(), error),
    };
    if first.len() as u64 > limit {
        return Body::Over(first);
    }
    // One chunk is the usual case, and is not copied.
    let second = match payload.chunk().await {
        Ok(Some(chunk)) => chunk,
        Ok(None) => return Body::Whole(first),
        Err(error) => return Body::Broken(first, error),
    };
    let mut all = BytesMut::with_capacity(capacity(payload, first.len(), limit));
    all.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        all.extend_from_slice(&chunk);
        if all.len() as u64 > limit {
            return Body::Over(all.freeze());
        }
        next = match payload.chunk().await {
            Ok(chunk) => chunk,
            Err(error) => return Body::Broken(all.freeze(), error),
        };
    }
    Body::Whole(all.freeze())
}

/// Capacity for the announced length; a length above some size is not trusted.
fn capacity(payload: &Payload, read: usize, limit: u64) -> usize {
    const MOST: u64 = 16 * 1024 * 1024;
    let rest = payload.length().unwrap_or_default().min(limit).min(MOST);
    read.saturating_mul(2).max(
        usize::try_from(rest)
            .unwrap_or_default()
            .saturating_add(read),
    )
}
