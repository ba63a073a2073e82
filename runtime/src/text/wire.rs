//! A text, or a number instead of a text.

use std::fmt;

use serde_core::de::{Error, Visitor};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// What was on the wire.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Wire {
    text: Box<str>,
    number: bool,
}

impl Wire {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_string(self) -> String {
        self.text.into_string()
    }

    fn number(digits: &impl fmt::Display) -> Self {
        Self {
            text: digits.to_string().into(),
            number: true,
        }
    }
}

impl From<String> for Wire {
    fn from(text: String) -> Self {
        Self {
            text: text.into(),
            number: false,
        }
    }
}

impl Serialize for Wire {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.number {
            if let Ok(integer) = self.text.parse::<i64>() {
                return serializer.serialize_i64(integer);
            }
            if let Ok(integer) = self.text.parse::<u64>() {
                return serializer.serialize_u64(integer);
            }
            if let Ok(float) = self.text.parse::<f64>() {
                return serializer.serialize_f64(float);
            }
        }
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)
    }
}

struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = Wire;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Wire, E> {
        Ok(Wire {
            text: text.into(),
            number: false,
        })
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Wire, E> {
        Ok(Wire::from(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Wire, E> {
        Ok(Wire::number(&number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Wire, E> {
        Ok(Wire::number(&number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Wire, E> {
        // `Debug` keeps the fraction of `1.0`, so that it is written back as a float.
        Ok(Wire {
            text: format!("{number:?}").into(),
            number: true,
        })
    }
}
