//! `--set PATH=VALUE`: sets single fields.

use serde_json::{Map, Value};
use signon_runtime::catalog::{Catalog, Operation};

use super::failure::Failure;
use super::flags::Flags;
use super::schema::{self, Shape};

/// Sets a field in the arguments.
pub(super) fn apply(
    catalog: &Catalog,
    operation: &Operation,
    flags: &Flags,
    arguments: &mut Map<String, Value>,
    word: &str,
) -> Result<(), Failure> {
    let (path, text) = word
        .split_once('=')
        .filter(|(path, _)| !path.is_empty())
        .ok_or_else(|| {
            // The argument is not shown: it may contain a secret.
            Failure::usage("`--set` needs `PATH=VALUE`").detail("For example: --set owner.id=3")
        })?;
    let mut segments = segments(path);
    let named = segments.first().and_then(|first| {
        let mut known = flags.arguments.iter();
        known.find(|flag| {
            [&flag.argument.name, &flag.argument.wire_name, &flag.name].contains(&first)
        })
    });
    let Some(root) = named.or_else(|| flags.whole_body()) else {
        let arguments = flags.arguments.iter();
        let valid: Vec<&str> = arguments.map(|flag| flag.argument.name.as_str()).collect();
        return Err(Failure::usage(format!("`--set {path}`: unknown argument"))
            .detail(format!("expected one of {}", valid.join(", "))));
    };
    if named.is_some() {
        segments.remove(0);
    }
    let unknown = Value::Bool(true);
    let properties = operation.input.get("properties");
    let mut schema = properties
        .and_then(|properties| properties.get(&root.argument.name))
        .unwrap_or(&unknown);
    let mut target = arguments
        .entry(root.argument.name.clone())
        .or_insert(Value::Null);
    for segment in &segments {
        let is_list = Shape::of(schema, &catalog.defs).is_list();
        target = member(target, segment, is_list).ok_or_else(|| {
            Failure::usage(format!(
                "`--set {path}`: `{segment}` is not a member that can be set"
            ))
        })?;
        schema = schema::child(schema, &catalog.defs, segment).unwrap_or(&unknown);
    }
    let shape = Shape::of(schema, &catalog.defs);
    *target = shape
        .value(text)
        .map_err(|problem| Failure::usage(format!("`--set {path}`: {problem}")))?;
    Ok(())
}

/// Splits `owner.id`, or the JSON pointer `/owner/id`, into segments.
fn segments(path: &str) -> Vec<String> {
    match path.strip_prefix('/') {
        Some(pointer) => pointer
            .split('/')
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
            .collect(),
        None => path.split('.').map(str::to_owned).collect(),
    }
}

/// Returns the member of a value, inserting it if missing.
fn member<'a>(value: &'a mut Value, name: &str, is_list: bool) -> Option<&'a mut Value> {
    if value.is_null() {
        *value = if is_list {
            Value::Array(Vec::new())
        } else {
            Value::Object(Map::new())
        };
    }
    match value {
        Value::Object(object) => Some(object.entry(name).or_insert(Value::Null)),
        Value::Array(items) => {
            let index: usize = name.parse().ok()?;
            if index == items.len() {
                items.push(Value::Null);
            }
            items.get_mut(index)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
