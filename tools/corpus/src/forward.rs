//! Forward compatibility: a value as a later version of the API might send it.

use serde_json::{Map, Number, Value, json};
use signon_oracle::document::{Document, Node};
use signon_oracle::pointer;

/// The key that no schema declares.
const UNDECLARED: &str = "signonUndeclared";

/// The text that no enum lists.
const UNLISTED: &str = "signon_unlisted";

/// What a later version changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// One more key in every object that the schema does not close.
    Key,
    /// A value that is not listed in each place of an enum.
    Choice,
    /// A tag that is not listed in each tagged union.
    Tag,
}

impl Change {
    pub(super) const ALL: [Self; 3] = [Self::Key, Self::Choice, Self::Tag];
}

/// What the value turns into; none where there is nothing to change.
pub(super) fn changed(
    oracle: &Document,
    schema: &Value,
    value: &Value,
    change: Change,
) -> Option<Value> {
    let edits = edits(oracle, schema, value, change);
    if edits.is_empty() {
        return None;
    }
    let mut later = value.clone();
    for (pointer, put) in edits {
        if let Some(place) = later.pointer_mut(&pointer) {
            match (put, place) {
                (Put::Key(member), Value::Object(members)) => {
                    drop(members.insert(UNDECLARED.to_owned(), member));
                }
                (Put::Value(value), place) => *place = value,
                (Put::Key(_), _) => {}
            }
        }
    }
    Some(later)
}

/// A change at one place.
enum Put {
    /// One more key.
    Key(Value),
    /// Another value.
    Value(Value),
}

fn edits(oracle: &Document, schema: &Value, value: &Value, change: Change) -> Vec<(String, Put)> {
    let mut edits = Vec::new();
    let mut tags = Vec::new();
    oracle.walk(schema, value, &mut |node| {
        tags.extend(
            node.tags
                .iter()
                .map(|key| pointer::join(&node.pointer, key)),
        );
        let put = match change {
            Change::Key => one_more_key(node),
            Change::Choice => (!tags.contains(&node.pointer))
                .then(|| unlisted(node))
                .flatten(),
            Change::Tag => (tags.contains(&node.pointer) && node.value.is_string())
                .then(|| Put::Value(json!(UNLISTED))),
        };
        edits.extend(put.map(|put| (node.pointer.clone(), put)));
    });
    edits
}

/// One more key, where every schema that holds here leaves room for it.
fn one_more_key(node: &Node<'_>) -> Option<Put> {
    let room = |schema: &&Value| {
        let says = |key: &str| schema.get(key).is_some();
        let free = |key: &str| match schema.get(key) {
            None | Some(Value::Bool(true)) => true,
            Some(Value::Object(keys)) => keys.is_empty(),
            Some(_) => false,
        };
        let closed = ["maxProperties", "patternProperties", "propertyNames"]
            .into_iter()
            .any(says);
        free("additionalProperties") && free("unevaluatedProperties") && !closed
    };
    let Value::Object(members) = node.value else {
        return None;
    };
    let declared = node
        .schemas
        .iter()
        .any(|schema| schema.get("properties").is_some());
    (declared && !members.contains_key(UNDECLARED) && node.schemas.iter().all(room)).then(|| {
        Put::Key(Value::Object(Map::from_iter([(
            "list".to_owned(),
            json!([1, null, "x"]),
        )])))
    })
}

/// A value of the same kind that the enum does not list.
fn unlisted(node: &Node<'_>) -> Option<Put> {
    let lists: Vec<&Vec<Value>> = node
        .schemas
        .iter()
        .filter_map(|schema| schema.get("enum")?.as_array())
        .collect();
    let listed: Vec<&Value> = lists.into_iter().flatten().collect();
    if listed.is_empty() {
        return None;
    }
    match node.value {
        Value::String(_) => Some(Put::Value(json!(UNLISTED))),
        Value::Number(number) if number.is_i64() => {
            let highest = listed.iter().filter_map(|value| value.as_i64()).max()?;
            Some(Put::Value(Value::Number(Number::from(
                highest.checked_add(1)?,
            ))))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Document, changed};
    use serde_json::{Value, json};

    fn pets() -> Document {
        Document::new(json!({
            "openapi": "3.0.3",
            "components": {"schemas": {
                "Pet": {
                    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                    "discriminator": {"propertyName": "kind"},
                },
                "Cat": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["Cat"]}, "mood": {"enum": ["calm"]}}},
                "Dog": {"type": "object", "additionalProperties": false, "properties": {"kind": {"type": "string"}}},
            }},
        }))
    }

    fn later(value: &Value, change: Change) -> Option<Value> {
        let pets = pets();
        changed(
            &pets,
            pets.at("#/components/schemas/Pet").expect("it is there"),
            value,
            change,
        )
    }

    #[test]
    fn a_key_is_added_where_the_schema_leaves_room() {
        let cat = json!({"kind": "Cat"});
        assert!(later(&cat, Change::Key).is_some_and(|cat| cat.get("signonUndeclared").is_some()));
        assert_eq!(later(&json!({"kind": "Dog"}), Change::Key), None);
    }

    #[test]
    fn tags_and_choices_change_apart_from_each_other() {
        let cat = json!({"kind": "Cat", "mood": "calm"});
        assert_eq!(
            later(&cat, Change::Tag),
            Some(json!({"kind": "signon_unlisted", "mood": "calm"}))
        );
        assert_eq!(
            later(&cat, Change::Choice),
            Some(json!({"kind": "Cat", "mood": "signon_unlisted"}))
        );
    }
}
