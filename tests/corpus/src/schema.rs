//! A schema as one flat object: references followed, `allOf` merged, one member of each union taken.

use serde_json::{Map, Value};
use signon_oracle::document::Document as Oracle;

use crate::document::Document;

/// How much of a value is wanted, and which member of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// What is required, and the first member.
    Least,
    /// Everything, and the last member.
    Most,
}

/// The keys that may not be there, because another member of a `oneOf` would hold, too.
pub const EXCLUDED: &str = " excluded";

/// A schema without references, `allOf` and unions at its top; those inside are left as they are.
///
/// `seen` holds the references that were followed.
pub fn flat(
    document: &Document,
    value: &Value,
    extent: Extent,
    seen: &mut Vec<String>,
) -> Map<String, Value> {
    let Some(schema) = value.as_object() else {
        return Map::new();
    };
    let mut merged = Map::new();
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
        && let Some(target) = document.target(reference)
    {
        seen.push(reference.to_owned());
        merged = flat(document, target, extent, seen);
    }
    let plain = schema
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "$ref" | "allOf" | "oneOf" | "anyOf"));
    merge(
        &mut merged,
        plain
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    );
    for member in list(schema, "allOf") {
        let member = flat(document, member, extent, seen);
        merge(&mut merged, member);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(member) = chosen(document, list(schema, key), extent) {
            if key == "oneOf" {
                let others = list(schema, key).iter().filter(|other| *other != member);
                let keys: Vec<Value> = others.flat_map(only_requires).cloned().collect();
                merge(
                    &mut merged,
                    Map::from_iter([(EXCLUDED.to_owned(), Value::from(keys))]),
                );
            }
            let tag = tag(value, member);
            let member = flat(document, member, extent, seen);
            merge(&mut merged, member);
            if let Some((key, tag)) = tag {
                let only =
                    serde_json::json!({"properties": {key: {"enum": [tag]}}, "required": [key]});
                if let Value::Object(only) = only {
                    merge(&mut merged, only);
                }
            }
        }
    }
    merged
}

/// The members of a combination.
fn list<'s>(schema: &'s Map<String, Value>, key: &str) -> &'s [Value] {
    schema
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The keys that a member requires which says nothing else.
fn only_requires(member: &Value) -> impl Iterator<Item = &Value> {
    let member = member.as_object().filter(|member| member.len() == 1);
    let required = member.and_then(|member| member.get("required"));
    required.and_then(Value::as_array).into_iter().flatten()
}

/// The first or the last member that is not null alone.
fn chosen<'s>(document: &Document, members: &'s [Value], extent: Extent) -> Option<&'s Value> {
    let mut members = members
        .iter()
        .filter(|member| !is_null(document.follow(member)));
    match extent {
        Extent::Least => members.next(),
        Extent::Most => members.next_back(),
    }
}

/// Whether a member of a union is null alone.
pub fn is_null(member: &Value) -> bool {
    member.get("type").and_then(Value::as_str) == Some("null")
        || member.get("enum") == Some(&Value::Array(vec![Value::Null]))
        || *member == serde_json::json!({"nullable": true})
}

/// The discriminating key of a union, and the value of it that selects a member.
fn tag<'s>(union: &'s Value, member: &'s Value) -> Option<(&'s str, &'s str)> {
    let tags = Oracle::tags(union, member);
    Some((Oracle::discriminating_key(union)?, *tags.first()?))
}

/// Adds what a schema says to what is known: both hold.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(known)), Value::Object(more)) if key == "properties" => {
                for (name, schema) in more {
                    let both = match known.remove(&name) {
                        Some(known) if known != schema => {
                            serde_json::json!({ "allOf": [known, schema] })
                        }
                        _ => schema,
                    };
                    known.insert(name, both);
                }
            }
            (Some(Value::Array(known)), Value::Array(more)) if key == "required" => {
                known.extend(more);
            }
            (Some(Value::Array(known)), Value::Array(more)) if key == "enum" => {
                known.retain(|value| more.contains(value));
            }
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}
