//! Which requests count together.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::metadata::{RateLimit, RateLimitPer};
use crate::request::Request;

/// The key of a limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// How many requests in how many seconds; none for what is only ever paused.
    pub(super) limit: Option<(u32, u32)>,
    per: RateLimitPer,
    /// The operation or the parameter's value, as a hash: two values that share one are limited together.
    pub(super) of: u64,
}

impl Key {
    /// The limiter of `request` for `limit`; none if it has no value of the parameter.
    pub(super) fn of(limit: RateLimit, request: &Request) -> Option<Self> {
        let of = match limit.per {
            RateLimitPer::Client => 0,
            RateLimitPer::Operation => operation(request),
            RateLimitPer::Parameter(name) => hash(&request.value_of(name)?),
        };
        Some(Self::new(Some(numbers(limit)), limit.per, of))
    }

    /// The limiter of the caller's own limit.
    pub(super) const fn of_client(limit: RateLimit) -> Self {
        Self::new(Some(numbers(limit)), RateLimitPer::Client, u64::MAX)
    }

    /// The limiter that holds back an operation without a documented limit.
    pub(super) fn of_pause(request: &Request) -> Self {
        Self::new(None, RateLimitPer::Operation, operation(request))
    }

    pub(super) const fn new(limit: Option<(u32, u32)>, per: RateLimitPer, of: u64) -> Self {
        Self { limit, per, of }
    }

    pub(super) const fn per(&self) -> RateLimitPer {
        self.per
    }
}

const fn numbers(limit: RateLimit) -> (u32, u32) {
    (limit.requests, limit.seconds)
}

fn operation(request: &Request) -> u64 {
    hash(request.metadata().id())
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
