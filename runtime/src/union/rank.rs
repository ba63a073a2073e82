//! Which members a value can be, the best first.

use serde_json::{Map, Value};

use crate::union::shape::Shape;

/// How well a member fits, to be compared: more is better.
type Fit = (usize, usize);

/// The indexes of the members that `value` can be, the best first.
pub(super) fn rank(value: &Value, shapes: &[Shape]) -> Vec<usize> {
    let mut ranked: Vec<(Fit, usize)> = shapes
        .iter()
        .enumerate()
        .filter_map(|(index, shape)| fit(value, shape).map(|fit| (fit, index)))
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
        return Some((usize::from(listed), 0));
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
    let known = known(members, shape);
    if shape.closed && known < members.len() {
        return None;
    }
    Some((matched, known))
}

/// How many of the value's keys the member keeps.
fn known(members: &Map<String, Value>, shape: &Shape) -> usize {
    if shape.open {
        return members.len();
    }
    members
        .keys()
        .filter(|key| shape.known.contains(&key.as_str()))
        .count()
}
