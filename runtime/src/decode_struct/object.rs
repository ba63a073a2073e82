//! How structs are written: what `derive(Serialize)` of this crate calls.

use std::fmt;

use serde_core::ser::SerializeMap;
use serde_core::{Serialize, Serializer};

use super::rest::WriteRest;

/// A struct that is written key by key.
pub struct Object<'a, S: Serializer, R> {
    map: S::SerializeMap,
    rest: &'a R,
}

impl<'a, S: Serializer, R: WriteRest> Object<'a, S, R> {
    /// Begins an object; `rest` holds the keys that have no field.
    pub fn begin(serializer: S, rest: &'a R) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, rest })
    }

    /// Writes a field.
    pub fn field<T: Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        self.map.serialize_entry(key, value)
    }

    /// Writes a field that may be absent.
    pub fn optional<T: Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
        is_absent: bool,
    ) -> Result<(), S::Error> {
        if is_absent {
            self.rest.write_one(key, &mut self.map)
        } else {
            self.map.serialize_entry(key, value)
        }
    }

    /// Writes the keys that have no field.
    pub fn finish(mut self, declared: &[&str]) -> Result<S::Ok, S::Error> {
        self.rest.write_others(declared, &mut self.map)?;
        self.map.end()
    }
}

impl<S: Serializer, R> fmt::Debug for Object<'_, S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").finish_non_exhaustive()
    }
}
