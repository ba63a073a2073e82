//! One line of log for each request, and an id that the caller can name it by.
//!
//! Neither holds a header, a query, a body or an id of a record.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static COUNT: AtomicU64 = AtomicU64::new(1);
/// When the process began: ids of two processes differ.
static START: LazyLock<u64> = LazyLock::new(|| {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
});

/// What the log says of a response beside its status.
#[derive(Clone, Default)]
pub(crate) struct Labels {
    caller: Option<String>,
    account: Option<String>,
}

impl Labels {
    pub(crate) fn of(caller: &str) -> Self {
        Self {
            caller: Some(caller.to_owned()),
            account: None,
        }
    }

    pub(crate) fn of_account(account: &str) -> Self {
        Self {
            caller: None,
            account: Some(account.to_owned()),
        }
    }

    /// The response with these labels, and those that it has.
    pub(crate) fn into_response(mut self, mut response: Response) -> Response {
        if let Some(more) = response.extensions_mut().remove::<Self>() {
            self.caller = self.caller.or(more.caller);
            self.account = self.account.or(more.account);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Logs a request, and gives its response an id.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = format!("{:x}-{:x}", *START, COUNT.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    // The template of the path: an id in a path may be an email address.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let labels = response
        .extensions_mut()
        .remove::<Labels>()
        .unwrap_or_default();
    tracing::info!(
        request_id = id,
        method = method.as_str(),
        route,
        caller = labels.caller,
        account = labels.account,
        status = response.status().as_u16(),
        milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    response
}
