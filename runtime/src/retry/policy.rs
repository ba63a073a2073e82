//! The retry policy: how often and how fast.

use std::borrow::Cow;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

/// The statuses after which the same request may be answered otherwise later.
const TRANSIENT: &[u16] = &[408, 425, 429, 502, 503, 504];

/// Which requests are retried, on what, how often and how fast.
///
/// | request | is retried after |
/// |---|---|
/// | idempotent: by its method (GET, HEAD, PUT, DELETE, OPTIONS, TRACE), by the spec (`x-signon-retry: safe`), or by an idempotency key | connection errors, timeouts of an attempt, and transient [statuses](Self::statuses) |
/// | any other, such as POST and PATCH | errors before anything was sent, and what [`NonIdempotent`] says of responses; by default a 429 |
/// | one that the spec marks `x-signon-retry: never` | nothing |
/// | one whose body is a stream that can be read once | nothing |
///
/// A 401 leads to one more attempt with a new token, whatever the policy.
///
/// The wait before a retry is what the server requests (`Retry-After`, `retry-after-ms`, or the reset of a rate limit), up to
/// [`max_wait`](Self::max_wait); otherwise exponential with full jitter. A call is retried only if that ends before its timeout,
/// and as long as the client's budget lasts.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) statuses: Cow<'static, [u16]>,
    pub(crate) non_idempotent: NonIdempotent,
    pub(crate) max_attempts: u32,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) max_wait: Duration,
    pub(crate) budget: u32,
    pub(crate) refill: f64,
}

impl RetryPolicy {
    /// Three attempts, waits from half a second to twenty seconds, and a budget of a hundred retries.
    pub const fn new() -> Self {
        Self {
            statuses: Cow::Borrowed(TRANSIENT),
            non_idempotent: NonIdempotent::TooManyRequests,
            max_attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            max_wait: Duration::from_secs(60),
            budget: 100,
            refill: 0.1,
        }
    }

    /// One attempt.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the statuses after which a request is retried. By default 408, 425, 429, 502, 503 and 504.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Sets after which answers requests are retried that are not idempotent. By default after a 429.
    pub const fn non_idempotent(mut self, answers: NonIdempotent) -> Self {
        self.non_idempotent = answers;
        self
    }

    /// How often a request is sent, at most.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// The wait before a repeat is random, up to `base` before the first and twice as much before
    /// each further one, up to `cap`.
    pub const fn backoff_between(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap;
        self
    }

    /// The longest wait that a server may request; a longer one fails the call at once.
    pub const fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// How many repeats the client may make in a row, over all its calls, and which part of a
    /// repeat each success earns.
    pub const fn budget(mut self, repeats: u32, refill: f64) -> Self {
        self.budget = repeats;
        self.refill = refill;
        self
    }

    /// Whether a response of this status may be another later.
    pub(crate) fn is_transient(&self, status: StatusCode) -> bool {
        self.statuses.contains(&status.as_u16())
    }

    /// Whether the server has refused a request before it acted on it, as far as the policy believes that.
    pub(crate) fn is_refused(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        match (self.non_idempotent, status.as_u16()) {
            (NonIdempotent::Never, _) => false,
            (_, 429) => true,
            (NonIdempotent::Refused, 503) => headers.contains_key(RETRY_AFTER),
            (NonIdempotent::Refused | NonIdempotent::TooManyRequests, _) => false,
        }
    }

    /// The wait after the attempt of this number: exponential, capped, with full jitter.
    pub(crate) fn backoff(&self, made: u32) -> Duration {
        let doublings = made.saturating_sub(1).min(31);
        let most = self.base.saturating_mul(1 << doublings).min(self.cap);
        let part = most.as_secs_f64() * fastrand::f64();
        Duration::try_from_secs_f64(part).unwrap_or(most)
    }
}

/// After which answers a request is retried that is not idempotent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NonIdempotent {
    /// After none.
    Never,
    /// After a 429: the server rejects the request because of its rate limit, before it acts on it (RFC 6585, section 4).
    #[default]
    TooManyRequests,
    /// After a 429, and after a 503 with `Retry-After`. Some gateways answer so although a request has reached the server behind them.
    Refused,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
