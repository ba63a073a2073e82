//! Untagged unions: which member a value is.
//!
//! Members whose kind does not match, that lack a required key, or whose constants differ are
//! no candidates. The candidates are ranked by how many constants match, then by how many of the value's keys
//! they declare, then by the spec's order. The first whose encoding
//! equals the value is taken; of those that rank alike, one that types all of it. Else it is the
//! one that loses least, else the value is kept unchanged.
//! A member that does not declare a key which another one declares is a candidate only if that one is not, or if the spec
//! gives it a place for such keys.
//!
//! The time is linear in the size of the value times the number of members.

mod encode;
mod equal;
mod rank;
mod search;
mod shape;
mod tagged;
#[cfg(test)]
mod tests;
mod value;

use std::cmp::Reverse;

use serde_core::de::DeserializeOwned;
use serde_core::{Deserialize, Deserializer, Serialize};

use self::encode::encode;
use self::equal::differences;
pub use self::equal::same;
use self::rank::Fit;
use self::search::{Choice, Union, count_steps};
pub use self::shape::{Constant, Kinds, Shape};
pub use self::tagged::Tagged;
pub use self::value::Value;
use crate::json::Json;

/// Decodes one member of a union.
pub type Decode<U> = fn(&Value) -> Option<U>;

/// Reads `value` as a `T`; `None` if it is not one.
pub fn decode<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// What another type makes of the JSON of a value; none where it does not fit.
pub fn convert<T: DeserializeOwned>(value: &impl Serialize) -> Option<T> {
    let (encoded, _) = encode(value).ok()?;
    T::deserialize(encoded).ok()
}

/// Reads a union: the member that fits best, or what came.
pub fn deserialize<'de, D, U>(
    deserializer: D,
    shapes: &'static [Shape],
    member: fn(usize, &Value) -> Option<U>,
    unknown: fn(Json) -> U,
) -> Result<U, D::Error>
where
    D: Deserializer<'de>,
    U: Serialize + 'static,
{
    Value::deserialize(deserializer).map(|value| choose(&value, shapes, member, unknown))
}

/// Picks the member that `value` fits best. It never fails, and it keeps what fits no member.
pub fn choose<U: Serialize + 'static>(
    value: &Value,
    shapes: &'static [Shape],
    member: fn(usize, &Value) -> Option<U>,
    unknown: fn(Json) -> U,
) -> U {
    pick(
        value,
        shapes.len(),
        || rank::rank(value, shapes),
        &member,
        unknown,
    )
}

/// Picks the first of the members that `value` fits best, whatever its shape.
fn choose_among<U: Serialize + 'static>(
    value: &Value,
    members: &[Decode<U>],
    unknown: fn(Json) -> U,
) -> U {
    let ranked = || (0..members.len()).map(|index| (Fit::default(), index));
    let decode = |index: usize, value: &Value| match members.get(index) {
        Some(member) => member(value),
        None => decode(value).map(unknown),
    };
    pick(
        value,
        members.len(),
        || ranked().collect(),
        &decode,
        unknown,
    )
}

/// Decodes the member at an index.
type DecodeMember<'a, U> = &'a dyn Fn(usize, &Value) -> Option<U>;

/// Picks the best of the ranked candidates, once for each value.
fn pick<U: Serialize + 'static>(
    value: &Value,
    members: usize,
    ranked: impl FnOnce() -> Vec<(Fit, usize)>,
    member: DecodeMember<'_, U>,
    unknown: fn(Json) -> U,
) -> U {
    let union = Union::enter(value, members);
    let decoded = match search::recall::<U>(value) {
        Some(Choice::Member(index)) => member(index, value),
        Some(Choice::Unknown) => None,
        None => {
            let best = best(value, ranked(), member);
            let choice = best
                .as_ref()
                .map_or(Choice::Unknown, |(index, _)| Choice::Member(*index));
            union.remember::<U>(value, choice);
            best.map(|(_, decoded)| decoded)
        }
    };
    decoded.unwrap_or_else(|| {
        count_steps(value.size());
        unknown(Json::from(value.to_json()))
    })
}

/// The best candidate that decodes, and its index.
fn best<U: Serialize>(
    value: &Value,
    candidates: Vec<(Fit, usize)>,
    member: DecodeMember<'_, U>,
) -> Option<(usize, U)> {
    if let [(_, index)] = candidates.as_slice() {
        return Some((*index, member(*index, value)?));
    }
    let mut original = None;
    let mut best: Option<(Flaws, usize, U)> = None;
    for (position, (fit, index)) in candidates.into_iter().enumerate() {
        let is_decided = best.as_ref().is_some_and(|(flaws, ..)| flaws.beats(fit));
        if is_decided || (position > 0 && search::is_exhausted()) {
            break;
        }
        let Some(decoded) = member(index, value) else {
            continue;
        };
        if search::is_exhausted() {
            let best = best.map(|(_, index, decoded)| (index, decoded));
            return best.or(Some((index, decoded)));
        }
        let original = original.get_or_insert_with(|| value.to_json());
        count_steps(value.size());
        let flaws = Flaws::of(&decoded, original, fit);
        if best.as_ref().is_none_or(|(least, ..)| flaws < *least) {
            best = Some((flaws, index, decoded));
        }
    }
    best.map(|(_, index, decoded)| (index, decoded))
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
    fn of<U: Serialize>(decoded: &U, value: &serde_json::Value, fit: Fit) -> Self {
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
