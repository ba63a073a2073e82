//! When two JSON values are the same.

use serde_json::{Number, Value};

/// Whether `a` and `b` are the same value; `1` and `1.0` are.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    if a == b {
        return true;
    }
    // Two integers are equal or not; only a float can be another writing of an integer.
    (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
}

/// How many places of `before` are missing from `after`, or are something else there, or are there beside them.
pub(super) fn differences(before: &Value, after: &Value) -> usize {
    match (before, after) {
        (Value::Array(before), Value::Array(after)) => {
            let pairs = before
                .iter()
                .zip(after)
                .map(|(before, after)| differences(before, after));
            pairs.sum::<usize>() + before.len().abs_diff(after.len())
        }
        (Value::Object(before), Value::Object(after)) => {
            let lost = before.iter().map(|(key, before)| match after.get(key) {
                Some(after) => differences(before, after),
                None => places(before),
            });
            let added = after.keys().filter(|key| !before.contains_key(*key));
            lost.sum::<usize>() + added.count()
        }
        _ => usize::from(!same(before, after)) * places(before),
    }
}

/// How many values a value holds, itself among them.
fn places(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(places).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(places).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
