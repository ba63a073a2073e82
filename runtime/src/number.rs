//! Floating-point numbers that are written as integers when they are integers.
//!
//! JSON has one kind of number, but servers that were written in typed languages take
//! `500.0` for something other than `500`.

use std::collections::BTreeMap;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::field::Field;

/// Writes a number, or numbers; used as `#[serde(serialize_with = "signon_runtime::codegen::number")]`.
pub fn number<T: WriteNumber, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write_number(serializer)
}

/// What [`number()`] can write: floats, and whatever holds them.
pub trait WriteNumber {
    /// Writes integral floats as integers.
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// The text of a float: an integral one has no fraction.
pub(crate) fn text(value: f64) -> String {
    // Rust writes an integral float without `.0`, and never with an exponent.
    value.to_string()
}

/// The integer that `value` is, if it is one and is exact.
pub(crate) fn exact(value: f64) -> Option<i64> {
    /// Beyond two to the power of 53 not every integer is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() != 0.0 || value.abs() > EXACT {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the value is integral and within the exact range"
    )]
    Some(value as i64)
}

/// JSON has no word for these; left alone, they would be written as `null`.
fn no_number<E: Error>() -> E {
    E::custom("a number that is infinite or not a number")
}

impl WriteNumber for f64 {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Minus zero is a float of its own.
        let integer = exact(*self).filter(|&integer| integer != 0 || self.is_sign_positive());
        match integer {
            Some(integer) => serializer.serialize_i64(integer),
            None if !self.is_finite() => Err(no_number()),
            None => serializer.serialize_f64(*self),
        }
    }
}

/// An adapter from `WriteNumber` to serde's `Serialize`.
#[derive(Debug)]
pub struct Written<'a, T>(pub &'a T);

impl<T: WriteNumber> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_number(serializer)
    }
}

impl<T: WriteNumber> WriteNumber for Option<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Written(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: WriteNumber> WriteNumber for Field<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.write_number(serializer),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

impl<T: WriteNumber> WriteNumber for Box<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write_number(serializer)
    }
}

impl<T: WriteNumber> WriteNumber for &T {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).write_number(serializer)
    }
}

impl<T: WriteNumber> WriteNumber for Vec<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&Written(item))?;
        }
        list.end()
    }
}

impl<T: WriteNumber> WriteNumber for BTreeMap<String, T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }
}
