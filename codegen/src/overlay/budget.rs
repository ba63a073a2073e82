//! How much work overlays may be: a short path can ask for more values than any machine can hold.

use super::path::Path;
use crate::document::Tree;
use crate::document::build::MAX_DEPTH;

/// How many values one path may visit, at most and by an estimate.
const MAX_VISITS: f64 = 8e6;

/// How many values all paths may visit.
const MAX_ALL_VISITS: f64 = 2e8;

/// How many values all updates may add.
const MAX_ADDED: usize = 500_000;

/// What remains for the other actions.
pub(super) struct Budget {
    visits: f64,
    added: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            visits: MAX_ALL_VISITS,
            added: MAX_ADDED,
        }
    }
}

impl Budget {
    /// Whether a path may be followed; it is paid for, then.
    pub(super) fn allows_search(&mut self, path: &Path, tree: &Tree) -> bool {
        let visits = path.visits(tree);
        let is_allowed = visits <= MAX_VISITS.min(self.visits);
        if is_allowed {
            self.visits -= visits;
        }
        is_allowed
    }

    /// Whether a value may be added at so many targets; it is paid for, then.
    pub(super) fn allows_change(&mut self, targets: usize, deepest: usize, value: &Tree) -> bool {
        let added = value.size().saturating_mul(targets);
        // A value that is appended to a list is one level below it.
        let depth = deepest + 1 + value.depth() as usize;
        match self.added.checked_sub(added) {
            Some(rest) if depth <= MAX_DEPTH as usize => {
                self.added = rest;
                true
            }
            _ => false,
        }
    }
}
