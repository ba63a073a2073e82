//! The limiters of a client: as many as there are limits and values in use, and never too many.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::key::Key;
use super::limiter::Limiter;

/// Maximum number of limiters before values share them.
const MOST: usize = 10_000;
/// How many limiters the values beyond that share.
const SHARED: u64 = 64;

/// Limiters by what counts together.
#[derive(Default)]
pub(super) struct Table(HashMap<Key, Arc<Limiter>>);

impl Table {
    /// The limiters for `keys`.
    pub(super) fn limiters(&mut self, keys: Vec<Key>, now: Duration) -> Vec<Arc<Limiter>> {
        let limiters = keys.into_iter().map(|key| self.limiter(key, now));
        limiters.collect()
    }

    fn limiter(&mut self, mut key: Key, now: Duration) -> Arc<Limiter> {
        if !self.0.contains_key(&key) && self.0.len() >= MOST {
            self.0
                .retain(|_, limiter| Arc::strong_count(limiter) > 1 || !limiter.is_idle(now));
            if self.0.len() >= MOST {
                key.of %= SHARED;
            }
        }
        let limiter = self
            .0
            .entry(key)
            .or_insert_with(|| Arc::new(Limiter::new(key.limit)));
        Arc::clone(limiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::RateLimitPer;

    #[test]
    fn values_share_limiters_when_the_table_is_full() {
        let mut table = Table::default();
        let key = |of| Key::new(Some((5, 10)), RateLimitPer::Parameter("account"), of);
        let mut kept = Vec::new();
        for of in 0..20_000 {
            kept.extend(table.limiters(vec![key(of)], Duration::ZERO));
        }
        assert!(table.0.len() <= MOST + 64, "{}", table.0.len());
        // Limiters that no call waits for are evicted.
        drop(kept);
        table.limiters(vec![key(u64::MAX)], Duration::ZERO);
        assert_eq!(table.0.len(), 1);
    }
}
