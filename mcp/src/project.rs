//! Projection: selects parts of a response.

pub mod jq;

use serde_json::{Map, Value};

use crate::pointer;

/// Selects the parts of a value that JSON pointers refer to, preserving the structure.
///
/// A token that is not an index applies to each element of an array:
/// `/users/email` keeps the e-mail address of each user.
///
/// # Errors
///
/// Returns the first text that is not a JSON pointer.
pub fn fields(value: &Value, pointers: &[String]) -> Result<Value, String> {
    let mut wanted = Wanted::default();
    for text in pointers {
        let tokens = pointer::tokens(text).ok_or_else(|| text.clone())?;
        wanted.add(&tokens);
    }
    Ok(wanted.keep(value).unwrap_or_else(|| match value {
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Value::Object(Map::new())
        }
    }))
}

/// A tree of pointer tokens.
#[derive(Default)]
struct Wanted {
    is_selected: bool,
    children: Vec<(String, Wanted)>,
}

impl Wanted {
    fn add(&mut self, tokens: &[String]) {
        let Some((first, rest)) = tokens.split_first() else {
            self.is_selected = true;
            return;
        };
        if let Some((_, child)) = self.children.iter_mut().find(|(token, _)| token == first) {
            child.add(rest);
        } else {
            let mut child = Self::default();
            child.add(rest);
            self.children.push((first.clone(), child));
        }
    }

    fn keep(&self, value: &Value) -> Option<Value> {
        if self.is_selected {
            return Some(value.clone());
        }
        match value {
            Value::Object(object) => {
                let kept: Map<_, _> = object
                    .iter()
                    .filter_map(|(key, value)| {
                        let (_, child) = self.children.iter().find(|(token, _)| token == key)?;
                        Some((key.clone(), child.keep(value)?))
                    })
                    .collect();
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            Value::Array(elements) => {
                let indexed = self
                    .children
                    .iter()
                    .any(|(token, _)| token.parse::<usize>().is_ok());
                let kept = elements.iter().enumerate().filter_map(|(index, element)| {
                    if indexed {
                        let index = index.to_string();
                        let (_, child) = self.children.iter().find(|(token, _)| *token == index)?;
                        child.keep(element)
                    } else {
                        // An element without the fields keeps its position.
                        Some(
                            self.keep(element)
                                .unwrap_or_else(|| Value::Object(Map::new())),
                        )
                    }
                });
                Some(Value::Array(kept.collect()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(pointers: &[&str], expected: &Value) {
        let value = json!({
            "users": [{ "id": 1, "email": "a", "org": { "id": 9, "n": null } }, { "id": 2, "org": { "id": 8 } }],
            "a/b": { "~": 1 },
            "count": 2
        });
        let pointers: Vec<_> = pointers.iter().map(|&pointer| pointer.to_owned()).collect();
        assert_eq!(fields(&value, &pointers).as_ref(), Ok(expected));
    }

    #[test]
    fn selects_pointer_targets() {
        check(
            &["/users/id", "/count"],
            &json!({ "users": [{ "id": 1 }, { "id": 2 }], "count": 2 }),
        );
        check(
            &["/users/email"],
            &json!({ "users": [{ "email": "a" }, {}] }),
        );
        check(&["/users/1/id"], &json!({ "users": [{ "id": 2 }] }));
        check(
            &["/users/org/n"],
            &json!({ "users": [{ "org": { "n": null } }, {}] }),
        );
        check(&["/a~1b/~0"], &json!({ "a/b": { "~": 1 } }));
        check(&["/nothing"], &json!({}));
    }

    #[test]
    fn rejects_invalid_pointers() {
        assert_eq!(
            fields(&json!({}), &["users".to_owned()]),
            Err("users".to_owned())
        );
    }
}
