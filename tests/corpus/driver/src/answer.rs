//! What a call decoded, written as JSON again, where its type can be.

use serde::Serialize;
use serde_json::Value;

/// What a call decoded. `(&&Answer(output)).written()` is the JSON of an output that implements `Serialize`, and nothing
/// for others: method resolution takes the first implementation that fits.
#[derive(Debug)]
pub struct Answer<'a, T>(pub &'a T);

/// Outputs that can be written.
pub trait Written {
    /// The JSON.
    fn written(&self) -> Option<Value>;
}

/// Outputs that cannot.
pub trait Unwritten {
    /// Nothing.
    fn written(&self) -> Option<Value>;
}

impl<T: Serialize> Written for &Answer<'_, T> {
    fn written(&self) -> Option<Value> {
        serde_json::to_value(self.0).ok()
    }
}

impl<T> Unwritten for Answer<'_, T> {
    fn written(&self) -> Option<Value> {
        None
    }
}
