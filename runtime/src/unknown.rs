//! Enum values that a spec does not list.
//!
//! The payloads are opaque: they can be read, and nothing else, so that naming a value in a later
//! release breaks no one.

use std::fmt;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::Json;
use crate::parameter::{Parameter, ToParameter};
use crate::untyped;

/// The variant name for serializers that ask for one: JSON has no name for values that the spec does not list.
const NEWTYPE: &str = "signon::Unknown";

/// A string that the enum does not list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// For generated code.
    #[doc(hidden)]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The string unchanged.
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for UnknownValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        untyped::count();
        serializer.serialize_newtype_struct(NEWTYPE, &*self.0)
    }
}

impl<'de> Deserialize<'de> for UnknownValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// A value that a closed enum does not list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value is none of those that the enum lists")]
pub struct UnlistedValue;

/// An integer that the enum does not list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// For generated code.
    #[doc(hidden)]
    pub const fn new(integer: i64) -> Self {
        Self(integer)
    }

    /// The integer unchanged.
    pub const fn get(&self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for UnknownInteger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        untyped::count();
        serializer.serialize_newtype_struct(NEWTYPE, &self.0)
    }
}

impl<'de> Deserialize<'de> for UnknownInteger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self)
    }
}

/// A value of any JSON type that the enum does not list.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownScalar(Json);

impl UnknownScalar {
    /// For generated code.
    #[doc(hidden)]
    pub fn new(value: impl Into<Json>) -> Self {
        Self(value.into())
    }

    /// The value unchanged.
    pub const fn get(&self) -> &Value {
        self.0.as_value()
    }

    /// The value unchanged, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        self.get().as_str()
    }
}

impl Serialize for UnknownScalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        untyped::count();
        serializer.serialize_newtype_struct(NEWTYPE, self.0.as_value())
    }
}

impl<'de> Deserialize<'de> for UnknownScalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self)
    }
}

impl ToParameter for UnknownScalar {
    fn to_parameter(&self) -> Parameter {
        self.0.to_parameter()
    }

    fn as_text(&self) -> Option<&str> {
        self.0.as_text()
    }
}
