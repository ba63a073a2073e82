//! Floating-point numbers that are written as integers when they are integers.
//!
//! JSON has one kind of number, but servers that were written in typed languages take
//! `500.0` for something other than `500`.

use std::collections::BTreeMap;
use std::io;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use crate::field::Field;
use crate::finite::{self, no_number};

/// Writes a number, or numbers; used as `#[serde(serialize_with = "signon_runtime::codegen::number")]`.
pub fn number<T: WriteNumber, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.write_number(serializer)
}

/// What [`number()`] can write: floats, and whatever holds them.
pub trait WriteNumber {
    /// Writes integral floats as integers.
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A value as JSON, in which an integral float has no fraction, wherever it is. A float that is infinite or not a number
/// is an error.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut bytes, Numbers,
    ))?;
    let text = String::from_utf8(bytes).map_err(Error::custom)?;
    if text.contains("null") {
        finite::check(value)?;
    }
    Ok(text)
}

/// Compact JSON with floats as [`WriteNumber`] writes them.
struct Numbers;

impl Formatter for Numbers {
    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match integer(value) {
            Some(integer) => self.write_i64(writer, integer),
            None => CompactFormatter.write_f64(writer, value),
        }
    }

    fn write_f32<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        match integer(f64::from(value)) {
            Some(integer) => self.write_i64(writer, integer),
            None => CompactFormatter.write_f32(writer, value),
        }
    }
}

/// The integer that a float is written as.
fn integer(value: f64) -> Option<i64> {
    // Minus zero is a float of its own.
    exact(value).filter(|&integer| integer != 0 || value.is_sign_positive())
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

impl WriteNumber for f64 {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match integer(*self) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::json as written;

    #[test]
    fn integral_floats_have_no_fraction_at_any_depth() {
        assert_eq!(written(&1.0_f64).expect("JSON"), "1");
        assert_eq!(written(&[12.5_f32, 1.0]).expect("JSON"), "[12.5,1]");
        let value = json!({"a": [2.0, -0.0, 0.5], "b": {"c": 3.0}});
        let text = r#"{"a":[2,-0.0,0.5],"b":{"c":3}}"#;
        assert_eq!(written(&value).expect("JSON"), text);
    }
}
