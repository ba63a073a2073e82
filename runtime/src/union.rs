//! Unions without a tag: which member a value is.
//!
//! Members whose kind does not match, that lack a required key, or whose constants differ are
//! out. The others are ranked by how many constants match, then by how many of the value's keys
//! they keep, then by how many they know, then by the spec's order. The first whose encoding
//! equals the value is taken, else the one that loses least, else the value is kept as it came.
//! A member that would lose a key which another one declares is taken only if that one is ruled
//! out.

mod equal;
mod rank;
mod shape;
mod tagged;

use std::fmt;

use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer, Serialize};
pub use serde_json::Value;

use self::equal::differences;
pub use self::equal::same;
pub use self::shape::{Constant, Kinds, Shape};
pub use self::tagged::Tagged;
use crate::json::Json;

/// Why a value is not the member that was tried.
#[derive(Debug)]
pub struct Misfit(serde_json::Error);

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::decode::without_values(&self.0.to_string()))
    }
}

impl std::error::Error for Misfit {}

/// Reads `value` as a `T`.
pub fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    T::deserialize(value).map_err(Misfit)
}

/// Reads a union: the member that fits best, or what came.
pub fn deserialize<'de, D, U>(
    deserializer: D,
    shapes: &'static [Shape],
    member: fn(usize, &Value) -> Result<U, Misfit>,
    unknown: fn(Json) -> U,
) -> Result<U, D::Error>
where
    D: Deserializer<'de>,
    U: Serialize,
{
    Value::deserialize(deserializer).map(|value| choose(value, shapes, member, unknown))
}

/// Picks the member that `value` fits best. It never fails, and it keeps what fits no member.
pub fn choose<U: Serialize>(
    value: Value,
    shapes: &'static [Shape],
    member: fn(usize, &Value) -> Result<U, Misfit>,
    unknown: fn(Json) -> U,
) -> U {
    let candidates = rank::rank(&value, shapes);
    let several = candidates.len() > 1;
    let mut best: Option<(usize, U)> = None;
    for index in candidates {
        let Ok(decoded) = member(index, &value) else {
            continue;
        };
        let loss = if several { loss(&decoded, &value) } else { 0 };
        if loss == 0 {
            return decoded;
        }
        if best.as_ref().is_none_or(|(least, _)| loss < *least) {
            best = Some((loss, decoded));
        }
    }
    best.map_or_else(|| unknown(Json::from(value)), |(_, decoded)| decoded)
}

/// How much of `value` is missing from `decoded`, or is something else there.
fn loss<U: Serialize>(decoded: &U, value: &Value) -> usize {
    serde_json::to_value(decoded).map_or(usize::MAX, |encoded| differences(value, &encoded))
}
