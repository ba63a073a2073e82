//! Completion values for arguments of prompts and resource templates.

use rmcp::model::{CompleteResult, CompletionInfo};
use serde_json::{Map, Value};
use signon_runtime::catalog::{Catalog, Operation};

use crate::schema;

/// Returns the documented values of an operation's argument: an enum, a boolean, the default, and examples.
pub(crate) fn values(catalog: &Catalog, operation: &Operation, argument: &str) -> Vec<String> {
    let properties = operation.input.get("properties");
    let Some(documented) = properties.and_then(|properties| properties.get(argument)) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    collect(documented, &catalog.defs, 4, &mut values);
    values
}

fn collect(
    schema: &Value,
    definitions: &Map<String, Value>,
    depth: usize,
    values: &mut Vec<String>,
) {
    let schema = schema::resolve(schema, definitions);
    let list = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let is_boolean = schema.get("type").and_then(Value::as_str) == Some("boolean");
    let booleans = [Value::Bool(true), Value::Bool(false)];
    let single = |key: &str| schema.get(key);
    let documented = list("enum")
        .chain(single("const"))
        .chain(booleans.iter().filter(|_| is_boolean))
        .chain(single("default"))
        .chain(list("examples"))
        .chain(single("example"));
    for value in documented {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
        if !values.contains(&text) {
            values.push(text);
        }
    }
    if depth == 0 {
        return;
    }
    for part in ["anyOf", "oneOf", "allOf"]
        .into_iter()
        .flat_map(list)
        .chain(single("items"))
    {
        collect(part, definitions, depth - 1, values);
    }
}

/// Returns the values that start with the typed text, ignoring case, up to the protocol's maximum.
pub(crate) fn matching(mut values: Vec<String>, typed: &str) -> CompleteResult {
    let typed = typed.to_lowercase();
    values.retain(|value| value.to_lowercase().starts_with(&typed));
    let total = u32::try_from(values.len()).ok();
    let has_more = values.len() > CompletionInfo::MAX_VALUES;
    values.truncate(CompletionInfo::MAX_VALUES);
    let info = CompletionInfo::with_pagination(values, total, has_more);
    CompleteResult::new(info.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn collects_documented_values() {
        let schema = json!({
            "anyOf": [{ "$ref": "#/$defs/State" }, { "type": "null" }],
            "default": "open",
            "examples": ["done", 5, null],
        });
        let definitions =
            json!({ "State": { "type": "string", "enum": ["open", "done", "late"] } });
        let mut values = Vec::new();
        collect(
            &schema,
            definitions.as_object().expect("an object"),
            4,
            &mut values,
        );
        assert_eq!(values, ["open", "done", "5", "late"]);
    }

    #[test]
    fn values_are_limited_to_the_protocol_maximum() {
        let values = (0..150).map(|number| format!("Item {number}")).collect();
        let found = matching(values, "item").completion;
        assert_eq!(found.values.len(), CompletionInfo::MAX_VALUES);
        assert_eq!((found.total, found.has_more), (Some(150), Some(true)));
        assert!(
            matching(vec!["open".to_owned()], "x")
                .completion
                .values
                .is_empty()
        );
    }
}
