//! Documents at URLs: fetched within one origin, one size and one time.

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

/// The server is the one of the URL.
static API: Api = Api::new("", "");
/// How long a document may take.
const DOCUMENT: Duration = Duration::from_secs(30);
/// How long all documents of a run may take.
const ALL: Duration = Duration::from_mins(2);

/// Fetches documents with the TLS and the proxies of the runtime, and without credentials.
#[derive(Debug)]
pub(crate) struct Http {
    document: Duration,
    /// When the time for all documents has run out.
    deadline: Instant,
}

impl Http {
    pub(crate) fn new() -> Self {
        Self::within(DOCUMENT, ALL)
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
            return Err(failed("the documents take too long"));
        }
        // The caller may be within a runtime, where no other one can be waited for.
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
    let response = response.map_err(|error| explain(&error, time))?;
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

/// Why a call failed, without the text of the server, which may be anything.
fn explain(error: &signon_runtime::Error, time: Duration) -> FetchError {
    match (error.kind(), error.status()) {
        (ErrorKind::Timeout, _) => failed(format_args!(
            "it takes longer than {:.0} seconds",
            time.as_secs_f64().ceil()
        )),
        // A success that is not decoded is refused for its size alone.
        (ErrorKind::Unexpected, Some(status)) if status.is_success() => FetchError::TooLarge,
        (_, Some(status)) if status.is_redirection() => {
            failed("it redirects too often, or to where it must not")
        }
        (_, Some(status)) => failed(format_args!("the server answers `{status}`")),
        (_, None) => {
            let mut cause: &dyn Error = error;
            while let Some(source) = cause.source() {
                cause = source;
            }
            failed(cause)
        }
    }
}

/// Keeps requests to the origin of the first one, and notes the last URL.
struct SameOrigin(Arc<Mutex<Url>>);

impl Layer<TransportService> for SameOrigin {
    type Service = Kept;

    fn layer(&self, inner: TransportService) -> Kept {
        Kept {
            last: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A transport that reaches one origin.
#[derive(Clone)]
struct Kept {
    last: Arc<Mutex<Url>>,
    inner: TransportService,
}

impl Service<HttpRequest<Payload>> for Kept {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest<Payload>) -> Self::Future {
        let refused = |reason: &str| -> Self::Future {
            let error = TransportError::not_sent(io::Error::other(reason)).permanent();
            Box::pin(std::future::ready(Err(error.into())))
        };
        let Ok(url) = Url::parse(&request.uri().to_string()) else {
            return refused("it redirects to something that is no URL");
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if url.origin() != last.origin() {
            return refused("it redirects to another origin");
        }
        *last = url;
        drop(last);
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests;
