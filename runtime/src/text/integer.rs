//! Integers that travel as strings.

use std::fmt;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::parameter::{Parameter, ToParameter};
use crate::text::wire::Wire;

/// A 64-bit integer that travels as a string (`type: string, format: int64`).
///
/// A number is taken, too, and written back as one.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntegerText(Wire);

impl IntegerText {
    /// The integer; `None` if the text is none, or is too large.
    pub fn get(&self) -> Option<i64> {
        self.as_str().parse().ok()
    }

    /// The wire's text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<i64> for IntegerText {
    fn from(integer: i64) -> Self {
        Self(Wire::from(integer.to_string()))
    }
}

impl From<&str> for IntegerText {
    fn from(text: &str) -> Self {
        Self(Wire::from(text.to_owned()))
    }
}

impl From<String> for IntegerText {
    fn from(text: String) -> Self {
        Self(Wire::from(text))
    }
}

impl fmt::Display for IntegerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for IntegerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntegerText").field(&self.as_str()).finish()
    }
}

impl Serialize for IntegerText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IntegerText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}

impl ToParameter for IntegerText {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.as_str().to_owned())
    }

    fn as_text(&self) -> Option<&str> {
        Some(self.as_str())
    }
}
