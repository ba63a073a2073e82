//! Floats that JSON does not have: infinite ones, and those that are not a number.
//!
//! `serde_json` writes them as `null`, which a server would take for a value.

use serde_core::Serialize;
use serde_core::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Result};

/// The error for such a float.
pub(crate) fn no_number<E: ser::Error>() -> E {
    E::custom("a number that is infinite or not a number")
}

/// Fails if there is such a float anywhere in a value.
pub(crate) fn check<T: Serialize + ?Sized>(value: &T) -> Result<()> {
    value.serialize(Finite)
}

/// A serializer that writes nothing.
struct Finite;

impl Finite {
    fn float(value: f64) -> Result<()> {
        if value.is_finite() {
            Ok(())
        } else {
            Err(no_number())
        }
    }
}

/// Scalars and names that are not floats.
macro_rules! skip {
    ($($method:ident($($argument:ty),*);)*) => {$(
        fn $method(self $(, _: $argument)*) -> Result<()> {
            Ok(())
        }
    )*};
}

/// The starts of what holds other values.
macro_rules! enter {
    ($($method:ident($($argument:ty),*);)*) => {$(
        fn $method(self $(, _: $argument)*) -> Result<Self> {
            Ok(self)
        }
    )*};
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    skip! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    enter! {
        serialize_seq(Option<usize>);
        serialize_tuple(usize);
        serialize_tuple_struct(&'static str, usize);
        serialize_tuple_variant(&'static str, u32, &'static str, usize);
        serialize_map(Option<usize>);
        serialize_struct(&'static str, usize);
        serialize_struct_variant(&'static str, u32, &'static str, usize);
    }

    fn serialize_f32(self, value: f32) -> Result<()> {
        Self::float(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<()> {
        Self::float(value)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        check(value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        check(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        check(value)
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, _: &T) -> Result<()> {
        Ok(())
    }
}

/// The parts of what holds other values.
macro_rules! parts {
    ($($compound:ident::$method:ident($($key:ty)?);)*) => {$(
        impl $compound for Finite {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self $(, _: $key)?, value: &T) -> Result<()> {
                check(value)
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

parts! {
    SerializeSeq::serialize_element();
    SerializeTuple::serialize_element();
    SerializeTupleStruct::serialize_field();
    SerializeTupleVariant::serialize_field();
    SerializeStruct::serialize_field(&'static str);
    SerializeStructVariant::serialize_field(&'static str);
}

impl SerializeMap for Finite {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<()> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        check(value)
    }

    fn end(self) -> Result<()> {
        Ok(())
    }
}
