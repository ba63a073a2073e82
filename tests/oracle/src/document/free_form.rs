//! What schemas leave open, where free-form JSON is right.

use serde_json::Value;

use super::{branches, list};

/// Whether any of these schemas, which all hold for the value, declares what it is made of.
///
/// `{}`, `type: object` alone and a list of all kinds declare nothing: free-form JSON is right for them.
pub fn is_typed(schemas: &[&Value], value: &Value) -> bool {
    schemas.iter().any(|schema| declares(schema, value))
}

fn declares(schema: &Value, value: &Value) -> bool {
    if schema.get("enum").is_some() || schema.get("const").is_some() {
        return true;
    }
    match value {
        Value::Object(_) => {
            let entries = |key: &str| {
                schema
                    .get(key)
                    .and_then(Value::as_object)
                    .is_some_and(|map| !map.is_empty())
            };
            entries("properties") || entries("additionalProperties") || entries("patternProperties")
        }
        Value::Array(_) => {
            names_kind(schema, "array") || schema.get("items").is_some_and(declares_any)
        }
        Value::String(_) => names_kind(schema, "string"),
        Value::Bool(_) => names_kind(schema, "boolean"),
        Value::Number(_) => names_kind(schema, "number") || names_kind(schema, "integer"),
        Value::Null => false,
    }
}

/// Whether the schema names this kind, and not nearly all kinds.
fn names_kind(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == kind,
        Some(Value::Array(kinds)) => {
            let kinds: Vec<&str> = kinds
                .iter()
                .filter_map(Value::as_str)
                .filter(|kind| *kind != "null")
                .collect();
            kinds.contains(&kind) && kinds.len() < 4
        }
        _ => false,
    }
}

/// Whether a schema has any keyword but annotations.
pub(super) fn declares_any(schema: &Value) -> bool {
    const ANNOTATIONS: &[&str] = &[
        "description",
        "title",
        "example",
        "examples",
        "default",
        "deprecated",
        "nullable",
    ];
    schema.as_object().is_some_and(|keys| {
        keys.keys()
            .any(|key| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-"))
    }) || branches(schema).next().is_some()
        || list(schema, "allOf").next().is_some()
}
