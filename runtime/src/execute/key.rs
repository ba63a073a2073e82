//! The idempotency key header.

use std::time::{Duration, UNIX_EPOCH};

use http::header::{HeaderName, HeaderValue};

use crate::client::Inner;
use crate::defect::Defect;
use crate::request::Request;

/// The header that makes a retry idempotent: the caller's, or one that is the same on each attempt.
pub(super) fn idempotency(
    client: &Inner,
    request: &Request,
) -> Result<Option<(HeaderName, HeaderValue)>, Defect> {
    let Some(name) = request.metadata().idempotency() else {
        return Ok(None);
    };
    let refuse = || Defect::Header(name.to_owned());
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse())?;
    let given = request.headers().find(|(given, _)| **given == key);
    let value = match given {
        Some((_, value)) => value.clone(),
        None => HeaderValue::try_from(unique(client)).map_err(|_| refuse())?,
    };
    Ok(Some((key, value)))
}

/// A UUID of version 7: the time, so that no two machines need good luck, and randomness.
fn unique(client: &Inner) -> String {
    let millis = client
        .sender
        .clock
        .now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_millis();
    let random = fastrand::u128(..);
    let bits = (millis << 80)
        | (0x7 << 76)
        | (random & 0x0fff_0000_0000_0000_0000)
        | (0b10 << 62)
        | (random & 0x3fff_ffff_ffff_ffff);
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}
