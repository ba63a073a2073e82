//! Where a model holds what it does not know.
//!
//! The runtime's types for free-form JSON and for unknown enum values are written as newtypes of a known name. JSON
//! writers see through them; the serializer here notes where they are.

mod compound;

use std::fmt;

use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};

use self::compound::Inside;

/// A place in a written value that the model holds without knowing what it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Mark {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// As what the model holds it.
    pub kind: MarkKind,
}

/// As what a model holds a value that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum MarkKind {
    /// As free-form JSON.
    FreeForm,
    /// As an enum value that is not listed.
    Unknown,
}

/// Where `value` holds what it does not know.
pub fn marks<T: Serialize + ?Sized>(value: &T) -> Result<Vec<Mark>, Unmarkable> {
    let mut notes = Notes::default();
    value.serialize(Marker(&mut notes))?;
    Ok(notes.marks)
}

/// A value whose locations cannot be found.
#[derive(Debug)]
pub struct Unmarkable(String);

impl fmt::Display for Unmarkable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmarkable {}

impl ser::Error for Unmarkable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Where the serializer is, and what it has found.
#[derive(Debug, Default)]
struct Notes {
    pointer: String,
    marks: Vec<Mark>,
}

impl Notes {
    /// Goes through a value below a step.
    fn under<T: Serialize + ?Sized>(&mut self, step: &str, value: &T) -> Result<(), Unmarkable> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer
            .push_str(&step.replace('~', "~0").replace('/', "~1"));
        let outcome = value.serialize(Marker(self));
        self.pointer.truncate(length);
        outcome
    }
}

/// Goes through one value.
struct Marker<'n>(&'n mut Notes);

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, _: $type) -> Result<(), Unmarkable> {
            Ok(())
        }
    )*};
}

impl<'n> Serializer for Marker<'n> {
    type Ok = ();
    type Error = Unmarkable;
    type SerializeSeq = Inside<'n>;
    type SerializeTuple = Inside<'n>;
    type SerializeTupleStruct = Inside<'n>;
    type SerializeTupleVariant = Inside<'n>;
    type SerializeMap = Inside<'n>;
    type SerializeStruct = Inside<'n>;
    type SerializeStructVariant = Inside<'n>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128, serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str,
        serialize_bytes: &[u8], serialize_unit_struct: &'static str
    }

    fn serialize_none(self) -> Result<(), Unmarkable> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unmarkable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unmarkable> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
    ) -> Result<(), Unmarkable> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unmarkable> {
        let kind = match name {
            "signon::Json" => MarkKind::FreeForm,
            "signon::Unknown" => MarkKind::Unknown,
            _ => return value.serialize(self),
        };
        self.0.marks.push(Mark {
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
    ) -> Result<(), Unmarkable> {
        self.0.under(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'n>, Unmarkable> {
        Ok(Inside::new(self.0))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'n>, Unmarkable> {
        Ok(Inside::new(self.0))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'n>, Unmarkable> {
        Ok(Inside::new(self.0))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'n>, Unmarkable> {
        Err(ser::Error::custom(format!(
            "`{variant}` is a tuple variant, which JSON models do not have"
        )))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'n>, Unmarkable> {
        Ok(Inside::new(self.0))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'n>, Unmarkable> {
        Ok(Inside::new(self.0))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'n>, Unmarkable> {
        Err(ser::Error::custom(format!(
            "`{variant}` is a struct variant, which JSON models do not have"
        )))
    }
}
