//! The kept parts of a value under limits, shared by measuring and building.

use serde_json::{Map, Value};

use super::caps::{Caps, Main};
use super::{ArrayCut, Cuts};

/// One level of a value under limits.
pub(super) enum View<'a, I> {
    Leaf(&'a Value),
    /// An array or object below the maximum depth, which becomes empty.
    Omitted,
    Text {
        kept: &'a str,
        dropped: usize,
    },
    Array {
        elements: &'a [Value],
        total: usize,
    },
    Object {
        entries: I,
        dropped: usize,
    },
}

/// Returns the suffix of a shortened text.
pub(super) fn suffix(dropped: usize) -> String {
    format!("\u{2026} ({dropped} more bytes)")
}

pub(super) fn view<'a>(
    value: &'a Value,
    pointer: &str,
    caps: &Caps,
    depth: usize,
) -> View<'a, impl Iterator<Item = (&'a String, &'a Value)> + use<'a>> {
    match value {
        Value::String(text) if text.len() > caps.text => {
            let kept = text
                .get(..text.floor_char_boundary(caps.text))
                .unwrap_or("");
            View::Text {
                kept,
                dropped: text.len() - kept.len(),
            }
        }
        Value::Array(_) | Value::Object(_) if depth > caps.depth => View::Omitted,
        Value::Array(elements) => {
            let max = match &caps.main {
                Some(Main {
                    pointer: main,
                    items,
                }) if main == pointer => *items,
                _ => caps.items,
            };
            View::Array {
                elements: elements.get(..max.min(elements.len())).unwrap_or(elements),
                total: elements.len(),
            }
        }
        Value::Object(object) => {
            let drop_nulls = caps.drop_nulls;
            View::Object {
                dropped: object.len().saturating_sub(caps.keys),
                entries: object
                    .iter()
                    .take(caps.keys)
                    .filter(move |(_, value)| !(drop_nulls && value.is_null())),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => View::Leaf(value),
    }
}

/// Shortens a value to the limits, and records the cuts.
pub(super) fn shorten(value: &Value, caps: &Caps, cuts: &mut Cuts) -> Value {
    build(value, &mut String::new(), caps, 0, cuts)
}

fn build(value: &Value, pointer: &mut String, caps: &Caps, depth: usize, cuts: &mut Cuts) -> Value {
    match view(value, pointer, caps, depth) {
        View::Leaf(leaf) => leaf.clone(),
        View::Omitted => {
            cuts.properties += 1;
            match value {
                Value::Array(_) => Value::Array(Vec::new()),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Object(_) => Value::Object(Map::new()),
            }
        }
        View::Text { kept, dropped } => {
            cuts.texts += 1;
            Value::String(format!("{kept}{}", suffix(dropped)))
        }
        View::Array { elements, total } => {
            if elements.len() < total {
                cuts.arrays.push(ArrayCut {
                    pointer: pointer.clone(),
                    shown: elements.len(),
                    total,
                    next: elements.len(),
                });
            }
            let kept = elements.iter().enumerate().map(|(index, element)| {
                let length = crate::pointer::push(pointer, &index.to_string());
                let element = build(element, pointer, caps, depth + 1, cuts);
                pointer.truncate(length);
                element
            });
            Value::Array(kept.collect())
        }
        View::Object { entries, dropped } => {
            cuts.properties += dropped;
            let kept: Map<String, Value> = entries
                .map(|(key, value)| {
                    let length = crate::pointer::push(pointer, key);
                    let value = build(value, pointer, caps, depth + 1, cuts);
                    pointer.truncate(length);
                    (key.clone(), value)
                })
                .collect();
            cuts.nulls |= caps.drop_nulls
                && value
                    .as_object()
                    .is_some_and(|object| object.values().any(Value::is_null));
            Value::Object(kept)
        }
    }
}
