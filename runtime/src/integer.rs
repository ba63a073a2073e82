//! Integers that are written with a fraction of zero or an exponent.
//!
//! JSON has one kind of number: `1.0` and `1e3` are integers (JSON Schema draft 2020-12, section 4.2.3).

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::{Deserialize, Deserializer};

use crate::field::Field;
use crate::number::exact;

/// What can be decoded from integers in any spelling: integers, and whatever holds them.
pub trait ReadInteger<'de>: Sized {
    /// Decodes integers in any spelling.
    fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// An adapter from `ReadInteger` to serde's `Deserialize`.
#[derive(Debug)]
pub(crate) struct Integral<T>(pub(crate) T);

impl<'de, T: ReadInteger<'de>> Deserialize<'de> for Integral<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_integer(deserializer).map(Self)
    }
}

/// The integer that a float is, if no other integer has the same float.
pub(crate) fn of_float(value: f64) -> Option<i64> {
    /// From two to the power of 53 on, more than one integer has the same float.
    const AMBIGUOUS: i64 = 1 << 53;
    exact(value).filter(|integer| integer.abs() < AMBIGUOUS)
}

/// Decodes an integer of the type that has this name.
struct IntegerVisitor<T>(&'static str, PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        of_float(value)
            .and_then(|integer| T::try_from(integer).ok())
            .ok_or_else(|| E::invalid_type(Unexpected::Float(value), &self))
    }
}

/// The integers of 32 and 64 bits.
macro_rules! integers {
    ($($integer:ident),*) => {
        $(impl<'de> ReadInteger<'de> for $integer {
            fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_i64(IntegerVisitor(stringify!($integer), PhantomData))
            }
        })*
    };
}

integers!(i32, i64, u32, u64);

impl<'de, T: ReadInteger<'de>> ReadInteger<'de> for Option<T> {
    fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value: Option<Integral<T>> = Option::deserialize(deserializer)?;
        Ok(value.map(|value| value.0))
    }
}

impl<'de, T: ReadInteger<'de>> ReadInteger<'de> for Field<T> {
    fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::read_integer(deserializer).map(Self::from)
    }
}

impl<'de, T: ReadInteger<'de>> ReadInteger<'de> for Vec<T> {
    fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

impl<'de, T: ReadInteger<'de>> ReadInteger<'de> for BTreeMap<String, T> {
    fn read_integer<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: ReadInteger<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Integral(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list)
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: ReadInteger<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, Integral(value))) = members.next_entry()? {
            map.insert(key, value);
        }
        Ok(map)
    }
}
