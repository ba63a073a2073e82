//! Rate limits that a spec documents.

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests.
    pub requests: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// Which requests count together.
    pub per: RateLimitPer,
}

/// Which requests count together against a rate limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RateLimitPer {
    /// Those of one operation.
    #[default]
    Operation,
    /// Those of the client, over all operations that have the limit.
    Client,
    /// Those with the same value of the query, path or header parameter of this name, over all operations
    /// that have the limit. Requests without the parameter are not limited.
    Parameter(&'static str),
}

impl RateLimit {
    /// A limit of each operation on its own.
    pub const fn per_operation(requests: u32, seconds: u32) -> Self {
        Self::new(requests, seconds, RateLimitPer::Operation)
    }

    /// A limit of all operations together.
    pub const fn per_client(requests: u32, seconds: u32) -> Self {
        Self::new(requests, seconds, RateLimitPer::Client)
    }

    /// A limit for each value of the parameter `name`.
    pub const fn per_parameter(requests: u32, seconds: u32, name: &'static str) -> Self {
        Self::new(requests, seconds, RateLimitPer::Parameter(name))
    }

    const fn new(requests: u32, seconds: u32, per: RateLimitPer) -> Self {
        Self {
            requests,
            seconds,
            per,
        }
    }
}
