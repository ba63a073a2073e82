//! Which members a value can be, the best first.

use serde_json::{Map, Value};

use crate::union::shape::Shape;

/// What the member would lose: a key that it does not know, and that another member declares which may be meant.
fn drops(value: &Value, index: usize, shapes: &[Shape]) -> bool {
    let (Value::Object(members), Some(chosen)) = (value, shapes.get(index)) else {
        return false;
    };
    if chosen.open {
        return false;
    }
    let strange = members
        .keys()
        .map(String::as_str)
        .filter(|key| !chosen.known.contains(key));
    strange.into_iter().any(|key| {
        let others = shapes.iter().filter(|other| other.known.contains(&key));
        others
            .into_iter()
            .any(|other| !is_ruled_out(members, chosen, other))
    })
}

/// Whether it is certain that an object is not `other` but `chosen`: a key is missing, or a constant that both have
/// says so.
fn is_ruled_out(members: &Map<String, Value>, chosen: &Shape, other: &Shape) -> bool {
    let says = |shape: &Shape, key: &str| -> Option<bool> {
        let (_, constants) = shape
            .constants
            .iter()
            .find(|(constant, _)| *constant == key)?;
        let value = members.get(key)?;
        Some(constants.iter().any(|constant| constant.is(value)))
    };
    let incomplete = other.required.iter().any(|key| !members.contains_key(*key));
    incomplete
        || other
            .constants
            .iter()
            .any(|(key, _)| says(other, key) == Some(false) && says(chosen, key) == Some(true))
}

/// How well a member fits, to be compared: more is better.
type Fit = (usize, usize, usize);

/// The indexes of the members that `value` can be, the best first.
pub(super) fn rank(value: &Value, shapes: &[Shape]) -> Vec<usize> {
    let mut ranked: Vec<(Fit, usize)> = shapes
        .iter()
        .enumerate()
        .filter_map(|(index, shape)| fit(value, shape).map(|fit| (fit, index)))
        .filter(|(_, index)| !drops(value, *index, shapes))
        .collect();
    // The sort is stable, so that the spec's order decides between equals.
    ranked.sort_by(|(a, _), (b, _)| b.cmp(a));
    ranked.into_iter().map(|(_, index)| index).collect()
}

/// How well `value` fits `shape`; `None` if it cannot be one.
fn fit(value: &Value, shape: &Shape) -> Option<Fit> {
    if !shape.kinds.has(value) {
        return None;
    }
    let listed = shape.choices.iter().any(|choice| choice.is(value));
    let Value::Object(members) = value else {
        return Some((usize::from(listed), 0, 0));
    };
    if !shape.required.iter().all(|key| members.contains_key(*key)) {
        return None;
    }
    let mut matched = usize::from(listed);
    for (key, constants) in shape.constants {
        match members.get(*key) {
            Some(value) if constants.iter().any(|constant| constant.is(value)) => matched += 1,
            Some(_) => return None,
            None => {}
        }
    }
    let known = members
        .keys()
        .filter(|key| shape.known.contains(&key.as_str()))
        .count();
    if shape.closed && known < members.len() {
        return None;
    }
    // A member that keeps every key says less than one that knows them.
    let kept = if shape.open { members.len() } else { known };
    Some((matched, kept, known))
}
