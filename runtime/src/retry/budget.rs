//! A limit to repeats over all calls of a client, so that a provider in trouble is left alone.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::retry::RetryPolicy;

/// How many parts a repeat has, so that a success can earn less than one.
const PARTS: u32 = 1000;

/// What is left of the budget, in parts of a repeat.
pub(crate) struct Budget {
    left: AtomicU32,
    full: u32,
    refill: u32,
}

impl Budget {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        let full = policy.budget.saturating_mul(PARTS);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between nothing and a whole repeat"
        )]
        let refill = (policy.refill.clamp(0.0, 1.0) * f64::from(PARTS)) as u32;
        Self {
            left: AtomicU32::new(full),
            full,
            refill,
        }
    }

    /// Takes a repeat, if there is one.
    pub(crate) fn withdraw(&self) -> bool {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(PARTS)
            })
            .is_ok()
    }

    /// Notes a success.
    pub(crate) fn deposit(&self) {
        // A full budget is the usual case, and is not written to.
        if self.left.load(Ordering::Relaxed) < self.full {
            let _ = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    Some(left.saturating_add(self.refill).min(self.full))
                });
        }
    }
}
