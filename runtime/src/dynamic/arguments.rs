//! Arguments of a call.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::body::Body;
use crate::multipart::File;

/// The arguments of a call, by name: JSON, and files that are not part of the JSON.
///
/// `Debug` shows names, no values.
#[derive(Clone, Default)]
pub struct Arguments {
    values: Map<String, Value>,
    files: BTreeMap<String, File>,
}

impl Arguments {
    /// No arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a file for an argument, instead of an object with `base64`: a file on disk or a stream need not be held
    /// in memory.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, file: File) -> Self {
        self.files.insert(name.into(), file);
        self
    }

    /// The arguments that are JSON.
    pub const fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// The arguments that are JSON, to change them.
    pub const fn values_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.values
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The file that was given beside the JSON.
    pub(super) fn attached(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    /// All arguments as JSON; a file that is not JSON is an empty one, which fits wherever a file fits.
    pub(super) fn to_value(&self) -> Value {
        let mut values = self.values.clone();
        for name in self.files.keys() {
            values.insert(name.clone(), json!({"base64": ""}));
        }
        Value::Object(values)
    }
}

impl From<Map<String, Value>> for Arguments {
    fn from(values: Map<String, Value>) -> Self {
        Self {
            values,
            files: BTreeMap::new(),
        }
    }
}

/// The members of an object; `null` is not arguments. What is neither is one argument without a name, which no
/// operation has.
impl From<Value> for Arguments {
    fn from(value: Value) -> Self {
        match value {
            Value::Object(values) => Self::from(values),
            Value::Null => Self::default(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Self::from(Map::from_iter([(String::new(), value)]))
            }
        }
    }
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.values.keys())
            .entries(self.files.keys())
            .finish()
    }
}

/// The file that an object with `base64` is; `None` if it is none.
pub(super) fn file(name: &str, value: &Value) -> Option<File> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let bytes = STANDARD.decode(text("base64")?).ok()?;
    let file = File::new(text("filename").unwrap_or(name), Body::from(bytes));
    Some(match text("content_type") {
        Some(media) => file.content_type(media),
        None => file,
    })
}
