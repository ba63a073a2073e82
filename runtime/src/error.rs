//! The one error type of all calls.

mod display;
mod provider_message;
mod retry_stop_reason;
mod unexpected;

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::retry_stop_reason::RetryStopReason;
use crate::bounds::BoxError;
use crate::decode::BodyError;
use crate::defect::Defect;
use crate::error_response::ErrorResponse;

pub(crate) use self::provider_message::ProviderMessage;
pub(crate) use self::unexpected::Unexpected;

/// Why a call failed.
///
/// [`kind`](Self::kind) is how far it got. `Display` is one line; neither it nor `Debug` shows
/// a credential or a body.
pub struct Error(Box<ErrorData>);

/// What an error knows of its call.
pub(crate) struct ErrorData {
    pub(crate) kind: ErrorKind,
    pub(crate) api: &'static str,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempts: u32,
    pub(crate) stop: Option<RetryStopReason>,
    pub(crate) may_have_been_sent: bool,
    pub(crate) retryable: bool,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) response: Option<ErrorResponse>,
    pub(crate) provider: ProviderMessage,
    pub(crate) unexpected: Option<Unexpected>,
    pub(crate) excerpt: Option<String>,
    pub(crate) source: Option<BoxError>,
}

/// How far a call got before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built. Nothing was sent; trying again is of no use.
    Build,
    /// No token could be had. The request was not sent; see
    /// [`is_retryable`](Error::is_retryable).
    Credentials,
    /// No complete response came back. Unless [`may_have_been_sent`](Error::may_have_been_sent) says
    /// otherwise, the server may have acted on the request.
    Transport,
    /// Time ran out. Unless [`may_have_been_sent`](Error::may_have_been_sent) says otherwise, the
    /// server may have acted on the request.
    Timeout,
    /// The server answered with an error status; [`api`](Error::api) gives what the spec
    /// documents for it.
    Api,
    /// The server answered in a way that the spec does not document. It has acted on the request:
    /// trying again will most likely give the same response.
    Unexpected,
    /// A page leads to one that has been seen already. What was read before it is good.
    Pages,
}

impl Error {
    pub(crate) fn new(data: ErrorData) -> Self {
        Self(Box::new(data))
    }

    pub(crate) fn with_stop(mut self, stop: RetryStopReason) -> Self {
        self.0.stop = Some(stop);
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// How far the call got.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The provider's short name.
    pub fn provider(&self) -> &'static str {
        self.0.api
    }

    /// The spec's `operationId`.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The headers, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(ErrorResponse::headers)
    }

    /// The body, if there was a response, as far as it is kept.
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(|response| &response.body)
    }

    /// The response, if there was one.
    pub fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref()
    }

    /// The provider's own code for the error, if its body has one.
    pub fn code(&self) -> Option<&str> {
        self.0.provider.code.as_deref()
    }

    /// The provider's own words on the error, if its body has some; credentials are redacted.
    pub fn message(&self) -> Option<&str> {
        self.0.provider.message.as_deref()
    }

    /// The provider's id of the request, if it sent one; credentials are redacted.
    pub fn request_id(&self) -> Option<&str> {
        self.0.provider.request_id.as_deref()
    }

    /// How many attempts were made to send the request.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why it was not retried.
    pub fn retry_stop_reason(&self) -> Option<RetryStopReason> {
        self.0.stop
    }

    /// Whether the server accepted the request: it answered with a success status, though not as the spec documents.
    ///
    /// The request took effect. The response is available: [`response`](Self::response).
    pub fn is_accepted(&self) -> bool {
        let is_success = self.status().is_some_and(|status| status.is_success());
        self.0.kind == ErrorKind::Unexpected && is_success
    }

    /// Whether the server may have acted on the request.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.may_have_been_sent
    }

    /// Whether the same call may succeed later, and a repeat does no harm.
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// The wait that the server requests before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The defect, if the request could not be built.
    pub fn defect(&self) -> Option<&Defect> {
        self.0
            .source
            .as_ref()
            .and_then(|source| source.downcast_ref())
    }

    /// The JSON path at which the body does not fit the spec.
    pub fn path(&self) -> Option<&str> {
        self.body_error().map(|body_error| body_error.path.as_str())
    }

    /// A short stretch of the body around the place where it does not fit the spec.
    ///
    /// The client's own credentials are redacted. Other secrets may be in it, which is why it is in neither
    /// `Display` nor `Debug`.
    pub fn excerpt(&self) -> Option<String> {
        self.0.excerpt.clone()
    }

    fn body_error(&self) -> Option<&BodyError> {
        self.0.unexpected.as_ref().and_then(Unexpected::body_error)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // `Display` includes the source.
        self.0.source.as_ref()?.source()
    }
}
