//! Resources as JSON objects while they are written, with the names that the schema has.

use std::collections::HashSet;

use scim_v2::models::errors::ScimType;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::schema::{Attribute, Schema, Write};

/// The attributes of a resource by their names in the schema.
pub(super) type Document = Map<String, Value>;

/// How a value is written where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Values of a list are added to those that are there.
    Add,
    Replace,
}

/// The object that a body is.
pub(super) fn parse(body: &[u8]) -> Result<Document, Failure> {
    let body = serde_json::from_slice(body).map_err(|error| {
        let detail = format!("the body is not a JSON object: {error}");
        Failure::bad(ScimType::InvalidSyntax, detail)
    })?;
    Ok(body)
}

/// The attributes of a body that may be written, in a write. Others are ignored (RFC 7644, section 3.3).
pub(super) fn accepted(body: Document, schema: &Schema, write: Write) -> Result<Document, Failure> {
    let mut accepted = Document::new();
    for (name, value) in body {
        let Some(attribute) = schema.attribute(&name).filter(|found| found.takes(write)) else {
            continue;
        };
        let value = normalized(attribute, value)?;
        if accepted
            .insert(attribute.name().to_owned(), value)
            .is_some()
        {
            let detail = format!("`{name}` is given twice");
            return Err(Failure::bad(ScimType::InvalidSyntax, detail));
        }
    }
    Ok(accepted)
}

/// A value with the names of the schema. An empty text is not a value.
pub(super) fn normalized(attribute: Attribute<'_>, value: Value) -> Result<Value, Failure> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Array(items) if attribute.is_list() => {
            let items = items.into_iter().map(|item| single(attribute, item));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        // Some clients write a list with one value as the value.
        Value::Object(_) if attribute.is_list() => {
            Ok(Value::Array(vec![single(attribute, value)?]))
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) if attribute.is_list() => {
            Err(invalid(attribute, &value))
        }
        Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => single(attribute, value),
    }
}

pub(super) fn single(attribute: Attribute<'_>, value: Value) -> Result<Value, Failure> {
    match (attribute.kind(), value) {
        ("complex", Value::Object(parts)) => {
            let mut known = Map::new();
            for (name, value) in parts {
                if let Some(part) = attribute.part(&name) {
                    known.insert(part.name().to_owned(), normalized(part, value)?);
                }
            }
            Ok(Value::Object(known))
        }
        ("boolean", Value::Bool(value)) => Ok(Value::Bool(value)),
        // Some clients write booleans as texts.
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true.into()),
        ("boolean", Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false.into()),
        ("string" | "reference", Value::String(text)) if text.is_empty() => Ok(Value::Null),
        ("string" | "reference", Value::String(text)) => Ok(Value::String(text)),
        (_, value) => Err(invalid(attribute, &value)),
    }
}

fn invalid(attribute: Attribute<'_>, value: &Value) -> Failure {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let (name, kind) = (attribute.name(), attribute.kind());
    let list = if attribute.is_list() { ", a list" } else { "" };
    let detail = format!("`{name}` is of type {kind}{list}, not {found}");
    Failure::bad(ScimType::InvalidValue, detail)
}

/// Writes a normalized value of an attribute. Parts of an object that are left out stay.
pub(super) fn write(document: &mut Document, attribute: Attribute<'_>, value: Value, mode: Mode) {
    let name = attribute.name();
    match (document.get_mut(name), value) {
        (_, Value::Null) => {
            document.remove(name);
        }
        (Some(Value::Object(parts)), Value::Object(others)) => parts.extend(others),
        (Some(Value::Array(items)), Value::Array(others)) if mode == Mode::Add => {
            append(items, others);
        }
        (_, value) => {
            document.insert(name.to_owned(), value);
        }
    }
}

/// Adds the items that are not there: those with a `value` of their own, or all that differ.
fn append(items: &mut Vec<Value>, more: Vec<Value>) {
    let key = |item: &Value| item.get("value").unwrap_or(item).to_string();
    let mut known: HashSet<String> = items.iter().map(key).collect();
    items.extend(more.into_iter().filter(|item| known.insert(key(item))));
}

/// Writes each attribute of another document.
pub(super) fn overlay(document: &mut Document, other: Document, schema: &Schema, mode: Mode) {
    for (name, value) in other {
        if let Some(attribute) = schema.attribute(&name) {
            write(document, attribute, value, mode);
        }
    }
}

/// What of a document can be written, in a write.
pub(super) fn writable(document: &Document, schema: &Schema, write: Write) -> Document {
    let known = document.iter().filter_map(|(name, value)| {
        let attribute = schema.attribute(name).filter(|found| found.takes(write))?;
        Some((name.clone(), writable_parts(attribute, value, write)))
    });
    known.filter(|(_, value)| !value.is_null()).collect()
}

fn writable_parts(attribute: Attribute<'_>, value: &Value, write: Write) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter();
            items
                .map(|item| writable_parts(attribute, item, write))
                .collect()
        }
        Value::Object(parts) => {
            let parts = parts.iter().filter(|(name, value)| {
                !value.is_null() && attribute.part(name).is_some_and(|part| part.takes(write))
            });
            let parts = parts.map(|(name, value)| (name.clone(), value.clone()));
            Value::Object(parts.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
