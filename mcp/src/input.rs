//! Input schemas of tools, from the catalog.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use signon_runtime::catalog::{Catalog, Operation};

use crate::compact::{self, definitions};
use crate::json::object;

/// The maximum number of definitions per tool: each tool has its own copy.
const MAX_DEFINITIONS: usize = 100;

/// Returns the self-contained schema of an operation's arguments.
///
/// In a document whose schemas are all connected, each tool would include all of them. Such arguments are reduced to their
/// type and description; calls are checked against the full schema.
pub(crate) fn schema(catalog: &Catalog, operation: &Operation) -> Map<String, Value> {
    if !refers_to_many(&operation.input, &catalog.defs) {
        return definitions::inline(object(catalog.input_schema(operation)));
    }
    outlined(&operation.input, &catalog.defs)
}

/// Reduces each argument to its type and description.
fn outlined(input: &Value, definitions: &Map<String, Value>) -> Map<String, Value> {
    let mut schema = object(input.clone());
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for property in properties.values_mut() {
            *property = compact::outline(property, definitions);
        }
    }
    schema
}

/// Whether a schema references too many definitions, directly or transitively.
fn refers_to_many(schema: &Value, definitions: &Map<String, Value>) -> bool {
    let mut found = BTreeMap::new();
    definitions::count(schema, &mut found);
    let mut work: Vec<String> = found.keys().cloned().collect();
    while let Some(name) = work.pop() {
        if found.len() > MAX_DEFINITIONS {
            return true;
        }
        let mut further = BTreeMap::new();
        if let Some(definition) = definitions.get(&name) {
            definitions::count(definition, &mut further);
        }
        further.retain(|name, _| !found.contains_key(name));
        work.extend(further.keys().cloned());
        found.append(&mut further);
    }
    found.len() > MAX_DEFINITIONS
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns definitions that form a cycle.
    fn ring(count: usize) -> Map<String, Value> {
        let definition = |index: usize| {
            let next = format!("#/$defs/S{}", (index + 1) % count);
            let schema = json!({
                "type": "object",
                "description": "A link.",
                "properties": { "next": { "$ref": next } },
            });
            (format!("S{index}"), schema)
        };
        (0..count).map(definition).collect()
    }

    #[test]
    fn arguments_with_few_definitions_are_complete() {
        let input = json!({ "properties": { "link": { "$ref": "#/$defs/S0" } } });
        assert!(!refers_to_many(&input, &ring(MAX_DEFINITIONS)));
    }

    #[test]
    fn arguments_with_many_definitions_are_outlined() {
        let input =
            json!({ "properties": { "link": { "$ref": "#/$defs/S0" } }, "required": ["link"] });
        let definitions = ring(MAX_DEFINITIONS + 1);
        assert!(refers_to_many(&input, &definitions));
        let expected = json!({
            "properties": { "link": { "type": "object", "description": "A link." } },
            "required": ["link"],
        });
        assert_eq!(Value::Object(outlined(&input, &definitions)), expected);
    }
}
