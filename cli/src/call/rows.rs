//! The items of an answer, and their cells.

use std::collections::BTreeSet;

use serde_json::Value;
use signon_runtime::catalog::Operation;

/// The JSON pointer to the items of an answer; `None` where it has none.
pub(super) fn pointer(operation: &Operation, answer: &Value) -> Option<String> {
    let documented = operation
        .pagination
        .as_ref()
        .map(|pagination| pagination.items.clone());
    let documented = documented.filter(|pointer| answer.pointer(pointer).is_some_and(is_list));
    documented.or_else(|| match answer {
        Value::Array(_) => Some(String::new()),
        Value::Object(members) => {
            let mut lists = members.iter().filter(|(_, value)| is_list(value));
            let (name, _) = lists.next()?;
            let is_only = lists.next().is_none();
            is_only.then(|| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

fn is_list(value: &Value) -> bool {
    let is_object = |item: &Value| item.is_object();
    value
        .as_array()
        .is_some_and(|items| items.is_empty() || items.iter().all(is_object))
        || value.is_array()
}

/// The items of an answer, or the answer itself.
pub(super) fn items(operation: &Operation, mut answer: Value) -> Vec<Value> {
    let found = pointer(operation, &answer)
        .and_then(|pointer| answer.pointer_mut(&pointer).map(Value::take));
    match found {
        Some(Value::Array(items)) => items,
        // Items by their names.
        Some(Value::Object(items)) => items.into_iter().map(|(_, item)| item).collect(),
        Some(_) | None => vec![answer],
    }
}

/// The columns of items: those of `first` in their order, and then all others.
pub(super) fn columns(items: &[Value], first: &[String]) -> Vec<String> {
    let members = items.iter().filter_map(Value::as_object);
    let names: BTreeSet<&String> = members.flat_map(|object| object.keys()).collect();
    if names.is_empty() {
        return vec!["value".to_owned()];
    }
    let is_first = |name: &&String| first.contains(name);
    let begin = first.iter().filter(|name| names.contains(name));
    let others = names.iter().copied().filter(|name| !is_first(name));
    begin.chain(others).cloned().collect()
}

/// An item's cell in a column.
pub(super) fn cell(item: &Value, column: &str) -> String {
    match item.as_object() {
        Some(members) => members.get(column).map_or_else(String::new, text),
        None => text(item),
    }
}

/// A value in a cell: nothing for null, JSON for what is compound.
pub(super) fn text(value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
