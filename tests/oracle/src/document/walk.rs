//! A value, node by node, and the schemas that hold for each.

use std::collections::HashSet;

use serde_json::Value;

use super::{Document, branches, list};
use crate::pointer;

/// A node of a value, and what the document declares for it.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its location in the value.
    pub pointer: String,
    /// The value there.
    pub value: &'a Value,
    /// All schemas that hold for it, without `$ref` and `allOf`, and with the branches that it is valid for.
    pub schemas: Vec<&'a Value>,
    /// The discriminating keys: of a discriminator, or of a constant that each member of a union has.
    pub tags: Vec<&'a str>,
}

impl Document {
    /// Visits every node of a value that the document declares something for, parents first.
    pub fn walk<'a>(
        &'a self,
        schema: &'a Value,
        value: &'a Value,
        visit: &mut dyn FnMut(&Node<'a>),
    ) {
        descend(self, &[schema], value, String::new(), visit);
    }
}

fn descend<'a>(
    document: &'a Document,
    schemas: &[&'a Value],
    value: &'a Value,
    pointer: String,
    visit: &mut dyn FnMut(&Node<'a>),
) {
    let mut node = Node {
        pointer,
        value,
        schemas: Vec::new(),
        tags: Vec::new(),
    };
    let mut seen = HashSet::new();
    for schema in schemas {
        gather(document, schema, &mut node, &mut seen);
    }
    visit(&node);
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let below: Vec<&Value> = node
                    .schemas
                    .iter()
                    .filter_map(|schema| of_member(schema, key))
                    .collect();
                if !below.is_empty() {
                    descend(
                        document,
                        &below,
                        member,
                        pointer::join(&node.pointer, key),
                        visit,
                    );
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let below: Vec<&Value> = node
                    .schemas
                    .iter()
                    .filter_map(|schema| of_item(schema, index))
                    .collect();
                if !below.is_empty() {
                    descend(
                        document,
                        &below,
                        item,
                        pointer::join(&node.pointer, &index.to_string()),
                        visit,
                    );
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Adds what holds for the node's value: the schema, its conjuncts, and the branches that the value fits.
fn gather<'a>(
    document: &'a Document,
    schema: &'a Value,
    node: &mut Node<'a>,
    seen: &mut HashSet<*const Value>,
) {
    for part in document.conjuncts(schema) {
        if !seen.insert(std::ptr::from_ref(part)) {
            continue;
        }
        node.schemas.push(part);
        if let Some(tag) = Document::discriminating_key(part).or_else(|| common_key(document, part))
        {
            node.tags.push(tag);
        }
        for branch in chosen(document, part, node.value) {
            gather(document, branch, node, seen);
        }
    }
}

/// The branches that hold for a value: the one that its discriminator selects, those that it is valid for, or else all.
fn chosen<'a>(document: &'a Document, schema: &'a Value, value: &Value) -> Vec<&'a Value> {
    if branches(schema).next().is_none() {
        return Vec::new();
    }
    if let Some(member) = document.discriminated_member(schema, value) {
        return vec![member];
    }
    let valid: Vec<&Value> = branches(schema)
        .filter(|branch| document.is_valid(branch, value))
        .collect();
    if valid.is_empty() {
        branches(schema).collect()
    } else {
        valid
    }
}

/// The key that each member of a union has with one value of its own.
fn common_key<'a>(document: &'a Document, schema: &'a Value) -> Option<&'a str> {
    let mut members = branches(schema)
        .map(|branch| constants(document, branch))
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
fn constants<'a>(document: &'a Document, branch: &'a Value) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for part in document.conjuncts(branch) {
        for (key, property) in part
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let fixed = document
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
