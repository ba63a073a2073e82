//! Rate limits, kept on the client's side: the spec's, and those that a server shows in its responses.

mod key;
mod limiter;
mod table;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use self::key::Key;
use self::limiter::Ticket;
use self::table::Table;
use crate::clock::Clock;
use crate::metadata::{RateLimit, RateLimitPer};
use crate::request::Request;
use crate::sync::lock;
use crate::trace;

/// The limits of a client.
pub(crate) struct Limits {
    /// The documented limits of all operations.
    api: &'static [RateLimit],
    keep_documented: bool,
    /// The caller's limit for all requests.
    whole: Option<RateLimit>,
    limiters: Mutex<Table>,
    /// Whether any operation has been paused; most clients never see that.
    paused: AtomicBool,
}

impl Limits {
    pub(crate) fn new(
        api: &'static [RateLimit],
        keep_documented: bool,
        whole: Option<RateLimit>,
    ) -> Self {
        Self {
            api,
            keep_documented,
            whole,
            limiters: Mutex::default(),
            paused: AtomicBool::new(false),
        }
    }

    /// Acquires a permit of every limit that `request` counts against; whether there is one before `deadline`.
    pub(crate) async fn acquire(
        &self,
        clock: &dyn Clock,
        provider: &'static str,
        request: &Request,
        deadline: Option<Duration>,
    ) -> bool {
        let mut keys = self.documented(request);
        keys.extend(self.whole.map(Key::of_client));
        if self.paused.load(Ordering::Relaxed) {
            keys.push(Key::of_pause(request));
        }
        if keys.is_empty() {
            return true;
        }
        let now = clock.elapsed();
        let limiters = lock(&self.limiters).limiters(keys, now);
        let mut ticket = Ticket::take(limiters, now);
        loop {
            let at = ticket.at();
            if at <= clock.elapsed() {
                ticket.keep();
                return true;
            }
            if deadline.is_some_and(|deadline| at >= deadline) {
                return false;
            }
            trace::throttled(provider, request, at.saturating_sub(clock.elapsed()));
            clock.sleep_until(at).await;
            ticket.follow();
        }
    }

    /// Holds back for a while all calls that count against the narrowest limit of `request`.
    pub(crate) fn pause(&self, request: &Request, now: Duration, wait: Duration) {
        let documented = self.documented(request);
        let narrowest = documented.into_iter().min_by_key(|key| match key.per() {
            RateLimitPer::Parameter(_) => 0,
            RateLimitPer::Operation => 1,
            RateLimitPer::Client => 2,
        });
        let key = narrowest.unwrap_or_else(|| {
            self.paused.store(true, Ordering::Relaxed);
            Key::of_pause(request)
        });
        for limiter in lock(&self.limiters).limiters(vec![key], now) {
            limiter.pause(now, now.saturating_add(wait));
        }
    }

    /// The spec's limits that `request` counts against.
    fn documented(&self, request: &Request) -> Vec<Key> {
        let all = self.api.iter().chain(request.metadata().own_rate_limits());
        all.filter(|_| self.keep_documented)
            .filter_map(|limit| Key::of(*limit, request))
            .collect()
    }
}
