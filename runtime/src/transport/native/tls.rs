//! TLS, by the library that a feature chooses.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod pem;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[path = "tls/platform.rs"]
mod backend;
#[cfg(feature = "rustls")]
#[path = "tls/rustls.rs"]
mod backend;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[path = "tls/none.rs"]
mod backend;

pub(super) use self::backend::{Tls, refusal};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(super) use self::backend::{TlsStream, is_http2};

/// Whether a feature for TLS is on.
pub(super) const IS_AVAILABLE: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// Why `https` is rejected without such a feature.
pub(super) const UNAVAILABLE: &str =
    "https needs TLS: turn on the feature `rustls` or `native-tls` of the client's crate";

/// Why a proxy that is reached by `https` is rejected without such a feature.
pub(super) const UNAVAILABLE_FOR_PROXY: &str =
    "needs TLS: turn on the feature `rustls` or `native-tls` of the client's crate";

/// What is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    Server,
    /// It is not shown the client's identity, and speaks HTTP/1.
    Proxy,
}
