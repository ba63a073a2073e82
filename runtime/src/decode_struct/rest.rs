//! Keys of an object that its struct has no field for.

use std::collections::BTreeMap;

use serde_core::de::value::UnitDeserializer;
use serde_core::de::{IntoDeserializer, MapAccess, value};
use serde_core::ser::SerializeMap;
use serde_core::{Deserialize, Serialize};

use crate::number::{WriteNumber, Written};

/// Keeps keys that have no field.
pub trait KeepRest<'de> {
    /// Reads the value of a key that has no field.
    fn keep<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error>;

    /// Keeps a null whose field cannot hold it, if there is a place for it.
    fn keep_null(&mut self, key: &'static str);
}

/// Writes keys that have no field.
pub trait WriteRest {
    /// Writes the value of a key whose field is absent, if there is one.
    fn write_one<M: SerializeMap>(&self, key: &str, map: &mut M) -> Result<(), M::Error>;

    /// Writes all keys but those that are declared.
    fn write_others<M: SerializeMap>(&self, declared: &[&str], map: &mut M)
    -> Result<(), M::Error>;
}

impl<'de, T: Deserialize<'de>> KeepRest<'de> for BTreeMap<String, T> {
    fn keep<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        self.insert(key.to_owned(), map.next_value()?);
        Ok(())
    }

    fn keep_null(&mut self, key: &'static str) {
        let null: UnitDeserializer<value::Error> = ().into_deserializer();
        if let Ok(null) = T::deserialize(null) {
            self.insert(key.to_owned(), null);
        }
    }
}

impl<T: Serialize> WriteRest for BTreeMap<String, T> {
    fn write_one<M: SerializeMap>(&self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match self.get(key) {
            Some(value) => map.serialize_entry(key, value),
            None => Ok(()),
        }
    }

    fn write_others<M: SerializeMap>(
        &self,
        declared: &[&str],
        map: &mut M,
    ) -> Result<(), M::Error> {
        for (key, value) in self {
            if !declared.contains(&key.as_str()) {
                map.serialize_entry(key, value)?;
            }
        }
        Ok(())
    }
}

impl<T: WriteNumber> WriteRest for Written<'_, BTreeMap<String, T>> {
    fn write_one<M: SerializeMap>(&self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match self.0.get(key) {
            Some(value) => map.serialize_entry(key, &Written(value)),
            None => Ok(()),
        }
    }

    fn write_others<M: SerializeMap>(
        &self,
        declared: &[&str],
        map: &mut M,
    ) -> Result<(), M::Error> {
        for (key, value) in self.0 {
            if !declared.contains(&key.as_str()) {
                map.serialize_entry(key, &Written(value))?;
            }
        }
        Ok(())
    }
}

/// No place for such keys.
impl WriteRest for () {
    fn write_one<M: SerializeMap>(&self, _: &str, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    fn write_others<M: SerializeMap>(&self, _: &[&str], _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}
