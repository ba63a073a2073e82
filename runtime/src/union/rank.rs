//! Which members a value can be, the best first.

use super::shape::Shape;
use super::value::Value;

/// How well a member fits, the weightiest first: more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// The constants and listed values that match.
    matched: usize,
    /// The value's keys that the spec declares. Others are kept, too, which says nothing for a member.
    known: usize,
}

/// The members that `value` can be, the best first.
pub(super) fn rank(value: &Value, shapes: &[Shape]) -> Vec<(Fit, usize)> {
    let mut ranked: Vec<(Fit, usize)> = shapes
        .iter()
        .enumerate()
        .filter_map(|(index, shape)| Some((fit(value, shape)?, index)))
        .filter(|(_, index)| !drops(value, *index, shapes))
        .collect();
    // The sort is stable, so that the spec's order decides between equals.
    ranked.sort_by(|(a, _), (b, _)| b.cmp(a));
    ranked
}

/// How well `value` fits `shape`; `None` if it cannot be one.
fn fit(value: &Value, shape: &Shape) -> Option<Fit> {
    if !shape.kinds.has(value) {
        return None;
    }
    let listed = shape.choices.iter().any(|choice| choice.is(value));
    let Some(members) = value.members() else {
        return Some(Fit {
            matched: usize::from(listed),
            ..Fit::default()
        });
    };
    if !shape.required.iter().all(|key| value.get(key).is_some()) {
        return None;
    }
    let mut matched = usize::from(listed);
    for (key, constants) in shape.constants {
        match value.get(key) {
            Some(value) if constants.iter().any(|constant| constant.is(value)) => matched += 1,
            Some(_) => return None,
            None => {}
        }
    }
    let known = members
        .iter()
        .filter(|(key, _)| shape.known.contains(&key.as_str()))
        .count();
    if shape.closed && known < members.len() {
        return None;
    }
    Some(Fit { matched, known })
}

/// Whether the member does not declare a key that another one declares, which may be the one that is meant.
fn drops(value: &Value, index: usize, shapes: &[Shape]) -> bool {
    let (Some(members), Some(chosen)) = (value.members(), shapes.get(index)) else {
        return false;
    };
    let declares = |shape: &Shape, key: &str| shape.known.contains(&key);
    !chosen.open
        && members
            .iter()
            .filter(|(key, _)| !declares(chosen, key))
            .any(|(key, _)| {
                shapes
                    .iter()
                    .any(|other| declares(other, key) && !is_ruled_out(value, chosen, other))
            })
}

/// Whether it is certain that an object is `chosen` and not `other`: a key is missing, or a constant that both have
/// says so.
fn is_ruled_out(object: &Value, chosen: &Shape, other: &Shape) -> bool {
    let says = |shape: &Shape, key: &str| -> Option<bool> {
        let (_, constants) = shape
            .constants
            .iter()
            .find(|(constant, _)| *constant == key)?;
        let value = object.get(key)?;
        Some(constants.iter().any(|constant| constant.is(value)))
    };
    let incomplete = other.required.iter().any(|key| object.get(key).is_none());
    incomplete
        || other
            .constants
            .iter()
            .any(|(key, _)| says(other, key) == Some(false) && says(chosen, key) == Some(true))
}
