//! How often and how fast to try again.

use std::time::Duration;

/// How often and how fast to try again.
///
/// Only what is safe is repeated: idempotent methods, operations that the spec marks, requests
/// with an idempotency key, and requests that surely were not sent. They are repeated after
/// connection errors and the statuses 408, 425, 429, 502, 503 and 504.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) max_wait: Duration,
    pub(crate) budget: u32,
    pub(crate) refill: f64,
}

impl RetryPolicy {
    /// Three tries, half a second at first, at most twenty, and a budget of a hundred repeats.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            max_wait: Duration::from_mins(1),
            budget: 100,
            refill: 0.1,
        }
    }

    /// One try.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
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

    /// How long a wait the server may ask for; if it asks for longer, the call fails at once.
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

    /// The wait after the try of this number: exponential, capped, with full jitter.
    pub(crate) fn backoff(&self, made: u32) -> Duration {
        let doublings = made.saturating_sub(1).min(31);
        let most = self.base.saturating_mul(1 << doublings).min(self.cap);
        let part = most.as_secs_f64() * fastrand::f64();
        Duration::try_from_secs_f64(part).unwrap_or(most)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
