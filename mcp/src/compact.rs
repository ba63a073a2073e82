//! Compacts input schemas to save tokens.
//!
//! Most of the tokens of a tool list are schemas. Definitions that are used once are inlined. In a
//! schema that is still large, descriptions are shortened, and then large optional arguments are reduced to their type.

pub(crate) mod definitions;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::definitions::{MAX_DEPTH, count, keep_reachable, target};
use crate::tool;

/// The target length of a listed schema, in bytes; descriptions are shortened until it fits, or none is left.
const TARGET_LEN: usize = 740;
/// The successive maximum lengths of descriptions, in bytes.
const DESCRIPTION_LENS: [usize; 5] = [160, 100, 60, 40, 0];
/// The maximum length of descriptions at which arguments are collapsed as well.
const COLLAPSE_AT: usize = 100;
/// The minimum length of an argument's schema to collapse, in bytes.
const MIN_COLLAPSED_LEN: usize = 200;
/// The maximum length of a listed default, in bytes; the server applies it in any case.
const MAX_DEFAULT_LEN: usize = 40;

/// The keyword for titles of enum values.
pub(crate) const TITLES: &str = "x-enum-titles";
/// The keyword for titles of enum values in an older convention.
pub(crate) const ENUM_NAMES: &str = "enumNames";

/// Returns the schema for the tool list.
///
/// Calls are checked against the full schema, and the error reports what would be valid.
pub(crate) fn shorten(schema: &Map<String, Value>) -> Map<String, Value> {
    let mut shortened = schema.clone();
    for max_len in DESCRIPTION_LENS {
        if size(&shortened) <= TARGET_LEN {
            break;
        }
        describe(&mut shortened, max_len);
        if max_len <= COLLAPSE_AT {
            collapse(&mut shortened);
        }
    }
    shortened
}

fn size(schema: &Map<String, Value>) -> usize {
    serde_json::to_string(schema).map_or(0, |text| text.len())
}

/// Collapses optional arguments, largest schemas first, until the schema is small.
fn collapse(schema: &mut Map<String, Value>) {
    let required: Vec<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| {
            names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    while size(schema) > TARGET_LEN {
        let definitions = schema
            .get("$defs")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return;
        };
        let largest = properties
            .iter()
            .filter(|(name, _)| !required.contains(name))
            .map(|(name, schema)| (weight(schema, &definitions, MAX_DEPTH), name.clone()))
            .max();
        let Some((MIN_COLLAPSED_LEN.., name)) = largest else {
            return;
        };
        if let Some(schema) = properties.get_mut(&name) {
            *schema = outline(schema, &definitions);
        }
        let mut used = BTreeMap::new();
        properties
            .values()
            .for_each(|value| count(value, &mut used));
        keep_reachable(schema, used);
    }
}

/// Returns the length of a schema and its referenced schemas, up to a depth.
fn weight(schema: &Value, definitions: &Map<String, Value>, depth: usize) -> usize {
    let mut used = BTreeMap::new();
    count(schema, &mut used);
    let own = schema.to_string().len();
    let others = used.keys().filter_map(|name| definitions.get(name));
    let Some(depth) = depth.checked_sub(1) else {
        return own;
    };
    // A definition may be counted several times: those with cycles are the heaviest anyway.
    others.take(4).fold(own, |sum, other| {
        sum.saturating_add(weight(other, definitions, depth.min(2)))
    })
}

/// Reduces a schema to its type and description.
pub(crate) fn outline(schema: &Value, definitions: &Map<String, Value>) -> Value {
    let definition = schema
        .as_object()
        .and_then(target)
        .and_then(|name| definitions.get(&name));
    let kept = ["type", "description"].into_iter().filter_map(|keyword| {
        let value = schema.get(keyword).or_else(|| definition?.get(keyword))?;
        Some((keyword.to_owned(), value.clone()))
    });
    Value::Object(kept.collect())
}

