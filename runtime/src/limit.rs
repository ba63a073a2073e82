//! Rate limits, kept on the client's side: the spec's, and those that a server shows by a 429.

mod limiter;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use self::limiter::{Limiter, Ticket};
use crate::client::Inner;
use crate::facts::{Facts, RateLimit};

/// The limits of a client.
pub(crate) struct Limits {
    keep_documented: bool,
    whole: Option<Arc<Limiter>>,
    operations: Mutex<HashMap<&'static str, Arc<Limiter>>>,
    /// Whether any operation has been paused; most clients never see that.
    paused: AtomicBool,
}

impl Limits {
    pub(crate) fn new(keep_documented: bool, whole: Option<RateLimit>) -> Self {
        Self {
            keep_documented,
            whole: whole.map(|limit| Arc::new(Limiter::new(Some(limit)))),
            operations: Mutex::default(),
            paused: AtomicBool::new(false),
        }
    }

    /// Waits for a turn; whether there is one before `deadline`.
    pub(crate) async fn turn(
        &self,
        client: &Inner,
        facts: &'static Facts,
        deadline: Option<Duration>,
    ) -> bool {
        let documented = facts
            .documented_rate_limit()
            .filter(|_| self.keep_documented);
        let operation = if documented.is_some() || self.paused.load(Ordering::Relaxed) {
            Some(self.operation(facts.id(), documented))
        } else {
            None
        };
        if operation.is_none() && self.whole.is_none() {
            return true;
        }
        let mut ticket = Ticket::take(operation, self.whole.clone(), client.clock.elapsed());
        loop {
            let at = ticket.at();
            if at <= client.clock.elapsed() {
                ticket.keep();
                return true;
            }
            if deadline.is_some_and(|deadline| at >= deadline) {
                return false;
            }
            client.clock.sleep_until(at).await;
            ticket.follow();
        }
    }

    /// Holds back all calls of the operation for a while.
    pub(crate) fn pause(&self, facts: &'static Facts, now: Duration, wait: Duration) {
        let documented = facts
            .documented_rate_limit()
            .filter(|_| self.keep_documented);
        self.paused.store(true, Ordering::Relaxed);
        self.operation(facts.id(), documented)
            .pause(now, now + wait);
    }

    fn operation(&self, id: &'static str, limit: Option<RateLimit>) -> Arc<Limiter> {
        let mut operations = self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let limiter = operations
            .entry(id)
            .or_insert_with(|| Arc::new(Limiter::new(limit)));
        Arc::clone(limiter)
    }
}
