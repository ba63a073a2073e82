//! Visits what holds other values.

use serde::Serialize;
use serde::ser;
use serde_json::Value;

use super::{Collector, UntypedError};

/// Visits the items of a list or the members of a map.
pub(super) struct Compound<'c> {
    collector: &'c mut Collector,
    index: usize,
    key: String,
}

impl<'c> Compound<'c> {
    pub(super) fn new(collector: &'c mut Collector) -> Self {
        Self {
            collector,
            index: 0,
            key: String::new(),
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), UntypedError> {
        let step = self.index.to_string();
        self.index += 1;
        self.collector.at(&step, value)
    }
}

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = UntypedError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), UntypedError> {
        self.key = match serde_json::to_value(key).map_err(ser::Error::custom)? {
            Value::String(key) => key,
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_)) => scalar.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(ser::Error::custom("a key is neither text nor a scalar"));
            }
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), UntypedError> {
        self.collector.at(&self.key, value)
    }

    fn end(self) -> Result<(), UntypedError> {
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident.$method:ident),*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = UntypedError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), UntypedError> {
                self.item(value)
            }

            fn end(self) -> Result<(), UntypedError> {
                Ok(())
            }
        }
    )*};
}

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = UntypedError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), UntypedError> {
                self.collector.at(key, value)
            }

            fn end(self) -> Result<(), UntypedError> {
                Ok(())
            }
        }
    )*};
}

items!(
    SerializeSeq.serialize_element,
    SerializeTuple.serialize_element,
    SerializeTupleStruct.serialize_field,
    SerializeTupleVariant.serialize_field
);
fields!(SerializeStruct, SerializeStructVariant);
