//! Schemas as tools publish them.
//!
//! An output schema names the documented fields and claims nothing about them: providers' documents
//! are wrong about types often enough, and a client rejects a result that its schema does not allow.
//! Such a schema is small, too: most of the tokens of a tool list are schemas.

use serde_json::{Map, Value, json};

use crate::compact::definitions;
use crate::json::RESULT;

/// Levels of fields that an output schema names: those of an envelope, and those in it.
const LEVELS: usize = 2;
/// Fields that an output schema names.
const FIELDS: usize = 40;

/// The published schema of a tool's result, from the documented one and the definitions that it refers to.
pub(crate) fn output(documented: &Value, definitions: &Map<String, Value>) -> Map<String, Value> {
    let mut left = FIELDS;
    let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
    let mut names = names(documented, definitions, LEVELS, &mut left);
    let resolved = resolve(documented, definitions);
    let is_free_form = resolved.get("type") == Some(&json!("object"));
    if resolved.get("items").is_some() && names == json!({}) {
        names = json!({ "items": {} });
    }
    let properties = match names.get("properties") {
        Some(properties) => Some(properties.clone()),
        None if is_free_form => None,
        None => Some(json!({ RESULT: names })),
    };
    schema.extend(properties.map(|properties| ("properties".to_owned(), properties)));
    schema
}

/// Whether a published schema says that there are arrays of objects.
pub(crate) fn has_lists(schema: &Map<String, Value>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut values = properties.into_iter().flat_map(Map::values);
    values.any(|value| value.get("items").is_some() || value.as_object().is_some_and(has_lists))
}

/// A schema of the names alone. Without `type`, `properties` and `items` hold for whatever else may come.
fn names(
    schema: &Value,
    definitions: &Map<String, Value>,
    levels: usize,
    left: &mut usize,
) -> Value {
    if levels == 0 {
        return json!({});
    }
    let schema = resolve(schema, definitions);
    if let Some(items) = schema.get("items") {
        let items = names(items, definitions, levels, left);
        let is_known = items.as_object().is_some_and(|items| !items.is_empty());
        return if is_known {
            json!({ "items": items })
        } else {
            json!({})
        };
    }
    let mut fields: Vec<(&String, &Value)> = Vec::new();
    collect(schema, definitions, 8, &mut fields);
    // The fields of this level before those of the next: the outer ones are what a caller asks for first.
    let kept = fields.len().min(*left);
    *left -= kept;
    let properties: Map<_, _> = fields
        .into_iter()
        .take(kept)
        .map(|(name, schema)| (name.clone(), names(schema, definitions, levels - 1, left)))
        .collect();
    if properties.is_empty() {
        json!({})
    } else {
        json!({ "properties": properties })
    }
}

/// The properties of a schema and of those that it is composed of, required ones first.
fn collect<'a>(
    schema: &'a Value,
    definitions: &'a Map<String, Value>,
    depth: usize,
    fields: &mut Vec<(&'a String, &'a Value)>,
) {
    let schema = resolve(schema, definitions);
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        for wanted in [true, false] {
            for (name, schema) in properties {
                let is_new = !fields.iter().any(|(known, _)| *known == name);
                if is_new && required.contains(&name.as_str()) == wanted {
                    fields.push((name, schema));
                }
            }
        }
    }
    if depth == 0 {
        return;
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for part in schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            collect(part, definitions, depth - 1, fields);
        }
    }
}

/// The types that a schema names.
pub(crate) fn types(schema: &Value) -> Vec<&str> {
    let named = schema.get("type");
    let several = named.and_then(Value::as_array).into_iter().flatten();
    named
        .into_iter()
        .chain(several)
        .filter_map(Value::as_str)
        .collect()
}

/// The schema that a chain of references leads to.
pub(crate) fn resolve<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> &'a Value {
    let mut schema = schema;
    // A cycle of references alone means nothing.
    for _ in 0..16 {
        let target = schema.as_object().and_then(definitions::target);
        let Some(target) = target.and_then(|name| definitions.get(&name)) else {
            break;
        };
        schema = target;
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(documented: &Value, expected: &Value) {
        let definitions = documented["$defs"].as_object().cloned();
        let published = output(documented, &definitions.unwrap_or_default());
        assert_eq!(&Value::Object(published), expected);
    }

    #[test]
    fn names_the_documented_fields() {
        check(
            &json!({
                "type": "object",
                "properties": {
                    "users": { "type": "array", "items": { "$ref": "#/$defs/User" } },
                    "nextCursor": { "type": ["string", "null"] }
                },
                "$defs": { "User": {
                    "type": "object",
                    "properties": { "email": { "type": "string" }, "id": { "type": "integer" }, "manager": { "$ref": "#/$defs/User" } },
                    "required": ["id"]
                } }
            }),
            &json!({
                "type": "object",
                "properties": {
                    "nextCursor": {},
                    "users": { "items": { "properties": {
                        "id": {}, "email": {}, "manager": {}
                    } } }
                }
            }),
        );
    }

    #[test]
    fn wraps_what_is_not_an_object() {
        check(
            &json!({ "type": "array", "items": { "type": "string" } }),
            &json!({ "type": "object", "properties": { "result": { "items": {} } } }),
        );
        check(
            &json!({ "type": "object", "additionalProperties": true }),
            &json!({ "type": "object" }),
        );
    }

    #[test]
    fn merges_what_schemas_are_composed_of() {
        check(
            &json!({ "allOf": [{ "properties": { "a": {} } }, { "oneOf": [{ "properties": { "b": {} } }, { "properties": { "a": {} } }] }] }),
            &json!({ "type": "object", "properties": { "a": {}, "b": {} } }),
        );
    }

    #[test]
    fn ends_at_cycles() {
        let cycle = json!({ "$ref": "#/$defs/A", "$defs": { "A": { "$ref": "#/$defs/B" }, "B": { "$ref": "#/$defs/A" } } });
        check(
            &cycle,
            &json!({ "type": "object", "properties": { "result": {} } }),
        );
    }
}
