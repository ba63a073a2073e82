//! Free-form JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::Index as Place;
use serde_json::{Map, Value};

use crate::{finite, untyped};

/// Any JSON value, where the spec does not say which.
///
/// `Debug` shows its kind and size only: providers put secrets into free-form JSON.
///
/// ```
/// use signon_runtime::Json;
///
/// let json: Json = [("name", Json::from("Ada")), ("scores", Json::from(vec![1.5, 2.0]))]
///     .into_iter()
///     .collect();
/// assert_eq!(json["name"], "Ada");
/// assert_eq!(json.get("scores").and_then(|scores| scores[0].as_f64()), Some(1.5));
/// assert_eq!(json.pointer("/scores/1").and_then(|score| score.as_i64()), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
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

    /// Writes `value` as JSON. A float that is infinite or not a number is an error.
    pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        finite::check(value)?;
        serde_json::to_value(value).map(Self)
    }

    /// Whether the value is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self.0, Value::Null)
    }

    /// The string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// The boolean, if the value is one.
    pub fn as_bool(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// The integer, if the value is one of 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// The integer, if the value is one of 64 bits that is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// The number, if the value is one.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// The items, if the value is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        self.0.as_array().map(Vec::as_slice)
    }

    /// The keys and values, if the value is an object.
    pub fn as_object(&self) -> Option<&Map<String, Value>> {
        self.0.as_object()
    }

    /// The value of a key of an object, or of an index of an array.
    pub fn get<I: Place>(&self, place: I) -> Option<&Value> {
        self.0.get(place)
    }

    /// The value at a JSON pointer (RFC 6901), such as `/users/0/name`.
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer)
    }
}

/// `json["key"]` and `json[0]`: null where there is no such value.
impl<I: Place> Index<I> for Json {
    type Output = Value;

    fn index(&self, place: I) -> &Value {
        self.get(place).unwrap_or(&Value::Null)
    }
}

impl PartialEq<Value> for Json {
    fn eq(&self, other: &Value) -> bool {
        self.0 == *other
    }
}

impl PartialEq<str> for Json {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<&str> for Json {
    fn eq(&self, other: &&str) -> bool {
        self.0 == **other
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

/// Scalars that become JSON without loss.
macro_rules! from_scalars {
    ($($scalar:ty),*) => {
        $(impl From<$scalar> for Json {
            fn from(scalar: $scalar) -> Self {
                Self(Value::from(scalar))
            }
        })*
    };
}

// A number that is infinite or not a number becomes null: JSON has none.
from_scalars!(bool, i32, i64, u32, u64, f32, f64);

impl<T: Into<Self>> From<Option<T>> for Json {
    /// `None` is null.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(Value::Null), Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Into<Self>> From<BTreeMap<String, T>> for Json {
    fn from(members: BTreeMap<String, T>) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Into<Self>> FromIterator<T> for Json {
    /// An array.
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let items = items.into_iter().map(|item| item.into().0);
        Self(Value::Array(items.collect()))
    }
}

impl<K: Into<String>, V: Into<Self>> FromIterator<(K, V)> for Json {
    /// An object.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let members = members
            .into_iter()
            .map(|(key, value)| (key.into(), value.into().0));
        Self(Value::Object(members.collect()))
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
        untyped::count();
        // The name is for serializers that want to know what is free-form; JSON has none.
        serializer.serialize_newtype_struct("signon::Json", &self.0)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}
