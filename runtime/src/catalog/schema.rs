//! Schemas with the definitions that they refer to.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

const PREFIX: &str = "#/$defs/";

/// `schema` with those of `defs` that it refers to, directly or through others.
pub(super) fn self_contained(schema: &Value, defs: &Map<String, Value>) -> Value {
    let mut found = BTreeSet::new();
    let mut work = vec![schema];
    while let Some(value) = work.pop() {
        match value {
            Value::Object(members) => {
                let name = members.get("$ref").and_then(Value::as_str).and_then(target);
                if let Some((name, def)) = name.and_then(|name| defs.get_key_value(&name))
                    && found.insert(name.as_str())
                {
                    work.push(def);
                }
                work.extend(members.values());
            }
            Value::Array(items) => work.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut schema = schema.clone();
    if let Value::Object(members) = &mut schema
        && !found.is_empty()
    {
        let found = found.into_iter().filter_map(|name| {
            let def = defs.get(name)?;
            Some((name.to_owned(), def.clone()))
        });
        members.insert("$defs".to_owned(), Value::Object(found.collect()));
    }
    schema
}

/// The definition that a reference leads to.
fn target(reference: &str) -> Option<String> {
    let name = reference.strip_prefix(PREFIX)?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}
