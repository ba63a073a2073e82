//! `x-signon-rate-limit`: how many requests the API takes, and which of them count together.

use super::Lower;
use crate::document::{At, Kind};
use crate::ir::{Operation, Parameter, ParameterLocation, RateLimit, RateLimitPer};

const KEY: &str = "x-signon-rate-limit";

impl<'d> Lower<'_, 'd> {
    /// The limits of the API as a whole; they count all requests of a client unless they say otherwise.
    pub(super) fn api_rate_limits(&mut self) {
        let root = self.description.root;
        let limits = self.rate_limits(root, &RateLimitPer::Client);
        for (at, limit) in &limits {
            let mut operations = self.api.operations.iter();
            let has = operations.any(|operation| has_parameter(operation, limit));
            self.expect_parameter(*at, limit, has, "no operation has a parameter");
        }
        self.api.rate_limits = limits.into_iter().map(|(_, limit)| limit).collect();
    }

    /// The limits of an operation; they count its own requests unless they say otherwise.
    pub(super) fn operation_rate_limits(&mut self, at: At<'d>, operation: &mut Operation) {
        let limits = self.rate_limits(at, &RateLimitPer::Operation);
        for (at, limit) in &limits {
            let has = has_parameter(operation, limit);
            self.expect_parameter(*at, limit, has, "the operation has no parameter");
        }
        operation.rate_limits = limits.into_iter().map(|(_, limit)| limit).collect();
    }

    fn expect_parameter(&mut self, at: At<'d>, limit: &RateLimit, has: bool, what: &str) {
        if let (RateLimitPer::Parameter(name), false) = (&limit.per, has) {
            self.report_unused_extension(
                at,
                &format!("{what} `{name}`"),
                "name a query, path or header parameter",
            );
        }
    }

    /// One limit or a list of them, each with its location in the document.
    fn rate_limits(&mut self, owner: At<'d>, usual: &RateLimitPer) -> Vec<(At<'d>, RateLimit)> {
        let Some(at) = owner.get(KEY) else {
            return Vec::new();
        };
        let places: Vec<At<'d>> = if at.kind() == Kind::List {
            at.items().collect()
        } else {
            vec![at]
        };
        let limits = places.into_iter().filter_map(|at| {
            let limit = self.rate_limit(at, usual)?;
            Some((at, limit))
        });
        limits.collect()
    }

    fn rate_limit(&mut self, at: At<'d>, usual: &RateLimitPer) -> Option<RateLimit> {
        let number = |key: &str| {
            let number = at
                .get(key)
                .and_then(At::integer)
                .and_then(|number| u32::try_from(number).ok());
            number.filter(|number| *number > 0)
        };
        let numbers = number("requests").zip(number("seconds"));
        let per = match at.get("per") {
            None => Some(usual.clone()),
            Some(per) => read_per(per),
        };
        let is_known = |key: &str| matches!(key, "requests" | "seconds" | "per");
        let limit = numbers.zip(per);
        if limit.is_none() || !at.entries().all(|(key, _)| is_known(key)) {
            self.report_unused_extension(
                at,
                &format!(
                    "`{KEY}` is not `requests` and `seconds`, both from 1 on, and perhaps `per`"
                ),
                "write `{ requests: 100, seconds: 60, per: operation }`; `per` may be `operation`, `client` or \
                 `{ parameter: NAME }`",
            );
            return None;
        }
        limit.map(|((requests, seconds), per)| RateLimit {
            requests,
            seconds,
            per,
        })
    }
}

fn read_per(at: At<'_>) -> Option<RateLimitPer> {
    match at.str() {
        Some("operation") => Some(RateLimitPer::Operation),
        Some("client") => Some(RateLimitPer::Client),
        Some(_) => None,
        None => {
            let name = at.get("parameter").and_then(At::str)?;
            (at.len() == 1).then(|| RateLimitPer::Parameter(name.to_owned()))
        }
    }
}

/// Whether an operation has the parameter that `limit` counts by.
fn has_parameter(operation: &Operation, limit: &RateLimit) -> bool {
    let RateLimitPer::Parameter(name) = &limit.per else {
        return true;
    };
    let is_named = |parameter: &Parameter| {
        parameter.key == *name && !matches!(parameter.location, ParameterLocation::Cookie)
    };
    operation.parameters.iter().any(is_named)
}
