//! One line of log for each request, and an id that the caller can name it by.
//!
//! Neither holds a header, a query, a body or an id of a record. A change that outlives its request has a further line.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue, Method, StatusCode};

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static COUNT: AtomicU64 = AtomicU64::new(1);
/// When the process began: ids of two processes differ.
static START: LazyLock<u64> = LazyLock::new(|| {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
});

/// The log of a request. Clones are of the same request.
#[derive(Clone)]
pub(crate) struct RequestLog(Arc<Known>);

/// What is known of a request.
struct Known {
    id: String,
    method: Method,
    /// The template of the path: an id in a path may be an email address.
    route: String,
    start: Instant,
    caller: OnceLock<String>,
    account: OnceLock<String>,
}

impl RequestLog {
    fn new(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        Self(Arc::new(Known {
            id: format!("{:x}-{:x}", *START, COUNT.fetch_add(1, Ordering::Relaxed)),
            method: request.method().clone(),
            route: route.map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned()),
            start: Instant::now(),
            caller: OnceLock::new(),
            account: OnceLock::new(),
        }))
    }

    /// Sets who has sent the request.
    pub(crate) fn set_caller(&self, name: &str) {
        // It is set once, where the caller authenticates.
        let _ = self.0.caller.set(name.to_owned());
    }

    /// Sets which account the request is for.
    pub(crate) fn set_account(&self, id: &str) {
        // It is set once, where the account is found.
        let _ = self.0.account.set(id.to_owned());
    }

    /// Logs the end of a change whose request had ended before.
    pub(crate) fn finished_late(&self, status: StatusCode) {
        self.write(
            Some(status),
            "a change was finished after the end of its request",
        );
    }

    fn write(&self, status: Option<StatusCode>, message: &str) {
        let known = &self.0;
        tracing::info!(
            request_id = known.id,
            method = known.method.as_str(),
            route = known.route,
            caller = known.caller.get(),
            account = known.account.get(),
            status = status.map(|status| status.as_u16()),
            milliseconds = u64::try_from(known.start.elapsed().as_millis()).unwrap_or(u64::MAX),
            "{message}"
        );
    }
}

/// Logs a request whose caller goes away before it is answered, unless it is defused.
struct Unanswered(Option<RequestLog>);

impl Drop for Unanswered {
    fn drop(&mut self) {
        if let Some(log) = &self.0 {
            log.write(None, "the caller went away before the answer");
        }
    }
}

/// Logs a request, and gives its response an id.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let log = RequestLog::new(&request);
    request.extensions_mut().insert(log.clone());
    let mut unanswered = Unanswered(Some(log.clone()));
    let mut response = next.run(request).await;
    unanswered.0 = None;
    log.write(Some(response.status()), "request");
    if let Ok(value) = HeaderValue::from_str(&log.0.id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    response
}
