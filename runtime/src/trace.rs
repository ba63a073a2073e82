//! Spans, after OpenTelemetry's conventions for HTTP clients, and events: a call that ends (`debug`, or `info` if it fails),
//! a wait (`info`), a deprecated operation (`warn`, once). Never a secret, never a body, never
//! a URL's query.

use std::borrow::Cow;
use std::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::call_context::CallContext;
use crate::error::Error;
use crate::raw::RawResponse;
use crate::request::Request;
use crate::server;

/// What a call is called: the operation's id, or the path template where no spec names it.
pub(crate) fn name(request: &Request) -> Cow<'static, str> {
    if request.metadata().path().is_empty() {
        Cow::Owned(format!("{} {}", request.method(), request.template()))
    } else {
        Cow::Borrowed(request.metadata().id())
    }
}

/// The span of a call to the server at `base`.
pub(crate) fn span(provider: &'static str, base: &str, request: &Request) -> Span {
    tracing::info_span!(
        target: "signon",
        "call",
        otel.name = format_args!("{} {}", request.method(), request.template()),
        otel.kind = "client",
        otel.status_code = Empty,
        signon.provider = provider,
        signon.operation = request.metadata().id(),
        http.request.method = request.method().as_str(),
        url.template = request.template(),
        server.address = server::host(base),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
        signon.duration_ms = Empty,
    )
}

/// Reports that the request will be sent again.
pub(crate) fn again(context: &CallContext, wait: Duration) {
    tracing::info!(
        target: "signon",
        provider = context.api,
        operation = &*context.operation,
        attempts = context.attempts,
        wait_ms = millis(wait),
        "retrying after a failed attempt"
    );
}

/// Reports that a call waits for the rate limit.
pub(crate) fn throttled(provider: &'static str, request: &Request, wait: Duration) {
    tracing::info!(
        target: "signon",
        provider,
        operation = request.metadata().id(),
        wait_ms = millis(wait),
        "waiting for the rate limit"
    );
}

/// Reports that an operation will go away.
pub(crate) fn deprecated(context: &CallContext, deprecation: Option<&str>, sunset: Option<&str>) {
    tracing::warn!(
        target: "signon",
        provider = context.api,
        operation = &*context.operation,
        deprecation,
        sunset,
        "the server calls the operation deprecated"
    );
}

/// Reports the outcome of the call: as an event, and in the current span.
pub(crate) fn end(
    provider: &'static str,
    request: &Request,
    duration: Duration,
    outcome: &Result<RawResponse, Error>,
) {
    let duration = millis(duration);
    let (status, attempts) = match outcome {
        Ok(response) => (Some(response.status()), response.context.attempts),
        Err(error) => (
            error.status().map(|status| status.as_u16()),
            error.attempts(),
        ),
    };
    match outcome {
        Ok(_) => tracing::debug!(
            target: "signon",
            provider,
            operation = &*name(request),
            status,
            attempts,
            duration_ms = duration,
            "call succeeded"
        ),
        Err(error) => tracing::info!(
            target: "signon",
            provider,
            operation = &*name(request),
            status,
            kind = ?error.kind(),
            attempts,
            duration_ms = duration,
            "call failed"
        ),
    }
    let span = Span::current();
    if span.is_disabled() {
        return;
    }
    span.record("signon.duration_ms", duration);
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if attempts > 1 {
        span.record("http.request.resend_count", attempts.saturating_sub(1));
    }
    if let Err(error) = outcome {
        span.record("otel.status_code", "ERROR");
        match status {
            Some(status) => span.record("error.type", status),
            None => span.record("error.type", tracing::field::debug(error.kind())),
        };
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
