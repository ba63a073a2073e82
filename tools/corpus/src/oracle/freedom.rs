//! What the document leaves open.

use serde_json::Value;

use super::{branches, list};

/// Whether these schemas, which all hold for one value, tell anything about what it is made of.
///
/// `{}`, `type: object` alone and a list of all kinds tell nothing: free-form JSON may stand there.
pub(crate) fn is_typed(schemas: &[&Value], value: &Value) -> bool {
    schemas.iter().any(|schema| tells(schema, value))
}

fn tells(schema: &Value, value: &Value) -> bool {
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
        Value::Array(_) => names_kind(schema, "array") || schema.get("items").is_some_and(says),
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

/// Whether a schema says anything at all.
pub(crate) fn says(schema: &Value) -> bool {
    const SILENT: &[&str] = &[
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
            .any(|key| !SILENT.contains(&key.as_str()) && !key.starts_with("x-"))
    }) || branches(schema).next().is_some()
        || list(schema, "allOf").next().is_some()
}
