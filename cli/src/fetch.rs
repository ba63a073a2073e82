//! Fetches documents from URLs, limited to one origin, a maximum size and a maximum duration.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use signon_codegen::{Fetch, FetchError, Fetched};
use signon_runtime::http::{Method, Request as HttpRequest, Response};
use signon_runtime::metadata::Api;
use signon_runtime::tower_layer::Layer;
use signon_runtime::transport::{Payload, TransportService};
use signon_runtime::url::Url;
use signon_runtime::{
    BoxError, BoxFuture, Client, ClientBuilder, ErrorKind, Request, RetryPolicy, TransportError,
};
use tower_service::Service;

/// No base URL: the server comes from the document's URL.
static API: Api = Api::new("", "");
/// The time limit for one document.
const DOCUMENT_TIMEOUT: Duration = Duration::from_secs(30);
/// The time limit for all documents of a run.
const TOTAL_TIMEOUT: Duration = Duration::from_mins(2);

/// Fetches documents with the TLS and proxy settings of the runtime, without credentials.
#[derive(Debug)]
pub(crate) struct Http {
    document: Duration,
    /// The deadline for all documents.
    deadline: Instant,
}

impl Http {
    pub(crate) fn new() -> Self {
        Self::within(DOCUMENT_TIMEOUT, TOTAL_TIMEOUT)
    }

    fn within(document: Duration, all: Duration) -> Self {
        Self {
            document,
            deadline: Instant::now() + all,
        }
    }
}

impl Fetch for Http {
    fn fetch(&self, url: &str, limit: u64) -> Result<Fetched, FetchError> {
        let remaining = self.deadline.saturating_duration_since(Instant::now());
        let time = self.document.min(remaining);
        if time.is_zero() {
            return Err(failed("timed out: the documents take too long"));
        }
        // The caller may be inside a runtime, where another one cannot be blocked on.
        thread::scope(|scope| {
            let fetching = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .map_err(failed)?;
                runtime.block_on(fetch(url, limit, time))
            });
            let panicked = |_| Err(failed("the thread panicked"));
            fetching.join().unwrap_or_else(panicked)
        })
    }
}

async fn fetch(url: &str, limit: u64, time: Duration) -> Result<Fetched, FetchError> {
    let url = Url::parse(url).map_err(failed)?;
    let last = Arc::new(Mutex::new(url.clone()));
    let same_origin = SameOrigin(Arc::clone(&last));
    let client = ClientBuilder::<Client>::new(&API)
        .base_url(url.origin().ascii_serialization())
        .timeout(time)
        .retry(RetryPolicy::never())
        .body_limit(limit)
        .user_agent(concat!("signon/", env!("CARGO_PKG_VERSION")))
        .layer(same_origin)
        .build()
        .map_err(failed)?;
    let request = url.query_pairs().fold(
        Request::custom(Method::GET, url.path()),
        |request, (name, value)| request.query(&name, &*value),
    );
    let response = client.call_raw(request).await;
    let response = response.map_err(|error| convert(&error, time))?;
    let bytes = response
        .body()
        .map(|bytes| bytes.to_vec())
        .unwrap_or_default();
    let last = last.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Fetched {
        url: last.to_string(),
        bytes,
    })
}

fn failed(reason: impl fmt::Display) -> FetchError {
    FetchError::Failed(reason.to_string())
}

/// Converts an error without including untrusted text of the server.
fn convert(error: &signon_runtime::Error, time: Duration) -> FetchError {
    match (error.kind(), error.status()) {
        (ErrorKind::Timeout, _) => failed(format_args!(
            "timed out after {:.0} s",
            time.as_secs_f64().ceil()
        )),
        // A successful response that is not decoded can only be rejected for its size.
        (ErrorKind::Unexpected, Some(status)) if status.is_success() => FetchError::TooLarge,
        (_, Some(status)) if status.is_redirection() => {
            failed("too many redirects, or a redirect to a forbidden location")
        }
        (_, Some(status)) => failed(format_args!("the server responded with `{status}`")),
        (_, None) => {
            let mut cause: &dyn Error = error;
            while let Some(source) = cause.source() {
                cause = source;
            }
            failed(cause)
        }
    }
}

/// Restricts requests to the origin of the first one, and records the last URL.
struct SameOrigin(Arc<Mutex<Url>>);

impl Layer<TransportService> for SameOrigin {
    type Service = SameOriginService;

    fn layer(&self, inner: TransportService) -> SameOriginService {
        SameOriginService {
            last: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A transport restricted to one origin.
#[derive(Clone)]
struct SameOriginService {
    last: Arc<Mutex<Url>>,
    inner: TransportService,
}

impl Service<HttpRequest<Payload>> for SameOriginService {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest<Payload>) -> Self::Future {
        let reject = |reason: &str| -> Self::Future {
            let error = TransportError::not_sent(io::Error::other(reason)).permanent();
            Box::pin(std::future::ready(Err(error.into())))
        };
        let Ok(url) = Url::parse(&request.uri().to_string()) else {
            return reject("redirected to an invalid URL");
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if url.origin() != last.origin() {
            return reject("redirected to another origin");
        }
        *last = url;
        drop(last);
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests;
