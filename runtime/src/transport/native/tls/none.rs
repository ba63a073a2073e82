//! No TLS: there is no feature for it.

use std::error::Error as StdError;

use crate::defect::Defect;
use crate::transport::TransportError;
use crate::transport::native::settings::Settings;
use crate::transport::native::stream::Stream;
use crate::transport::native::tls::{Peer, UNAVAILABLE};

/// No TLS.
pub(in super::super) struct Tls(());

impl Tls {
    pub(in super::super) fn new(settings: &Settings) -> Result<Self, Defect> {
        if settings.roots.is_empty() && !settings.only_roots && settings.identity.is_none() {
            return Ok(Self(()));
        }
        Err(Defect::Setup(
            "certificates need TLS: turn on the feature `rustls` or `native-tls` of the client's crate"
                .to_owned(),
        ))
    }

    #[expect(clippy::unused_async, reason = "with TLS it waits")]
    pub(in super::super) async fn connect(
        &self,
        _: &str,
        _: Stream,
        _: Peer,
    ) -> Result<Stream, TransportError> {
        Err(TransportError::not_sent(UNAVAILABLE).permanent())
    }
}

/// Nothing is rejected by TLS.
pub(in super::super) fn refusal(_: &(dyn StdError + 'static)) -> Option<&'static str> {
    None
}
