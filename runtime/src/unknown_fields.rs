//! Keys of an object that its struct does not declare.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;

use serde_core::de::MapAccess;
use serde_core::ser::SerializeMap;

use crate::decode_struct::{KeepRest, WriteRest};
use crate::json::Json;

/// The keys of an object that the spec does not declare, and their values.
///
/// They are kept when an object is read, and written back. A `null` under a declared key whose values are not nullable
/// is here as well; it is written unless the field has a value by then. A key is never written twice: the field wins.
///
/// ```
/// use signon_runtime::{Json, UnknownFields};
///
/// let mut fields = UnknownFields::new();
/// fields.insert("beta", true);
/// assert_eq!(fields.get("beta"), Some(&Json::from(true)));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownFields(Option<Box<Fields>>);

/// Behind a pointer, because most objects have none.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Fields(BTreeMap<String, Json>);

impl UnknownFields {
    /// No keys.
    pub const fn new() -> Self {
        Self(None)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.as_ref()?.0.get(key)
    }

    /// Sets the value of a key, and returns the one before.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let fields = self.0.get_or_insert_default();
        fields.0.insert(key.into(), value.into())
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let fields = self.0.as_mut()?;
        let removed = fields.0.remove(key);
        if fields.0.is_empty() {
            self.0 = None;
        }
        removed
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |fields| fields.0.len())
    }

    /// The keys and their values, in the order of the keys.
    pub fn iter(&self) -> UnknownFieldsIter<'_> {
        UnknownFieldsIter(self.0.as_ref().map(|fields| fields.0.iter()))
    }
}

/// The keys of [`UnknownFields`] and their values.
#[derive(Clone)]
pub struct UnknownFieldsIter<'a>(Option<btree_map::Iter<'a, String, Json>>);

impl<'a> Iterator for UnknownFieldsIter<'a> {
    type Item = (&'a str, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.0.as_mut()?.next()?;
        Some((key, value))
    }
}

impl fmt::Debug for UnknownFieldsIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}

impl<'a> IntoIterator for &'a UnknownFields {
    type Item = (&'a str, &'a Json);
    type IntoIter = UnknownFieldsIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Into<String>, V: Into<Json>> Extend<(K, V)> for UnknownFields {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, fields: I) {
        for (key, value) in fields {
            self.insert(key, value);
        }
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for UnknownFields {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        let mut unknown = Self::new();
        unknown.extend(fields);
        unknown
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<'de> KeepRest<'de> for UnknownFields {
    fn keep<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let value: Json = map.next_value()?;
        self.insert(key, value);
        Ok(())
    }

    fn keep_null(&mut self, key: &'static str) {
        self.insert(key, Json::default());
    }
}

impl WriteRest for UnknownFields {
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
        match &self.0 {
            Some(fields) => fields.0.write_others(declared, map),
            None => Ok(()),
        }
    }
}
