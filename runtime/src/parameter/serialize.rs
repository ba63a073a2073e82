//! From anything that serializes to a parameter, keeping the order of the fields.

use std::fmt::{self, Display};

use serde_core::ser::{self, Impossible, Serialize, Serializer};

use crate::number;
use crate::parameter::Parameter;

/// Why a value is not a parameter.
#[derive(Debug)]
pub(super) struct NoParameter;

impl Display for NoParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be a parameter")
    }
}

impl std::error::Error for NoParameter {}

impl ser::Error for NoParameter {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Outcome = Result<Parameter, NoParameter>;

/// Writes one value.
#[derive(Clone, Copy)]
pub(super) struct Writer;

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, value: $type) -> Outcome {
            Ok(Parameter::Scalar(value.to_string()))
        }
    )*};
}

impl Serializer for Writer {
    type Ok = Parameter;
    type Error = NoParameter;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Impossible<Parameter, NoParameter>;
    type SerializeMap = Map;
    type SerializeStruct = Map;
    type SerializeStructVariant = Impossible<Parameter, NoParameter>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_i128: i128, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_u64: u64, serialize_u128: u128, serialize_f32: f32,
        serialize_char: char, serialize_str: &str
    }

    fn serialize_f64(self, value: f64) -> Outcome {
        Ok(Parameter::Scalar(number::text(value)))
    }

    fn serialize_bytes(self, _: &[u8]) -> Outcome {
        Err(NoParameter)
    }

    fn serialize_none(self) -> Outcome {
        Ok(Parameter::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome {
        Ok(Parameter::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome {
        Ok(Parameter::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        Ok(Parameter::Scalar(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Outcome {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome {
        let value = value.serialize(self)?;
        Ok(Parameter::Map(vec![(variant.to_owned(), value)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, NoParameter> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, NoParameter> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List, NoParameter> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoParameter> {
        Err(NoParameter)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map, NoParameter> {
        Ok(Map::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map, NoParameter> {
        Ok(Map::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoParameter> {
        Err(NoParameter)
    }
}

/// Collects the items of a list.
pub(super) struct List(Vec<Parameter>);

impl ser::SerializeSeq for List {
    type Ok = Parameter;
    type Error = NoParameter;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoParameter> {
        self.0.push(value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Outcome {
        Ok(Parameter::List(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Parameter;
    type Error = NoParameter;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoParameter> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Outcome {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Parameter;
    type Error = NoParameter;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoParameter> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Outcome {
        ser::SerializeSeq::end(self)
    }
}

/// Collects the fields of a struct or a map.
#[derive(Default)]
pub(super) struct Map {
    members: Vec<(String, Parameter)>,
    key: String,
}

impl ser::SerializeMap for Map {
    type Ok = Parameter;
    type Error = NoParameter;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoParameter> {
        match key.serialize(Writer)? {
            Parameter::Scalar(key) => {
                self.key = key;
                Ok(())
            }
            Parameter::Absent | Parameter::Null | Parameter::List(_) | Parameter::Map(_) => {
                Err(NoParameter)
            }
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoParameter> {
        let key = std::mem::take(&mut self.key);
        self.members.push((key, value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Outcome {
        Ok(Parameter::Map(self.members))
    }
}

impl ser::SerializeStruct for Map {
    type Ok = Parameter;
    type Error = NoParameter;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NoParameter> {
        self.members
            .push((key.to_owned(), value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Outcome {
        Ok(Parameter::Map(self.members))
    }
}
