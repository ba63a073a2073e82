//! Items of a response and their cells.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use signon_runtime::catalog::Operation;

/// Returns the JSON pointer to the items of a response, if it has any.
pub(super) fn pointer(operation: &Operation, answer: &Value) -> Option<String> {
    let documented = operation
        .pagination
        .as_ref()
        .map(|pagination| pagination.items.clone());
    let documented =
        documented.filter(|pointer| answer.pointer(pointer).is_some_and(Value::is_array));
    documented.or_else(|| match answer {
        Value::Array(_) => Some(String::new()),
        Value::Object(members) => {
            let mut lists = members
                .iter()
                .filter_map(|(name, value)| Some((name, value.as_array()?)));
            let (name, list) = lists.next()?;
            let is_only = lists.next().is_none() && wraps(members, list);
            is_only.then(|| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Whether an object is an envelope around a list, rather than an item with a list member.
fn wraps(members: &Map<String, Value>, list: &[Value]) -> bool {
    members.len() == 1 || (!members.contains_key("id") && list.iter().all(Value::is_object))
}

/// Returns the items of a response, or the response itself.
pub(super) fn items(operation: &Operation, mut answer: Value) -> Vec<Value> {
    let found = pointer(operation, &answer)
        .and_then(|pointer| answer.pointer_mut(&pointer).map(Value::take));
    match found {
        Some(Value::Array(items)) => items,
        // Items keyed by name.
        Some(Value::Object(items)) => items.into_iter().map(|(_, item)| item).collect(),
        Some(_) | None => vec![answer],
    }
}

/// The columns of items.
pub(super) enum Columns {
    /// These fields; `owner.name` is a nested member.
    Chosen(Vec<String>),
    /// All members, with `id` and `name` first.
    All,
}

impl Columns {
    pub(super) fn of(&self, items: &[Value]) -> Vec<String> {
        if let Self::Chosen(columns) = self {
            return columns.clone();
        }
        let members = items.iter().filter_map(Value::as_object);
        let names: BTreeSet<&str> = members
            .flat_map(|object| object.keys())
            .map(String::as_str)
            .collect();
        if names.is_empty() && !items.is_empty() {
            return vec!["value".to_owned()];
        }
        let first = ["id", "name"];
        let leading = first.into_iter().filter(|name| names.contains(name));
        let others = names.iter().copied().filter(|name| !first.contains(name));
        leading.chain(others).map(str::to_owned).collect()
    }
}

/// Returns the cell of an item in a column.
pub(super) fn cell(item: &Value, column: &str) -> String {
    let Some(members) = item.as_object() else {
        return text(item);
    };
    if let Some(value) = members.get(column) {
        return text(value);
    }
    let mut value = item;
    for name in column.split('.') {
        match value {
            Value::Object(members) => value = members.get(name).unwrap_or(&Value::Null),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return String::new();
            }
            // Members of list items are shown with the list.
            Value::Array(_) => break,
        }
    }
    text(value)
}

/// Formats a value for a cell: empty for null, JSON for arrays and objects.
pub(super) fn text(value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_are_distinguished_from_envelopes() {
        let catalog = crate::catalog::provider("torii").expect("a catalog");
        let operation = catalog.operation("getUser").expect("an operation");
        for (answer, items) in [
            (json!([1, 2]), Some("")),
            (json!({"users": [{"id": 1}], "total": 1}), Some("/users")),
            (json!({"users": [], "total": 0}), Some("/users")),
            (json!({"names": ["a", "b"]}), Some("/names")),
            (json!({"name": "a", "tags": ["x"]}), None),
            (json!({"id": 1, "roles": [{"id": 2}]}), None),
            (json!({"users": [], "groups": []}), None),
        ] {
            assert_eq!(pointer(operation, &answer).as_deref(), items, "{answer}");
        }
    }
}
