//! Values that say in a key of theirs what they are.

use serde_core::de::{DeserializeOwned, Error};
use serde_core::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Scalar;

use crate::decode::without_values;
use crate::json::Json;
use crate::union::{self, Decode, Value};

/// A value with a tag (OpenAPI's discriminator).
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    value: Value,
    tag: Option<String>,
}

impl Tagged {
    /// Reads a value whose discriminator is `key`.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
        key: &str,
    ) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let tag = match value.get(key).and_then(Value::scalar) {
            Some(Scalar::String(tag)) => Some(tag.clone()),
            Some(Scalar::Number(tag)) => Some(tag.to_string()),
            Some(Scalar::Bool(tag)) => Some(tag.to_string()),
            Some(Scalar::Null | Scalar::Array(_) | Scalar::Object(_)) | None => None,
        };
        Ok(Self { value, tag })
    }

    /// The tag; numbers and booleans as they are written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// Reads the value as a `T`.
    pub fn decode<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        T::deserialize(&self.value).map_err(|error| E::custom(without_values(&error.to_string())))
    }

    /// Reads the value as a `T`, or keeps it unchanged where it is none.
    pub fn decode_or<T: DeserializeOwned, U>(
        self,
        member: fn(T) -> U,
        unknown: fn(Json) -> U,
    ) -> U {
        union::decode(&self.value).map_or_else(|| unknown(self.into_json()), member)
    }

    /// Reads the value as the first of the members that fits it best, or keeps it unchanged where it is none: the tag means
    /// each of them.
    pub fn decode_best<U: Serialize + 'static>(
        self,
        members: &[Decode<U>],
        unknown: fn(Json) -> U,
    ) -> U {
        union::choose_among(&self.value, members, unknown)
    }

    /// The value.
    pub fn into_json(self) -> Json {
        Json::from(self.value.to_json())
    }
}
