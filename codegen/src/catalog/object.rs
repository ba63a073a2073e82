//! JSON objects, member by member.

use serde_json::{Map, Value};

/// A JSON object that is being built.
#[derive(Clone, Debug, Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub(super) fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a member, where there is a value.
    pub(super) fn put_some<T: Into<Value>>(self, key: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    /// Adds a list, unless it is empty.
    pub(super) fn put_list(self, key: &str, list: Vec<Value>) -> Self {
        if list.is_empty() {
            self
        } else {
            self.put(key, list)
        }
    }

    /// Adds `true`, where it holds.
    pub(super) fn put_true(self, key: &str, holds: bool) -> Self {
        if holds { self.put(key, true) } else { self }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

/// Texts as JSON.
pub(super) fn texts<T: AsRef<str>>(texts: &[T]) -> Vec<Value> {
    texts
        .iter()
        .map(|text| Value::from(text.as_ref()))
        .collect()
}
