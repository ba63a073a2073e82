//! What carries a request to a server and a response back.
//!
//! The runtime decides what is sent, how often, and what a response means; a transport moves
//! bytes. It follows no redirects, keeps no cookies, and repeats nothing.

#[cfg(target_arch = "wasm32")]
mod browser;
mod carrier;
mod join;
#[cfg(not(target_arch = "wasm32"))]
mod layer;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod payload;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod reqwest;

use std::fmt;

use http::{HeaderMap, StatusCode};
use url::Url;

use crate::bounds::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::metadata::OperationMetadata;

#[cfg(target_arch = "wasm32")]
pub(crate) use self::browser::Fetch;
pub(crate) use self::carrier::{Carrier, Sending};
pub(crate) use self::join::join;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::layer::Layered;
#[cfg(not(target_arch = "wasm32"))]
pub use self::layer::{HttpService, TransportService};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::native::{Native, ProxyChoice, Settings};
pub use self::payload::Payload;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub(crate) use self::reqwest::Reqwest;

/// Carries requests to servers.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends one request, and returns once the head of the response has arrived.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// A request as it goes over the wire.
///
/// `Debug` shows neither header values nor the query: they may hold secrets.
#[non_exhaustive]
pub struct TransportRequest {
    /// The method.
    pub method: http::Method,
    /// The whole URL.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Payload,
    /// Metadata of the operation, if the request is an operation's.
    pub metadata: Option<&'static OperationMetadata>,
}

impl TransportRequest {
    /// A request without headers and body.
    pub fn new(method: http::Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Payload::empty(),
            metadata: None,
        }
    }

    /// The same request without its body.
    pub(crate) fn head(&self) -> Self {
        Self {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: Payload::empty(),
            metadata: self.metadata,
        }
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("origin", &self.url.origin().ascii_serialization())
            .field("headers", &self.headers.len())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A response unchanged over the wire.
///
/// `Debug` shows how many headers there are, not their values.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Payload,
}

impl TransportResponse {
    /// A response without headers.
    pub fn new(status: StatusCode, body: impl Into<Payload>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    /// Sets the headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }
}

impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &self.body)
            .finish()
    }
}

/// Why no complete response came back.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct TransportError {
    what: &'static str,
    sent: bool,
    is_permanent: bool,
    #[source]
    source: BoxError,
}

impl TransportError {
    const NOT_CONNECTED: &'static str = "no connection could be made";

    /// An error after which the server may or may not have acted on the request.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self {
            what: "the connection failed",
            sent: true,
            is_permanent: false,
            source: source.into(),
        }
    }

    /// An error before any of the request was sent.
    pub fn not_sent(source: impl Into<BoxError>) -> Self {
        Self {
            what: Self::NOT_CONNECTED,
            sent: false,
            is_permanent: false,
            source: source.into(),
        }
    }

    /// A connection that this side or the other refuses, and will refuse again.
    pub(crate) fn refused(what: &'static str, source: impl Into<BoxError>) -> Self {
        Self {
            what,
            sent: false,
            is_permanent: true,
            source: source.into(),
        }
    }

    /// The same error as one that another attempt would end with, too.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// Whether the server may have seen the request.
    pub const fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// Whether another attempt would end with the same error.
    pub const fn is_permanent(&self) -> bool {
        self.is_permanent
    }
}
