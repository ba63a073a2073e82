//! Passes a value through a generic deserializer without copying it.
//!
//! A union inside of another one is deserialized from a part of the outer one's [`Value`]. Serde's data model has no
//! place for it, so that the deserializer leaves it here, and the visitor, which it calls at once, takes it.

use std::cell::RefCell;
use std::fmt;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_core::{Deserialize, Deserializer};

use super::Value;

/// Asks a deserializer of this crate for the value itself; any other sees a newtype struct.
pub(super) const NAME: &str = "signon::union::Value";

thread_local! {
    static SHARED: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Leaves a value for the visitor; whether that was possible.
pub(super) fn leave(value: &Value) -> bool {
    SHARED
        .try_with(|shared| shared.replace(Some(value.clone())))
        .is_ok()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        serde_json::Value::deserialize(inner).map(Value::from)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        let shared = SHARED.try_with(RefCell::take).ok().flatten();
        Ok(shared.unwrap_or_else(|| Value::from(serde_json::Value::Null)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::from(serde_json::Value::from(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(serde_json::Value::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(serde_json::Value::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(serde_json::Value::from(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(serde_json::Value::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        self.visit_newtype_struct(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(members))
    }
}
