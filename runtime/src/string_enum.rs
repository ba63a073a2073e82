//! Enums of strings: what `derive(StringEnum)` of this crate calls.

use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserializer;
use serde_core::de::{Error, Visitor};

/// Reads a string as a `T`.
pub fn string_enum<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(StringVisitor(PhantomData))
}

/// Reads a string as a `T` that has these values alone.
pub fn closed_string_enum<'de, T, D>(
    deserializer: D,
    listed: &'static [&'static str],
) -> Result<T, D::Error>
where
    T: for<'a> TryFrom<&'a str>,
    D: Deserializer<'de>,
{
    let value = PhantomData;
    deserializer.deserialize_str(ClosedVisitor { listed, value })
}

struct ClosedVisitor<T> {
    listed: &'static [&'static str],
    value: PhantomData<T>,
}

impl<T: for<'a> TryFrom<&'a str>> Visitor<'_> for ClosedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string that the enum lists")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::try_from(text).map_err(|_| E::unknown_variant(text, self.listed))
    }
}

struct StringVisitor<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
