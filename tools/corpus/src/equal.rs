//! When two JSON values are equal: numbers by value, instants by what they mean.

use serde_json::{Number, Value};

/// Whether the values are equal; numbers are compared by value.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    difference(one, other, false).is_none()
}

/// Where the values differ first, as a JSON pointer and what is different there.
///
/// With `instants`, two date-times are equal that name the
/// same instant.
pub(super) fn difference(before: &Value, after: &Value, instants: bool) -> Option<String> {
    Comparison { instants }.at("", before, after)
}

struct Comparison {
    instants: bool,
}

impl Comparison {
    fn at(&self, pointer: &str, before: &Value, after: &Value) -> Option<String> {
        match (before, after) {
            (Value::Number(one), Value::Number(other)) if equal_numbers(one, other) => None,
            (Value::String(one), Value::String(other))
                if one == other || self.same_instant(one, other) =>
            {
                None
            }
            (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
                .iter()
                .zip(other)
                .enumerate()
                .find_map(|(index, (one, other))| {
                    self.at(&format!("{pointer}/{index}"), one, other)
                }),
            (Value::Object(one), Value::Object(other)) => {
                let lost = one.iter().find_map(|(key, member)| {
                    let pointer = super::pointer::join(pointer, key);
                    match other.get(key) {
                        Some(counterpart) => self.at(&pointer, member, counterpart),
                        None => Some(format!("{pointer}: {} is lost", brief(member))),
                    }
                });
                lost.or_else(|| {
                    let added = other.iter().find(|(key, _)| !one.contains_key(*key))?;
                    Some(format!(
                        "{}: {} is added",
                        super::pointer::join(pointer, added.0),
                        brief(added.1)
                    ))
                })
            }
            (before, after) if before == after => None,
            (before, after) => Some(format!(
                "{pointer}: {} became {}",
                brief(before),
                brief(after)
            )),
        }
    }

    fn same_instant(&self, one: &str, other: &str) -> bool {
        let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
        self.instants && instant(one).is_some_and(|moment| instant(other) == Some(moment))
    }
}

fn equal_numbers(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

/// A value in one line that is not long.
pub(super) fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{difference, same};

    #[test]
    fn numbers_are_equal_by_value() {
        assert!(same(&json!({"a": [1.0]}), &json!({"a": [1]})));
        assert!(!same(
            &json!(9_007_199_254_740_993_i64),
            &json!(9_007_199_254_740_992_i64)
        ));
    }

    #[test]
    fn what_is_lost_added_or_changed_is_told_with_its_place() {
        let told = |before, after| difference(&before, &after, true);
        assert_eq!(
            told(json!({"a": null}), json!({})).as_deref(),
            Some("/a: null is lost")
        );
        assert_eq!(
            told(json!({}), json!({"a": []})).as_deref(),
            Some("/a: [] is added")
        );
        assert_eq!(
            told(json!({"a/b": [1, 2]}), json!({"a/b": [1, 3]})).as_deref(),
            Some("/a~1b/1: 2 became 3")
        );
    }

    #[test]
    fn an_instant_can_be_written_in_several_ways() {
        let (one, other) = (
            json!("2020-01-01T00:00:00Z"),
            json!("2020-01-01T01:00:00.000+01:00"),
        );
        assert_eq!(difference(&one, &other, true), None);
        assert!(!same(&one, &other));
    }
}
