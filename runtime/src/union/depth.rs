//! How deep unions stand in one another while a value is read.
//!
//! Each member that is tried reads everything below it. Were all of them tried at every depth, a small answer could
//! take forever.

use std::cell::Cell;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Below so many unions, only the member that ranks first is tried.
const MOST: usize = 8;

/// One more union, until it is dropped.
pub(super) struct Depth(usize);

impl Depth {
    pub(super) fn enter() -> Self {
        let depth = DEPTH.with(Cell::get);
        DEPTH.with(|cell| cell.set(depth + 1));
        Self(depth)
    }

    /// How many members may be tried.
    pub(super) const fn tries(&self) -> usize {
        if self.0 < MOST { usize::MAX } else { 1 }
    }
}

impl Drop for Depth {
    fn drop(&mut self) {
        DEPTH.with(|cell| cell.set(self.0));
    }
}
