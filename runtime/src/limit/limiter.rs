//! One limit: who goes when.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::sync::lock;

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
    /// No call starts before this.
    floor: Duration,
}

#[derive(Clone, Copy)]
struct Slot {
    number: u64,
    at: Duration,
}

impl Limiter {
    /// A limiter of so many requests in so many seconds, or of pauses alone.
    pub(super) fn new(limit: Option<(u32, u32)>) -> Self {
        Self {
            limit: limit.map(|(requests, seconds)| {
                let window = Duration::from_secs(u64::from(seconds));
                // Requests that are sent a minute apart may arrive a little less than that apart.
                let margin = window
                    .checked_div(100)
                    .unwrap_or_default()
                    .min(Duration::from_millis(500));
                (requests.max(1) as usize, window.saturating_add(margin))
            }),
            state: Mutex::default(),
        }
    }

    /// Delays all calls until `until`; the order of those that wait does not change.
    pub(super) fn pause(&self, now: Duration, until: Duration) {
        let mut state = self.lock();
        state.floor = state.floor.max(until);
        let floor = state.floor;
        let first = state.slots.iter().find(|slot| slot.at > now);
        let delay = first.map_or(Duration::ZERO, |slot| floor.saturating_sub(slot.at));
        for slot in state.slots.iter_mut().filter(|slot| slot.at > now) {
            slot.at = slot.at.saturating_add(delay);
        }
    }

    /// The earliest time for one more, not before `from`.
    fn earliest(&self, state: &State, from: Duration) -> Duration {
        let after_limit = self.limit.and_then(|(requests, window)| {
            let before = state.slots.len().checked_sub(requests)?;
            Some(state.slots.get(before)?.at.saturating_add(window))
        });
        // FIFO order.
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
            .is_some_and(|slot| slot.at.saturating_add(window) <= now)
        {
            state.slots.pop_front();
        }
    }

    fn push(state: &mut State, at: Duration) -> u64 {
        let number = state.next_number;
        state.next_number = state.next_number.wrapping_add(1);
        state.slots.push_back(Slot { number, at });
        number
    }

    fn at(&self, number: u64) -> Option<Duration> {
        let state = self.lock();
        let slot = state.slots.iter().rev().find(|slot| slot.number == number);
        slot.map(|slot| slot.at)
    }

    fn give_back(state: &mut State, number: u64) {
        state.slots.retain(|slot| slot.number != number);
    }

    /// Whether it holds no state that a new one would lack.
    pub(super) fn is_idle(&self, now: Duration) -> bool {
        let mut state = self.lock();
        self.prune(&mut state, now);
        state.slots.is_empty() && state.floor <= now
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// A position in the queues of all limits that a request counts against; released on drop.
pub(super) struct Ticket {
    /// In the order in which they are locked, so that no two requests wait for each other.
    places: Vec<(Arc<Limiter>, u64)>,
    at: Duration,
}

impl Ticket {
    pub(super) fn take(mut limiters: Vec<Arc<Limiter>>, now: Duration) -> Self {
        limiters.sort_by_key(|limiter| Arc::as_ptr(limiter).addr());
        limiters.dedup_by(|left, right| Arc::ptr_eq(left, right));
        // All are locked, so that all agree on the time.
        let mut states: Vec<_> = limiters.iter().map(|limiter| limiter.lock()).collect();
        let mut at = now;
        for (limiter, state) in limiters.iter().zip(&mut states) {
            limiter.prune(state, now);
            at = limiter.earliest(state, at);
        }
        let numbers: Vec<u64> = states
            .iter_mut()
            .map(|state| Limiter::push(state, at))
            .collect();
        drop(states);
        Self {
            places: limiters.into_iter().zip(numbers).collect(),
            at,
        }
    }

    /// When this ticket may start.
    pub(super) const fn at(&self) -> Duration {
        self.at
    }

    /// Checks whether a limiter was paused meanwhile, and moves with it.
    pub(super) fn follow(&mut self) {
        let places = self.places.iter();
        let moved = places
            .filter_map(|(limiter, number)| limiter.at(*number))
            .max();
        let Some(moved) = moved.filter(|moved| *moved > self.at) else {
            return;
        };
        let mut states: Vec<_> = self
            .places
            .iter()
            .map(|(limiter, _)| limiter.lock())
            .collect();
        // Where it was not paused, it queues again: others have taken the later times.
        let mut again = Vec::with_capacity(states.len());
        let mut at = moved;
        for ((limiter, number), state) in self.places.iter().zip(&mut states) {
            let own = state.slots.iter().find(|slot| slot.number == *number);
            let is_early = own.is_none_or(|slot| slot.at < moved);
            if is_early {
                Limiter::give_back(state, *number);
                at = limiter.earliest(state, at);
            }
            again.push(is_early);
        }
        let mut numbers = Vec::with_capacity(states.len());
        for (((_, number), state), is_early) in self.places.iter().zip(&mut states).zip(again) {
            if is_early {
                numbers.push(Limiter::push(state, at));
            } else {
                let mut slots = state.slots.iter_mut();
                if let Some(slot) = slots.find(|slot| slot.number == *number) {
                    slot.at = at;
                }
                numbers.push(*number);
            }
        }
        drop(states);
        for (place, number) in self.places.iter_mut().zip(numbers) {
            place.1 = number;
        }
        self.at = at;
    }

    /// Uses the ticket up.
    pub(super) fn keep(mut self) {
        self.places.clear();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        for (limiter, number) in self.places.drain(..) {
            Limiter::give_back(&mut limiter.lock(), number);
        }
    }
}
