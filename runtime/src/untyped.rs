//! Counts the values that are written without a type in the spec.

use std::cell::Cell;

thread_local! {
    /// How many values were written as free-form JSON, or as what the spec does not list.
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
}

/// Counts a value without a type in the spec, when it is written.
pub(crate) fn count() {
    WRITTEN.with(|written| written.set(written.get().wrapping_add(1)));
}

/// What `write` returns, and how many values without a type it wrote on this thread.
pub(crate) fn counted<T>(write: impl FnOnce() -> T) -> (T, usize) {
    let before = WRITTEN.with(Cell::get);
    let written = write();
    (written, WRITTEN.with(Cell::get).wrapping_sub(before))
}
