//! Counts and inlines the definitions of a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The maximum depth of nested definitions.
pub(super) const MAX_DEPTH: usize = 16;

/// Inlines definitions that are used once.
pub(crate) fn inline(mut schema: Map<String, Value>) -> Map<String, Value> {
    let Some(Value::Object(definitions)) = schema.remove("$defs") else {
        return schema;
    };
    let mut uses = BTreeMap::new();
    schema
        .values()
        .chain(definitions.values())
        .for_each(|value| count(value, &mut uses));
    let once: BTreeMap<String, Value> = definitions
        .iter()
        .filter(|(name, _)| uses.get(*name) == Some(&1))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    let inline = |value: Value| replace(value, &once, MAX_DEPTH);
    let mut inlined: Map<String, Value> = schema
        .into_iter()
        .map(|(key, value)| (key, inline(value)))
        .collect();
    let mut kept: Map<String, Value> = definitions
        .into_iter()
        .filter(|(name, _)| !once.contains_key(name))
        .map(|(name, schema)| (name, inline(schema)))
        .collect();
    // References that are too deep to inline keep their definition.
    let mut remaining = BTreeMap::new();
    inlined
        .values()
        .chain(kept.values())
        .for_each(|value| count(value, &mut remaining));
    kept.extend(
        once.into_iter()
            .filter(|(name, _)| remaining.contains_key(name)),
    );
    if !kept.is_empty() {
        inlined.insert("$defs".to_owned(), Value::Object(kept));
    }
    inlined
}

/// Drops definitions that nothing refers to.
pub(super) fn keep_reachable(schema: &mut Map<String, Value>, used: BTreeMap<String, usize>) {
    let Some(Value::Object(definitions)) = schema.get_mut("$defs") else {
        return;
    };
    let mut work: Vec<String> = used.into_keys().collect();
    let mut reachable = Map::new();
    while let Some(name) = work.pop() {
        if let Some(definition) = definitions.remove(&name) {
            let mut further = BTreeMap::new();
            count(&definition, &mut further);
            work.extend(further.into_keys());
            reachable.insert(name, definition);
        }
    }
    if reachable.is_empty() {
        schema.remove("$defs");
    } else {
        schema.insert("$defs".to_owned(), Value::Object(reachable));
    }
}

/// Counts the references to each definition.
pub(crate) fn count(value: &Value, uses: &mut BTreeMap<String, usize>) {
    match value {
        Value::Object(object) => {
            if let Some(name) = target(object) {
                *uses.entry(name).or_default() += 1;
            }
            object.values().for_each(|value| count(value, uses));
        }
        Value::Array(elements) => elements.iter().for_each(|value| count(value, uses)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Replaces references with their definitions; sibling keywords have priority.
fn replace(value: Value, once: &BTreeMap<String, Value>, depth: usize) -> Value {
    match value {
        Value::Object(mut object) => {
            let definition = target(&object).and_then(|name| once.get(&name));
            if let (Some(Value::Object(definition)), 1..) = (definition, depth) {
                object.remove("$ref");
                for (key, value) in definition {
                    object.entry(key.clone()).or_insert_with(|| value.clone());
                }
                return replace(Value::Object(object), once, depth - 1);
            }
            let replaced = object
                .into_iter()
                .map(|(key, value)| (key, replace(value, once, depth)));
            Value::Object(replaced.collect())
        }
        Value::Array(elements) => elements
            .into_iter()
            .map(|value| replace(value, once, depth))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Returns the name of the definition that a schema references.
pub(crate) fn target(schema: &Map<String, Value>) -> Option<String> {
    let reference = schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?;
    Some(reference.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::object;

    #[test]
    fn definitions_used_once_are_inlined() {
        let schema = json!({
            "properties": {
                "a": { "$ref": "#/$defs/Once", "description": "own" },
                "b": { "$ref": "#/$defs/Twice" },
                "c": { "$ref": "#/$defs/Twice" },
                "d": { "$ref": "#/$defs/Tree" }
            },
            "$defs": {
                "Once": { "enum": ["x"], "description": "theirs" },
                "Twice": { "type": "string" },
                "Tree": { "items": { "$ref": "#/$defs/Tree" } }
            }
        });
        let expected = json!({
            "properties": {
                "a": { "enum": ["x"], "description": "own" },
                "b": { "$ref": "#/$defs/Twice" },
                "c": { "$ref": "#/$defs/Twice" },
                "d": { "$ref": "#/$defs/Tree" }
            },
            "$defs": {
                "Twice": { "type": "string" },
                "Tree": { "items": { "$ref": "#/$defs/Tree" } }
            }
        });
        assert_eq!(Value::Object(inline(object(schema))), expected);
    }
}
