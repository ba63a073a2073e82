//! Going through what holds other values.

use serde::Serialize;
use serde::ser;
use serde_json::Value;

use super::{Notes, Unmarkable};

/// Goes through the items of a list or the members of a map.
pub(super) struct Inside<'n> {
    notes: &'n mut Notes,
    index: usize,
    key: String,
}

impl<'n> Inside<'n> {
    pub(super) fn new(notes: &'n mut Notes) -> Self {
        Self {
            notes,
            index: 0,
            key: String::new(),
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unmarkable> {
        let step = self.index.to_string();
        self.index += 1;
        self.notes.under(&step, value)
    }
}

impl ser::SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Unmarkable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unmarkable> {
        self.key = match serde_json::to_value(key).map_err(ser::Error::custom)? {
            Value::String(key) => key,
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_)) => scalar.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(ser::Error::custom("a key is no scalar"));
            }
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unmarkable> {
        self.notes.under(&self.key, value)
    }

    fn end(self) -> Result<(), Unmarkable> {
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident.$method:ident),*) => {$(
        impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Unmarkable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unmarkable> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unmarkable> {
                Ok(())
            }
        }
    )*};
}

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Inside<'_> {
            type Ok = ();
            type Error = Unmarkable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Unmarkable> {
                self.notes.under(key, value)
            }

            fn end(self) -> Result<(), Unmarkable> {
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
