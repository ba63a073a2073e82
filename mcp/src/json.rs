//! JSON objects.

use serde_json::{Map, Value};

/// Returns the object, or wraps any other value under [`RESULT`].
pub(crate) fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(object) = value {
        return object;
    }
    Map::from_iter([(RESULT.to_owned(), value)])
}

/// The key for results that are not objects.
pub(crate) const RESULT: &str = "result";
