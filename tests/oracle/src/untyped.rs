//! Where a model holds values without a type: free-form JSON, and enum values that are not listed.
//!
//! The runtime serializes both as newtypes of a known name, which JSON serializers see through. The serializer here
//! collects where they are.

mod compound;

use std::fmt;

use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};

use self::compound::Compound;
use crate::pointer::escape;

/// A part of an encoded value that the model holds without a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Untyped {
    /// Its JSON pointer.
    pub pointer: String,
    /// What the model holds it as.
    pub kind: UntypedKind,
}

/// What a model holds a value without a type as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum UntypedKind {
    /// Free-form JSON.
    FreeForm,
    /// An enum value that is not listed.
    Unknown,
}

/// The values without a type in a model.
pub fn untyped<T: Serialize + ?Sized>(model: &T) -> Result<Vec<Untyped>, UntypedError> {
    let mut collector = Collector::default();
    model.serialize(Visitor(&mut collector))?;
    Ok(collector.found)
}

/// A model that is no JSON.
#[derive(Debug)]
pub struct UntypedError(String);

impl fmt::Display for UntypedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UntypedError {}

impl ser::Error for UntypedError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The serializer's location, and what it has found.
#[derive(Debug, Default)]
struct Collector {
    pointer: String,
    found: Vec<Untyped>,
}

impl Collector {
    /// Visits the value at a key or an index.
    fn at<T: Serialize + ?Sized>(&mut self, step: &str, value: &T) -> Result<(), UntypedError> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(step));
        let outcome = value.serialize(Visitor(self));
        self.pointer.truncate(length);
        outcome
    }
}

/// Visits one value.
struct Visitor<'c>(&'c mut Collector);

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, _: $type) -> Result<(), UntypedError> {
            Ok(())
        }
    )*};
}

impl<'c> Serializer for Visitor<'c> {
    type Ok = ();
    type Error = UntypedError;
    type SerializeSeq = Compound<'c>;
    type SerializeTuple = Compound<'c>;
    type SerializeTupleStruct = Compound<'c>;
    type SerializeTupleVariant = Compound<'c>;
    type SerializeMap = Compound<'c>;
    type SerializeStruct = Compound<'c>;
    type SerializeStructVariant = Compound<'c>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str,
        serialize_bytes: &[u8], serialize_unit_struct: &'static str
    }

    fn serialize_none(self) -> Result<(), UntypedError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), UntypedError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), UntypedError> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
    ) -> Result<(), UntypedError> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), UntypedError> {
        let kind = match name {
            "signon::Json" => UntypedKind::FreeForm,
            "signon::Unknown" => UntypedKind::Unknown,
            _ => return value.serialize(self),
        };
        self.0.found.push(Untyped {
            pointer: self.0.pointer.clone(),
            kind,
        });
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), UntypedError> {
        self.0.at(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'c>, UntypedError> {
        Ok(Compound::new(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'c>, UntypedError> {
        Ok(Compound::new(self.0))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'c>, UntypedError> {
        Ok(Compound::new(self.0))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'c>, UntypedError> {
        Err(ser::Error::custom(format!(
            "`{variant}` is a tuple variant, which JSON models do not have"
        )))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'c>, UntypedError> {
        Ok(Compound::new(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'c>, UntypedError> {
        Ok(Compound::new(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'c>, UntypedError> {
        Err(ser::Error::custom(format!(
            "`{variant}` is a struct variant, which JSON models do not have"
        )))
    }
}
