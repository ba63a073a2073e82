//! Whether two JSON values are equal, and where they are not.

use serde_json::{Number, Value};

/// Where `after` differs from `before`, each place with what is wrong there. Numbers are compared by value.
pub fn differences(before: &Value, after: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    compare(before, after, "", &mut found);
    found
}

fn compare(before: &Value, after: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
    match (before, after) {
        (Value::Number(a), Value::Number(b)) if equal(a, b) => {}
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                compare(a, b, &format!("{pointer}/{index}"), found);
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let at = below(pointer, key);
                match b.get(key) {
                    Some(other) => compare(value, other, &at, found),
                    None => found.push((at, "is lost".to_owned())),
                }
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                found.push((below(pointer, key), "is added".to_owned()));
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push((pointer.to_owned(), format!("was {a} and is {b}"))),
    }
}

fn equal(a: &Number, b: &Number) -> bool {
    // Two integers are equal or not; a float may be another way to write an integer.
    a == b || ((a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
}

/// The pointer of a member.
pub fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}
