//! Whether two JSON values are equal, and where they are not: numbers by value, date-times by instant where asked.

use serde_json::{Number, Value};

use crate::pointer::join;

/// Where `after` differs from `before`, as JSON pointers, each with what is different there. Numbers are compared by
/// value.
pub fn differences(before: &Value, after: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    compare(before, after, "", equal_texts, &mut found);
    found
}

/// The same, where two date-times that name the same instant are equal, too.
#[cfg(feature = "instants")]
pub fn differences_by_instant(before: &Value, after: &Value) -> Vec<(String, String)> {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let mut found = Vec::new();
    let equal = |left: &str, right: &str| {
        left == right || instant(left).is_some_and(|left| instant(right) == Some(left))
    };
    compare(before, after, "", equal, &mut found);
    found
}

fn equal_texts(left: &str, right: &str) -> bool {
    left == right
}

fn compare(
    before: &Value,
    after: &Value,
    pointer: &str,
    equal: impl Fn(&str, &str) -> bool + Copy,
    found: &mut Vec<(String, String)>,
) {
    match (before, after) {
        (Value::Number(left), Value::Number(right)) if equal_numbers(left, right) => {}
        (Value::String(left), Value::String(right)) if equal(left, right) => {}
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(left, right, &format!("{pointer}/{index}"), equal, found);
            }
        }
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                let pointer = join(pointer, key);
                match right.get(key) {
                    Some(counterpart) => compare(value, counterpart, &pointer, equal, found),
                    None => found.push((pointer, format!("{} is lost", brief(value)))),
                }
            }
            for (key, value) in right.iter().filter(|(key, _)| !left.contains_key(*key)) {
                found.push((join(pointer, key), format!("{} is added", brief(value))));
            }
        }
        (left, right) if left == right => {}
        (left, right) => found.push((
            pointer.to_owned(),
            format!("{} became {}", brief(left), brief(right)),
        )),
    }
}

/// Two integers are equal or not; a float may be another way to write an integer.
fn equal_numbers(left: &Number, right: &Number) -> bool {
    left == right || ((left.is_f64() || right.is_f64()) && left.as_f64() == right.as_f64())
}

/// A value in one line that is not long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn numbers_are_equal_by_value() {
        assert_eq!(
            differences(&json!({"a": [42.0, 1e3]}), &json!({"a": [42, 1000]})),
            []
        );
        let (left, right) = (
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992_i64),
        );
        assert_eq!(differences(&left, &right).len(), 1);
    }

    #[test]
    fn every_difference_has_its_pointer() {
        let before = json!({"lost": null, "a/b": [1, 2], "same": true});
        let after = json!({"a/b": [1, 3], "same": true, "added": []});
        let mut found = differences(&before, &after);
        found.sort();
        let expected = [
            ("/added", "[] is added"),
            ("/a~1b/1", "2 became 3"),
            ("/lost", "null is lost"),
        ];
        let mut expected = expected.map(|(pointer, text)| (pointer.to_owned(), text.to_owned()));
        expected.sort();
        assert_eq!(found, expected);
    }

    #[cfg(feature = "instants")]
    #[test]
    fn an_instant_can_be_written_in_several_ways() {
        let (left, right) = (
            json!(["2020-01-01T00:00:00Z"]),
            json!(["2020-01-01T01:00:00.000+01:00"]),
        );
        assert_eq!(super::differences_by_instant(&left, &right), []);
        assert_eq!(differences(&left, &right).len(), 1);
    }
}
