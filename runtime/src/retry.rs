//! Whether and when to retry: a pure decision over the policy, the budget and the clock.

mod budget;
mod policy;
mod wait;

use std::time::Duration;

use http::{HeaderMap, StatusCode};

pub(crate) use self::budget::Budget;
pub use self::policy::{NonIdempotent, RetryPolicy};
pub(crate) use self::wait::{requested_wait, used_up};
use crate::clock::Clock;
use crate::error::RetryStopReason;

/// Whether a request may be sent again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetrySafety {
    /// Sending it twice has the effect of sending it once.
    pub(crate) idempotent: bool,
    /// The spec forbids retries (`x-signon-retry: never`).
    pub(crate) never: bool,
    /// The body can be sent again.
    pub(crate) replayable: bool,
}

/// How many attempts were made, how many are allowed, and until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempts {
    pub(crate) made: u32,
    pub(crate) allowed: u32,
    pub(crate) deadline: Option<Duration>,
}

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    /// Retry after a wait.
    RetryAfter(Duration),
    Stop(RetryStopReason),
}

/// An attempt without a complete response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    /// Another attempt would fail, too.
    pub(crate) permanent: bool,
    /// The server may have acted on the request.
    pub(crate) may_have_been_sent: bool,
}

/// What decides on the retries of a client's calls.
#[derive(Clone, Copy)]
pub(crate) struct Retries<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) budget: &'a Budget,
    pub(crate) clock: &'a dyn Clock,
}

impl Retries<'_> {
    /// What to do after an error response.
    pub(crate) fn after_response(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        safety: RetrySafety,
        attempts: Attempts,
    ) -> RetryDecision {
        if !self.policy.is_transient(status) {
            return RetryDecision::Stop(RetryStopReason::Final);
        }
        if !self.is_safe_after_response(status, headers, safety) {
            return RetryDecision::Stop(RetryStopReason::Unsafe);
        }
        self.decide(self.requested_wait(headers), safety, attempts)
    }

    /// Whether a retry is safe after a response of a transient status.
    pub(crate) fn is_safe_after_response(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        safety: RetrySafety,
    ) -> bool {
        safety.idempotent || (!safety.never && self.policy.is_refused(status, headers))
    }

    /// The decision when no complete response came back.
    pub(crate) fn after_failure(
        self,
        failure: FailedAttempt,
        safety: RetrySafety,
        attempts: Attempts,
    ) -> RetryDecision {
        if failure.permanent {
            return RetryDecision::Stop(RetryStopReason::Final);
        }
        if safety.never || (failure.may_have_been_sent && !safety.idempotent) {
            return RetryDecision::Stop(RetryStopReason::Unsafe);
        }
        self.decide(None, safety, attempts)
    }

    /// The wait that the server requests.
    pub(crate) fn requested_wait(self, headers: &HeaderMap) -> Option<Duration> {
        requested_wait(headers, self.clock.now())
    }

    fn decide(
        self,
        requested: Option<Duration>,
        safety: RetrySafety,
        attempts: Attempts,
    ) -> RetryDecision {
        if !safety.replayable {
            return RetryDecision::Stop(RetryStopReason::NotReplayable);
        }
        if attempts.made >= attempts.allowed {
            return RetryDecision::Stop(RetryStopReason::Exhausted);
        }
        let wait = match requested {
            Some(requested) if requested > self.policy.max_wait => {
                return RetryDecision::Stop(RetryStopReason::LongWait);
            }
            Some(requested) => requested,
            None => self.policy.backoff(attempts.made),
        };
        let end = self.clock.elapsed().saturating_add(wait);
        if attempts.deadline.is_some_and(|deadline| end >= deadline) {
            return RetryDecision::Stop(RetryStopReason::Deadline);
        }
        if !self.budget.withdraw() {
            return RetryDecision::Stop(RetryStopReason::Budget);
        }
        RetryDecision::RetryAfter(wait)
    }
}
