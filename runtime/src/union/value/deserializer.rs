//! Deserializes from a [`Value`] that stays where it is.

use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{IntoDeserializer, Visitor};
use serde_core::{Deserializer, forward_to_deserialize_any};
use serde_json::Error;

use super::{Repr, Value, shared};
use crate::integer;
use crate::union::search::count_step;

/// `1.0` and `1e3` are integers, as they are outside of unions.
macro_rules! integers {
    ($($deserialize:ident)*) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let float = self.scalar().filter(|scalar| scalar.is_f64());
            match float.and_then(|float| integer::of_float(float.as_f64()?)) {
                Some(integer) => {
                    count_step();
                    visitor.visit_i64(integer)
                }
                None => self.deserialize_any(visitor),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        count_step();
        match &self.0 {
            Repr::Scalar(scalar) => scalar.deserialize_any(visitor),
            Repr::Array(array) => {
                let mut items = SeqDeserializer::new(array.items.iter());
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Repr::Object(object) => {
                let members = object.items.iter();
                let mut members =
                    MapDeserializer::new(members.map(|(key, value)| (Key(key), value)));
                let value = visitor.visit_map(&mut members)?;
                members.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0 {
            Repr::Scalar(serde_json::Value::Null) => visitor.visit_none(),
            Repr::Scalar(_) | Repr::Array(_) | Repr::Object(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == shared::NAME && shared::leave(self) {
            return visitor.visit_unit();
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        count_step();
        self.to_json().deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    integers! { deserialize_i32 deserialize_i64 deserialize_u32 deserialize_u64 }

    forward_to_deserialize_any! {
        bool i8 i16 i128 u8 u16 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A key of an object, which fields can borrow.
struct Key<'de>(&'de str);

impl<'de> IntoDeserializer<'de, Error> for Key<'de> {
    type Deserializer = BorrowedStrDeserializer<'de, Error>;

    fn into_deserializer(self) -> Self::Deserializer {
        BorrowedStrDeserializer::new(self.0)
    }
}
