//! JSON objects.

use serde_json::{Map, Value};

/// The object that a value is, or else an object that has the value under [`RESULT`].
pub(crate) fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(object) = value {
        return object;
    }
    Map::from_iter([(RESULT.to_owned(), value)])
}

/// The key under which a result that is not an object is given.
pub(crate) const RESULT: &str = "result";
