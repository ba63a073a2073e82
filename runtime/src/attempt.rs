//! One attempt: a request is sent once, and its response is read.

mod read;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

pub(crate) use self::read::Body;
use crate::clock::{self, Clock};
use crate::error_response::ErrorResponse;
use crate::media;
use crate::retry::{Budget, FailedAttempt, Retries, RetryPolicy};
use crate::transport::{
    self, Carrier, Payload, Sending, TransportError, TransportRequest, TransportResponse,
};

/// Maximum size of an error's body that is kept, and of a response with a token.
pub(crate) const SMALL_BODY_LIMIT: u64 = 1024 * 1024;

/// What the attempts of a client have in common: the transport, the clock, and what decides on retries.
pub(crate) struct Sender {
    pub(crate) carrier: Carrier,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) user_agent: HeaderValue,
    /// Maximum size of a body that is held in memory.
    pub(crate) body_limit: u64,
}

impl Sender {
    /// What decides on retries.
    pub(crate) fn retries(&self) -> Retries<'_> {
        Retries {
            policy: &self.retry,
            budget: &self.budget,
            clock: &*self.clock,
        }
    }

    /// Sends `request` once.
    ///
    /// This and what it calls are not async functions until the request is on its way: such a
    /// function stores its arguments twice, and a request is large.
    pub(crate) fn send(
        &self,
        request: TransportRequest,
        terms: Terms,
    ) -> impl Future<Output = Result<Answer, Failure>> + use<'_> {
        let clock = &*self.clock;
        let sending = self.carrier.send(request);
        async move {
            let own = terms.timeout.map(|limit| clock::deadline(clock, limit));
            let (until, failure) = match (own, terms.deadline) {
                (Some(own), Some(call)) if call < own => (Some(call), Failure::CallTimeout),
                (None, call) => (call, Failure::CallTimeout),
                (own, _) => (own, Failure::AttemptTimeout),
            };
            let work = pin!(exchange(sending, terms));
            match clock::within(clock, until, work).await {
                Some(outcome) => outcome.map_err(Failure::Transport),
                None => Err(failure),
            }
        }
    }
}

/// The timeouts of an attempt, and whether its body is streamed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// The deadline of the call.
    pub(crate) deadline: Option<Duration>,
    /// The timeout of this attempt.
    pub(crate) timeout: Option<Duration>,
    /// Whether a success is handed over as a stream.
    pub(crate) streaming: bool,
    /// Maximum size of a success that is held in memory.
    pub(crate) body_limit: u64,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Why no complete response came back.
pub(crate) enum Failure {
    Transport(TransportError),
    /// The attempt timed out.
    AttemptTimeout,
    /// The call timed out.
    CallTimeout,
}

impl Failure {
    /// What the decision on a retry needs to know.
    pub(crate) const fn failed_attempt(&self) -> FailedAttempt {
        match self {
            Self::Transport(error) => FailedAttempt {
                permanent: error.is_permanent(),
                may_have_been_sent: error.may_have_been_sent(),
            },
            Self::AttemptTimeout | Self::CallTimeout => FailedAttempt {
                permanent: false,
                may_have_been_sent: true,
            },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::AttemptTimeout | Self::CallTimeout => f.write_str("it took too long"),
        }
    }
}

impl Answer {
    /// The body, if it is within the limit.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Whole(bytes) => Some(bytes),
            Body::Over(_) | Body::Broken(..) | Body::Stream(_) => None,
        }
    }

    pub(crate) fn into_error_response(self) -> ErrorResponse {
        let (body, truncated) = match self.body {
            Body::Whole(bytes) => (bytes, false),
            Body::Over(bytes) | Body::Broken(bytes, _) => (bytes, true),
            Body::Stream(_) => (Bytes::new(), true),
        };
        ErrorResponse {
            status: self.status,
            headers: self.headers,
            body,
            truncated,
            shown_media: None,
        }
    }
}

async fn exchange(sending: Sending<'_>, terms: Terms) -> Result<Answer, TransportError> {
    let TransportResponse {
        status,
        headers,
        body: mut payload,
    } = sending.answer().await?;
    let body = if !status.is_success() {
        read::read(&mut payload, terms.body_limit.min(SMALL_BODY_LIMIT)).await
    } else if terms.streaming && !media::is_json(media::of(&headers)) {
        Body::Stream(payload)
    } else {
        match read::read(&mut payload, terms.body_limit).await {
            Body::Broken(_, error) => return Err(error),
            // What was to be a stream still can be one.
            Body::Over(read) if terms.streaming => {
                Body::Stream(transport::join(vec![Payload::from(read), payload]))
            }
            body @ (Body::Whole(_) | Body::Over(_) | Body::Stream(_)) => body,
        }
    };
    Ok(Answer {
        status,
        headers,
        body,
    })
}
