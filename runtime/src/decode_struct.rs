//! How structs are decoded: what `derive(Deserialize)` of this crate calls.

mod object;
mod rest;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde_core::{Deserialize, Deserializer, forward_to_deserialize_any};

use crate::integer::{Integral, ReadInteger};

pub use self::object::Object;
pub use self::rest::{KeepRest, WriteRest};

/// A struct that is read key by key.
pub trait DecodeStruct<'de>: Sized {
    /// What the struct is called.
    const NAME: &'static str;

    /// The values that came so far.
    type Draft;

    /// No value yet.
    fn draft() -> Self::Draft;

    /// Reads the value of a key.
    fn read<A: MapAccess<'de>>(
        draft: &mut Self::Draft,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The struct, if all that it needs has come.
    fn finish<E: Error>(draft: Self::Draft) -> Result<Self, E>;
}

/// Decodes a struct.
pub fn decode_struct<'de, R: DecodeStruct<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<R, D::Error> {
    deserializer.deserialize_map(StructVisitor(PhantomData))
}

struct StructVisitor<R>(PhantomData<R>);

impl<'de, R: DecodeStruct<'de>> Visitor<'de> for StructVisitor<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
        let mut draft = R::draft();
        while let Some(Key(key)) = map.next_key()? {
            R::read(&mut draft, &key, &mut map)?;
        }
        R::finish(draft)
    }
}

/// Reads the value of a key that has a field.
pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    fill(slot, key, || map.next_value())
}

/// Reads the value of a key whose field holds integers.
pub fn read_integers<'de, T: ReadInteger<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    fill(slot, key, || map.next_value().map(|Integral(value)| value))
}

/// Puts the value of a key where the key comes for the first time.
fn fill<T, E: Error>(
    slot: &mut Option<T>,
    key: &'static str,
    value: impl FnOnce() -> Result<T, E>,
) -> Result<(), E> {
    if slot.is_some() {
        return Err(E::duplicate_field(key));
    }
    *slot = Some(value()?);
    Ok(())
}

/// Reads over the value of a key that no field has.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Reads the value of a key whose field is not nullable; `rest` keeps a null.
pub fn read_optional<'de, T: Deserialize<'de>, R: KeepRest<'de>, A: MapAccess<'de>>(
    slot: &mut Option<Option<T>>,
    rest: &mut R,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    read(slot, key, map)?;
    keep_null(slot.as_ref(), rest, key);
    Ok(())
}

/// Reads the value of a key whose field holds integers and is not nullable; `rest` keeps a null.
pub fn read_optional_integers<'de, T: ReadInteger<'de>, R: KeepRest<'de>, A: MapAccess<'de>>(
    slot: &mut Option<Option<T>>,
    rest: &mut R,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    read_integers(slot, key, map)?;
    keep_null(slot.as_ref(), rest, key);
    Ok(())
}

/// Keeps a null that its field takes for a missing key.
fn keep_null<'de, T, R: KeepRest<'de>>(slot: Option<&Option<T>>, rest: &mut R, key: &'static str) {
    if matches!(slot, Some(None)) {
        rest.keep_null(key);
    }
}

/// Keeps the value of a key that no field has.
pub fn keep<'de, R: KeepRest<'de>, A: MapAccess<'de>>(
    rest: &mut R,
    key: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    rest.keep(key, map)
}

/// Keeps the value of a key that no field has, in a map of what holds integers.
pub fn keep_integers<'de, T: ReadInteger<'de>, A: MapAccess<'de>>(
    rest: &mut BTreeMap<String, T>,
    key: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    let Integral(value) = map.next_value()?;
    rest.insert(key.to_owned(), value);
    Ok(())
}

/// The value of a key that must be there, unless the type can be read from nothing, as an `Option` can.
pub fn required<'de, T: Deserialize<'de>, E: Error>(
    slot: Option<T>,
    key: &'static str,
) -> Result<T, E> {
    slot.map_or_else(|| T::deserialize(Nothing(key, PhantomData)), Ok)
}

/// A key, borrowed where the text holds it as it is.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor).map(Self)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }

    fn visit_string<E: Error>(self, key: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key))
    }
}

/// The value of a missing key.
struct Nothing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Nothing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