/// Drops keywords that a model does not need to fill in arguments.
pub(crate) fn strip(schema: &mut Map<String, Value>) {
    for keyword in ["$schema", "example", "examples", "title", "$comment"] {
        schema.remove(keyword);
    }
    let is_width = |format: &Value| {
        matches!(
            format.as_str(),
            Some("int32" | "int64" | "float" | "double")
        )
    };
    if schema.get("format").is_some_and(is_width) {
        schema.remove("format");
    }
    if schema
        .get("default")
        .is_some_and(|default| default.to_string().len() > MAX_DEFAULT_LEN)
    {
        schema.remove("default");
    }
    each_subschema(schema, &mut strip);
}

/// Drops the titles of values, which are for forms: hosts may reject schemas with unknown keywords.
pub(crate) fn drop_titles(schema: &mut Map<String, Value>) {
    schema.remove(TITLES);
    schema.remove(ENUM_NAMES);
    each_subschema(schema, &mut drop_titles);
}

/// Shortens descriptions to a maximum length in bytes.
fn describe(schema: &mut Map<String, Value>, max_len: usize) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        if max_len == 0 {
            schema.remove("description");
        } else {
            let end = text.find(". ").map_or(text.len(), |end| end + 1);
            *text = tool::cut(text.get(..end).unwrap_or(text), max_len);
        }
    }
    each_subschema(schema, &mut |schema| describe(schema, max_len));
}

/// Visits the direct subschemas of a schema, but not values, nor properties named like keywords.
fn each_subschema(schema: &mut Map<String, Value>, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    for (key, value) in schema {
        match (key.as_str(), value) {
            ("properties" | "$defs" | "patternProperties", Value::Object(named)) => {
                named
                    .values_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(&mut *visit);
            }
            ("items" | "additionalProperties" | "not" | "propertyNames", Value::Object(schema)) => {
                visit(schema);
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(parts)) => {
                parts
                    .iter_mut()
                    .filter_map(Value::as_object_mut)
                    .for_each(&mut *visit);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::object;

    #[test]
    fn large_schemas_keep_arguments_and_shorten_descriptions() {
        let words = "One sentence. ".repeat(30);
        let property = |_| json!({ "type": "string", "description": words });
        let names: Map<String, Value> = (0..9)
            .map(|index| (format!("a{index}"), property(index)))
            .collect();
        let schema = object(json!({ "properties": names }));
        let short = shorten(&schema);
        assert_eq!(
            short["properties"]["a8"],
            json!({ "type": "string", "description": "One sentence." })
        );
        let small = object(json!({ "properties": { "description": { "description": words } } }));
        assert_eq!(shorten(&small), small);
    }

    #[test]
    fn large_optional_arguments_keep_their_type() {
        let filter =
            json!({ "enum": (0..80).map(|index| format!("operator{index}")).collect::<Vec<_>>() });
        let schema = object(json!({
            "properties": {
                "filters": { "type": "array", "description": "Conditions.", "items": { "$ref": "#/$defs/Filter" } },
                "more": { "$ref": "#/$defs/Filter" },
                "id": { "type": "string" },
                "body": { "type": "object", "properties": { "tree": { "$ref": "#/$defs/Tree" } } }
            },
            "required": ["body"],
            "$defs": { "Filter": filter, "Tree": { "items": { "$ref": "#/$defs/Tree" } } }
        }));
        let expected = json!({
            "properties": {
                "filters": { "type": "array", "description": "Conditions." },
                "more": {},
                "id": { "type": "string" },
                "body": { "type": "object", "properties": { "tree": { "$ref": "#/$defs/Tree" } } }
            },
            "required": ["body"],
            "$defs": { "Tree": { "items": { "$ref": "#/$defs/Tree" } } }
        });
        assert_eq!(Value::Object(shorten(&schema)), expected);
    }

    #[test]
    fn properties_with_the_names_of_keywords_stay() {
        let mut schema = object(
            json!({ "title": "x", "properties": { "title": { "title": "y", "type": "string" } } }),
        );
        strip(&mut schema);
        assert_eq!(
            Value::Object(schema),
            json!({ "properties": { "title": { "type": "string" } } })
        );
    }
}
