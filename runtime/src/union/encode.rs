//! What a member makes of a value, and how much of that is not typed.

use std::cell::Cell;

use serde_core::Serialize;
use serde_json::Value;

thread_local! {
    /// How many values were written as free-form JSON, or as what the spec does not list.
    static UNTYPED: Cell<usize> = const { Cell::new(0) };
}

/// Marks that a value without a type in the spec is written.
pub(crate) fn count_untyped() {
    UNTYPED.with(|count| count.set(count.get().wrapping_add(1)));
}

/// `decoded` as JSON, and how many values in it are not typed.
pub(super) fn encode<T: Serialize>(decoded: &T) -> Result<(Value, usize), serde_json::Error> {
    let before = UNTYPED.with(Cell::get);
    let encoded = serde_json::to_value(decoded)?;
    Ok((encoded, UNTYPED.with(Cell::get).wrapping_sub(before)))
}
