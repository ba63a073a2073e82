//! One limit: who goes when.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::facts::RateLimit;

/// Gives out times at which requests may start: in the order of asking, and never more than the
/// limit in any stretch of its length.
pub(super) struct Limiter {
    /// How many, and in what time.
    limit: Option<(usize, Duration)>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The times that count: not longer ago than the limit's length, and those to come.
    slots: VecDeque<Slot>,
    next_number: u64,
    /// Nobody starts before this.
    floor: Duration,
}

#[derive(Clone, Copy)]
struct Slot {
    number: u64,
    at: Duration,
}

impl Limiter {
    pub(super) fn new(limit: Option<RateLimit>) -> Self {
        Self {
            limit: limit.map(|limit| {
                let window = Duration::from_secs(u64::from(limit.seconds));
                // Requests that are sent a minute apart may arrive a little less than that apart.
                let margin = (window / 100).min(Duration::from_millis(500));
                (limit.requests.max(1) as usize, window + margin)
            }),
            state: Mutex::default(),
        }
    }

    /// Holds everyone back until `until`; who waits already keeps their place.
    pub(super) fn pause(&self, now: Duration, until: Duration) {
        let mut state = self.lock();
        state.floor = state.floor.max(until);
        let floor = state.floor;
        let first = state.slots.iter().find(|slot| slot.at > now);
        let delay = first.map_or(Duration::ZERO, |slot| floor.saturating_sub(slot.at));
        for slot in state.slots.iter_mut().filter(|slot| slot.at > now) {
            slot.at += delay;
        }
    }

    /// The earliest time for one more, not before `from`.
    fn earliest(&self, state: &State, from: Duration) -> Duration {
        let after_limit = self.limit.and_then(|(requests, window)| {
            let before = state.slots.len().checked_sub(requests)?;
            Some(state.slots.get(before)?.at + window)
        });
        // Nobody overtakes.
        let latest = state.slots.back().map_or(Duration::ZERO, |slot| slot.at);
        from.max(state.floor)
            .max(after_limit.unwrap_or_default())
            .max(latest)
    }

    /// Forgets what no longer counts.
    fn prune(&self, state: &mut State, now: Duration) {
        let window = self.limit.map_or(Duration::ZERO, |(_, window)| window);
        while state
            .slots
            .front()
            .is_some_and(|slot| slot.at + window <= now)
        {
            state.slots.pop_front();
        }
    }

    fn push(state: &mut State, at: Duration) -> u64 {
        let number = state.next_number;
        state.next_number += 1;
        state.slots.push_back(Slot { number, at });
        number
    }

    fn at(&self, number: u64) -> Option<Duration> {
        let state = self.lock();
        let slot = state.slots.iter().rev().find(|slot| slot.number == number);
        slot.map(|slot| slot.at)
    }

    fn give_back(&self, number: u64) {
        self.lock().slots.retain(|slot| slot.number != number);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queues of one operation and of the whole client; given back when it is dropped.
pub(super) struct Ticket {
    operation: Option<(Arc<Limiter>, u64)>,
    whole: Option<(Arc<Limiter>, u64)>,
    at: Duration,
}

impl Ticket {
    pub(super) fn take(
        operation: Option<Arc<Limiter>>,
        whole: Option<Arc<Limiter>>,
        now: Duration,
    ) -> Self {
        // Both are locked, the operation's first, so that both agree on the time.
        let mut first = operation.as_ref().map(|limiter| limiter.lock());
        let mut second = whole.as_ref().map(|limiter| limiter.lock());
        let mut at = now;
        for (limiter, state) in [(&operation, &mut first), (&whole, &mut second)] {
            if let (Some(limiter), Some(state)) = (limiter, state) {
                limiter.prune(state, now);
                at = limiter.earliest(state, at);
            }
        }
        let first = first.map(|mut state| Limiter::push(&mut state, at));
        let second = second.map(|mut state| Limiter::push(&mut state, at));
        Self {
            operation: operation.zip(first),
            whole: whole.zip(second),
            at,
        }
    }

    /// When it is this ticket's turn.
    pub(super) const fn at(&self) -> Duration {
        self.at
    }

    /// Looks whether the operation was paused meanwhile, and moves with it.
    pub(super) fn follow(&mut self) {
        let Some((limiter, number)) = &self.operation else {
            return;
        };
        let Some(moved) = limiter.at(*number).filter(|moved| *moved > self.at) else {
            return;
        };
        self.at = moved;
        if let Some((whole, number)) = &mut self.whole {
            whole.give_back(*number);
            let mut state = whole.lock();
            self.at = whole.earliest(&state, moved);
            *number = Limiter::push(&mut state, self.at);
        }
    }

    /// Uses the ticket up.
    pub(super) fn keep(mut self) {
        self.operation = None;
        self.whole = None;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        for (limiter, number) in [self.operation.take(), self.whole.take()]
            .into_iter()
            .flatten()
        {
            limiter.give_back(number);
        }
    }
}
