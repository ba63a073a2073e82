//! Published schemas of tools.
//!
//! An output schema lists the documented fields without constraints: providers' documents often
//! have wrong types, and a client rejects a result that its schema does not allow.
//! Such a schema is also small: most of the tokens of a tool list are schemas.

use serde_json::{Map, Value, json};

use crate::compact::definitions;
use crate::json::RESULT;

/// The maximum depth of fields in an output schema: the envelope and its contents.
const MAX_LEVELS: usize = 2;
/// The maximum number of fields in an output schema.
const MAX_FIELDS: usize = 40;

/// Returns the published schema of a tool's result, from the documented one and its definitions.
pub(crate) fn output(documented: &Value, definitions: &Map<String, Value>) -> Map<String, Value> {
    let mut remaining = MAX_FIELDS;
    let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
    let mut names = names(documented, definitions, MAX_LEVELS, &mut remaining);
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

/// Whether a published schema contains arrays of objects.
pub(crate) fn has_lists(schema: &Map<String, Value>) -> bool {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut values = properties.into_iter().flat_map(Map::values);
    values.any(|value| value.get("items").is_some() || value.as_object().is_some_and(has_lists))
}

/// Returns a schema of names only. Without `type`, `properties` and `items` also accept other values.
fn names(
    schema: &Value,
    definitions: &Map<String, Value>,
    levels: usize,
    remaining: &mut usize,
) -> Value {
    if levels == 0 {
        return json!({});
    }
    let schema = resolve(schema, definitions);
    if let Some(items) = schema.get("items") {
        let items = names(items, definitions, levels, remaining);
        let is_known = items.as_object().is_some_and(|items| !items.is_empty());
        return if is_known {
            json!({ "items": items })
        } else {
            json!({})
        };
    }
    let mut fields: Vec<(&String, &Value)> = Vec::new();
    collect(schema, definitions, 8, &mut fields);
    // Fields of this level precede those of the next: callers need the outer ones first.
    let kept = fields.len().min(*remaining);
    *remaining -= kept;
    let properties: Map<_, _> = fields
        .into_iter()
        .take(kept)
        .map(|(name, schema)| {
            (
                name.clone(),
                names(schema, definitions, levels - 1, remaining),
            )
        })
        .collect();
    if properties.is_empty() {
        json!({})
    } else {
        json!({ "properties": properties })
    }
}

/// Collects the properties of a schema and its components, required ones first.
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

/// Returns the types of a schema.
pub(crate) fn types(schema: &Value) -> Vec<&str> {
    let named = schema.get("type");
    let several = named.and_then(Value::as_array).into_iter().flatten();
    named
        .into_iter()
        .chain(several)
        .filter_map(Value::as_str)
        .collect()
}

/// Resolves a chain of references.
pub(crate) fn resolve<'a>(schema: &'a Value, definitions: &'a Map<String, Value>) -> &'a Value {
    let mut schema = schema;
    // A pure reference cycle is meaningless.
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
    fn lists_documented_fields() {
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
    fn wraps_non_objects() {
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
    fn merges_composed_schemas() {
        check(
            &json!({ "allOf": [{ "properties": { "a": {} } }, { "oneOf": [{ "properties": { "b": {} } }, { "properties": { "a": {} } }] }] }),
            &json!({ "type": "object", "properties": { "a": {}, "b": {} } }),
        );
    }

    #[test]
    fn stops_at_cycles() {
        let cycle = json!({ "$ref": "#/$defs/A", "$defs": { "A": { "$ref": "#/$defs/B" }, "B": { "$ref": "#/$defs/A" } } });
        check(
            &cycle,
            &json!({ "type": "object", "properties": { "result": {} } }),
        );
    }
}
