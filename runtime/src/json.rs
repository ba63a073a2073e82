//! Free-form JSON.

use std::fmt;

use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::union::count_untyped;

/// Any JSON value: what stands where the spec does not say what stands there.
///
/// `Debug` shows its kind and size only: providers put secrets into free-form JSON.
#[derive(Clone, Default, PartialEq)]
pub struct Json(Value);

impl Json {
    /// The value.
    pub const fn as_value(&self) -> &Value {
        &self.0
    }

    /// The value, to change.
    pub const fn as_value_mut(&mut self) -> &mut Value {
        &mut self.0
    }

    /// The value.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// Reads the value as a `T`.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.0)
    }

    /// Writes `value` as JSON.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_value(value).map(Self)
    }

    /// Whether the value is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self.0, Value::Null)
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        json.0
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self(Value::from(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self(Value::from(text))
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self(Value::from(number))
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self(Value::from(truth))
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::Null => f.write_str("Json(null)"),
            Value::Bool(_) => f.write_str("Json(boolean)"),
            Value::Number(_) => f.write_str("Json(number)"),
            Value::String(text) => write!(f, "Json(string of {} bytes)", text.len()),
            Value::Array(items) => write!(f, "Json(array of {})", items.len()),
            Value::Object(members) => write!(f, "Json(object of {})", members.len()),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        count_untyped();
        // The name is for serializers that want to know what is free-form; JSON has none.
        serializer.serialize_newtype_struct("signon::Json", &self.0)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}
