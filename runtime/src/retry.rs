//! Whether, and when, to try again.

mod budget;
mod policy;
mod wait;

use std::time::Duration;

use http::{HeaderMap, StatusCode};

pub(crate) use self::budget::Budget;
pub use self::policy::{NonIdempotent, RetryPolicy};
pub(crate) use self::wait::{asked, used_up};
use crate::client::Inner;
use crate::error::RetryStopReason;
use crate::execute::attempt::Failure;

/// Whether a request may be sent again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repeat {
    /// A repeat does no harm, whatever became of the request.
    pub(crate) harmless: bool,
    /// The spec says never to repeat.
    pub(crate) never: bool,
    /// The body can be sent again.
    pub(crate) replayable: bool,
}

/// How often a request was tried, and how often it may be, until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tries {
    pub(crate) made: u32,
    pub(crate) allowed: u32,
    pub(crate) deadline: Option<Duration>,
}

/// What to do after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Try again after a wait.
    Again(Duration),
    Stop(RetryStopReason),
}

/// What to do after an error answer.
pub(crate) fn after_answer(
    client: &Inner,
    status: StatusCode,
    headers: &HeaderMap,
    repeat: Repeat,
    tries: Tries,
) -> Verdict {
    if !client.retry.is_transient(status) {
        return Verdict::Stop(RetryStopReason::Final);
    }
    if !may_be_retried(client, status, headers, repeat) {
        return Verdict::Stop(RetryStopReason::Unsafe);
    }
    again(client, asked(headers, client.clock.now()), repeat, tries)
}

/// Whether a retry after an answer of a transient status does no harm.
pub(crate) fn may_be_retried(
    client: &Inner,
    status: StatusCode,
    headers: &HeaderMap,
    repeat: Repeat,
) -> bool {
    repeat.harmless || (!repeat.never && client.retry.is_refused(status, headers))
}

/// What to do when no whole answer came back.
pub(crate) fn after_failure(
    client: &Inner,
    failure: &Failure,
    repeat: Repeat,
    tries: Tries,
) -> Verdict {
    if failure.is_permanent() {
        return Verdict::Stop(RetryStopReason::Final);
    }
    if repeat.never || (failure.may_have_been_sent() && !repeat.harmless) {
        return Verdict::Stop(RetryStopReason::Unsafe);
    }
    again(client, None, repeat, tries)
}

fn again(client: &Inner, asked: Option<Duration>, repeat: Repeat, tries: Tries) -> Verdict {
    if !repeat.replayable {
        return Verdict::Stop(RetryStopReason::NotReplayable);
    }
    if tries.made >= tries.allowed {
        return Verdict::Stop(RetryStopReason::Exhausted);
    }
    let wait = match asked {
        Some(asked) if asked > client.retry.max_wait => {
            return Verdict::Stop(RetryStopReason::LongWait);
        }
        Some(asked) => asked,
        None => client.retry.backoff(tries.made),
    };
    if tries
        .deadline
        .is_some_and(|deadline| client.deadline(wait) >= deadline)
    {
        return Verdict::Stop(RetryStopReason::Deadline);
    }
    if !client.budget.withdraw() {
        return Verdict::Stop(RetryStopReason::Budget);
    }
    Verdict::Again(wait)
}
