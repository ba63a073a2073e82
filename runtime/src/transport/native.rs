//! The built-in transport: hyper over TCP, TLS and proxies.

mod connector;
mod decode;
mod proxy;
mod settings;
mod stream;
mod tls;

use std::error::Error as StdError;

use http::header::{ACCEPT_ENCODING, HeaderValue};
use http::{Request, Uri};
use hyper_util::client::legacy::{self, Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::runtime::Handle;

use self::connector::Connector;
use self::proxy::Proxies;
pub(crate) use self::settings::{ProxyChoice, Settings};
use crate::defect::Defect;
use crate::transport::{Payload, TransportError, TransportRequest, TransportResponse};

const NO_RUNTIME: &str = "calls are made within a Tokio runtime, or waited for by `wait`";

/// A pool of connections.
pub(crate) struct Native {
    client: Client<Connector, Payload>,
    /// The pool of calls that hold up their thread: a task of a runtime on that thread, which the
    /// connections of the other pool are, would never be polled.
    #[cfg(feature = "blocking")]
    blocking: Client<Connector, Payload>,
    proxies: Proxies,
}

impl Native {
    /// A pool without connections; `needs_tls` if the server's URL is `https`.
    pub(crate) fn new(settings: &Settings, needs_tls: bool) -> Result<Self, Defect> {
        if needs_tls && !tls::IS_AVAILABLE {
            return Err(Defect::Setup(tls::UNAVAILABLE.to_owned()));
        }
        let proxies = Proxies::new(&settings.proxy)?;
        let connector = Connector::new(settings, proxies.clone())?;
        Ok(Self {
            client: pool(connector.clone()),
            #[cfg(feature = "blocking")]
            blocking: pool(connector),
            proxies,
        })
    }

    #[cfg(feature = "blocking")]
    fn client(&self) -> &Client<Connector, Payload> {
        if crate::waiting::is_waiting() {
            &self.blocking
        } else {
            &self.client
        }
    }

    #[cfg(not(feature = "blocking"))]
    const fn client(&self) -> &Client<Connector, Payload> {
        &self.client
    }

    /// Sends `request`.
    pub(super) fn send(&self, request: TransportRequest) -> Result<ResponseFuture, TransportError> {
        if Handle::try_current().is_err() {
            return Err(TransportError::refused(NO_RUNTIME, NO_RUNTIME));
        }
        let uri = Uri::try_from(request.url.as_str())
            .map_err(|error| TransportError::not_sent(error).permanent())?;
        let mut outgoing = Request::new(request.body);
        *outgoing.method_mut() = request.method;
        *outgoing.headers_mut() = request.headers;
        let headers = outgoing.headers_mut();
        headers
            .entry(ACCEPT_ENCODING)
            .or_insert(HeaderValue::from_static("gzip,br"));
        self.proxies.authorize(&uri, headers);
        *outgoing.uri_mut() = uri;
        Ok(self.client().request(outgoing))
    }
}

fn pool(connector: Connector) -> Client<Connector, Payload> {
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .build(connector)
}

/// The answer to a request that is on its way.
pub(super) async fn answer(sending: ResponseFuture) -> Result<TransportResponse, TransportError> {
    let response = sending.await.map_err(explain)?;
    let (mut parts, body) = response.into_parts();
    let body = decode::decode(&mut parts.headers, Payload::incoming(body, parts.version));
    Ok(TransportResponse {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// The error of a request for which no response came back.
fn explain(error: legacy::Error) -> TransportError {
    if error.is_connect() {
        return not_connected(error);
    }
    let refusal = causes(&error).find_map(tls::refusal);
    let was_refused = causes(&error).any(was_refused);
    match refusal {
        // TLS 1.3 checks a client's certificate after the client has begun to send.
        Some(what) => TransportError::refused(what, error),
        None if was_refused => TransportError::not_sent(error),
        None => TransportError::new(error),
    }
}

/// The error of a connection that could not be made; it is final if one of its causes is.
fn not_connected(error: impl StdError + Send + Sync + 'static) -> TransportError {
    let cause = causes(&error).find_map(|cause| cause.downcast_ref::<TransportError>());
    let (what, is_permanent) = match cause {
        Some(cause) => (cause.what, cause.is_permanent),
        None => (TransportError::NOT_CONNECTED, false),
    };
    TransportError {
        what,
        sent: false,
        is_permanent,
        source: Box::new(error),
    }
}

/// Whether an HTTP/2 server declares that it has not processed the request (RFC 9113, section 8.7).
#[cfg(feature = "http2")]
fn was_refused(error: &(dyn StdError + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(|error| {
        let reason = error.reason();
        error.is_remote()
            && ((error.is_go_away() && reason == Some(h2::Reason::NO_ERROR))
                || (error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM)))
    })
}

/// HTTP/1 has no such message.
#[cfg(not(feature = "http2"))]
fn was_refused(_: &(dyn StdError + 'static)) -> bool {
    false
}

/// `error` and its causes, outermost first.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

fn cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    // What an I/O error wraps is not among its sources.
    if let Some(error) = error.downcast_ref::<std::io::Error>()
        && let Some(wrapped) = error.get_ref()
    {
        return Some(wrapped);
    }
    error.source()
}
