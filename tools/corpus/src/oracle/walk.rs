//! A value, node by node, and the schemas that hold for each.

use std::collections::HashSet;

use serde_json::Value;

use super::{Oracle, branches, list};
use crate::pointer;

/// A node of a value, and what the document says of it.
#[derive(Debug)]
pub(crate) struct Spot<'a> {
    /// Its location in the value.
    pub(crate) pointer: String,
    /// The value there.
    pub(crate) value: &'a Value,
    /// All schemas that hold for it, without `$ref` and `allOf`, and with the branches that it fits.
    pub(crate) schemas: Vec<&'a Value>,
    /// The key of a tag: of a discriminator, or of a constant that each member of a union has.
    pub(crate) tags: Vec<&'a str>,
}

/// Visits every node of a value that the document says something about, parents first.
pub(crate) fn walk<'a>(
    oracle: &'a Oracle,
    schema: &'a Value,
    value: &'a Value,
    visit: &mut dyn FnMut(&Spot<'a>),
) {
    descend(oracle, &[schema], value, String::new(), visit);
}

fn descend<'a>(
    oracle: &'a Oracle,
    schemas: &[&'a Value],
    value: &'a Value,
    pointer: String,
    visit: &mut dyn FnMut(&Spot<'a>),
) {
    let mut spot = Spot {
        pointer,
        value,
        schemas: Vec::new(),
        tags: Vec::new(),
    };
    let mut seen = HashSet::new();
    for schema in schemas {
        gather(oracle, schema, &mut spot, &mut seen);
    }
    visit(&spot);
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let below: Vec<&Value> = spot
                    .schemas
                    .iter()
                    .filter_map(|schema| of_member(schema, key))
                    .collect();
                if !below.is_empty() {
                    descend(
                        oracle,
                        &below,
                        member,
                        pointer::join(&spot.pointer, key),
                        visit,
                    );
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let below: Vec<&Value> = spot
                    .schemas
                    .iter()
                    .filter_map(|schema| of_item(schema, index))
                    .collect();
                if !below.is_empty() {
                    descend(
                        oracle,
                        &below,
                        item,
                        pointer::join(&spot.pointer, &index.to_string()),
                        visit,
                    );
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Adds what holds for the spot's value: the schema, its conjuncts, and the branches that the value fits.
fn gather<'a>(
    oracle: &'a Oracle,
    schema: &'a Value,
    spot: &mut Spot<'a>,
    seen: &mut HashSet<*const Value>,
) {
    for part in oracle.conjuncts(schema) {
        if !seen.insert(std::ptr::from_ref(part)) {
            continue;
        }
        spot.schemas.push(part);
        if let Some(tag) = Oracle::tag_key(part).or_else(|| common_tag(oracle, part)) {
            spot.tags.push(tag);
        }
        for branch in chosen(oracle, part, spot.value) {
            gather(oracle, branch, spot, seen);
        }
    }
}

/// The branches that hold for a value: the one that its tag names, those that it fits, or else all.
fn chosen<'a>(oracle: &'a Oracle, schema: &'a Value, value: &Value) -> Vec<&'a Value> {
    if branches(schema).next().is_none() {
        return Vec::new();
    }
    if let Some(member) = oracle.tagged_member(schema, value) {
        return vec![member];
    }
    let fitting: Vec<&Value> = branches(schema)
        .filter(|branch| oracle.fits(branch, value))
        .collect();
    if fitting.is_empty() {
        branches(schema).collect()
    } else {
        fitting
    }
}

/// The key that each member of a union has with one value of its own.
fn common_tag<'a>(oracle: &'a Oracle, schema: &'a Value) -> Option<&'a str> {
    let mut members = branches(schema)
        .map(|branch| constants(oracle, branch))
        .filter(|keys| !keys.is_empty());
    let first = members.next()?;
    let others: Vec<Vec<&str>> = members.collect();
    if others.is_empty() {
        return None;
    }
    first
        .into_iter()
        .find(|key| others.iter().all(|other| other.contains(key)))
}

/// The keys that can only have one value.
fn constants<'a>(oracle: &'a Oracle, branch: &'a Value) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for part in oracle.conjuncts(branch) {
        for (key, property) in part
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let fixed = oracle
                .conjuncts(property)
                .iter()
                .any(|part| part.get("const").is_some() || list(part, "enum").count() == 1);
            if fixed {
                keys.push(key.as_str());
            }
        }
    }
    keys
}

fn of_member<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    schema
        .get("properties")
        .and_then(|properties| properties.get(key))
        .or_else(|| {
            schema
                .get("patternProperties")?
                .as_object()?
                .values()
                .next()
        })
        .or_else(|| {
            schema
                .get("additionalProperties")
                .filter(|others| others.is_object())
        })
}

fn of_item(schema: &Value, index: usize) -> Option<&Value> {
    list(schema, "prefixItems")
        .nth(index)
        .or_else(|| schema.get("items"))
}
