//! Unions without a tag: which member a value is.
//!
//! Members whose kind does not match, that lack a required key, or whose constants differ are
//! out. The others are ranked by how many constants match, then by how many of the value's keys
//! they keep, then by how many they know, then by the spec's order. The first whose encoding
//! equals the value is taken; of those that rank alike, one that types all of it. Else it is the
//! one that loses least, else the value is kept as it came.
//! A member that would lose a key which another one declares is taken only if that one is ruled
//! out.

mod depth;
mod encode;
mod equal;
mod rank;
mod shape;
mod tagged;

use std::cmp::Reverse;
use std::fmt;

use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer, Serialize};
pub use serde_json::Value;

use self::depth::Depth;
pub(crate) use self::encode::count_untyped;
use self::encode::encode;
use self::equal::differences;
pub use self::equal::same;
use self::rank::Fit;
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
    let depth = Depth::enter();
    let mut candidates = rank::rank(&value, shapes);
    candidates.truncate(depth.tries());
    if let [(_, index)] = candidates.as_slice() {
        return member(*index, &value).unwrap_or_else(|_| unknown(Json::from(value)));
    }
    let mut best: Option<(Flaws, U)> = None;
    for (fit, index) in candidates {
        if best.as_ref().is_some_and(|(flaws, _)| flaws.beats(fit)) {
            break;
        }
        let Ok(decoded) = member(index, &value) else {
            continue;
        };
        let flaws = Flaws::of(&decoded, &value, fit);
        if best.as_ref().is_none_or(|(least, _)| flaws < *least) {
            best = Some((flaws, decoded));
        }
    }
    best.map_or_else(|| unknown(Json::from(value)), |(_, decoded)| decoded)
}

/// What speaks against a member that decodes, the gravest first: less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Flaws {
    /// How much of the value is lost.
    loss: usize,
    fit: Reverse<Fit>,
    /// How much of the value is kept, but not typed.
    untyped: usize,
}

impl Flaws {
    fn of<U: Serialize>(decoded: &U, value: &Value, fit: Fit) -> Self {
        let (loss, untyped) = encode(decoded).map_or((usize::MAX, 0), |(encoded, untyped)| {
            (differences(value, &encoded), untyped)
        });
        Self {
            loss,
            fit: Reverse(fit),
            untyped,
        }
    }

    /// Whether no member that ranks as `fit`, or lower, can be better.
    fn beats(self, fit: Fit) -> bool {
        self.loss == 0 && (self.untyped == 0 || self.fit.0 > fit)
    }
}
