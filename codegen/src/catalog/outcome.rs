//! What a call comes to: the schema of successes, the documented statuses, and errors.

use serde_json::{Value, json};

use super::object::{Object, texts};
use super::schema::{Schemas, Side};
use crate::ir::{Header, Operation, Response};

/// The schema of the success body; none where no success is JSON.
pub(super) fn output(schemas: &mut Schemas<'_>, operation: &Operation) -> Option<Value> {
    let mut variants: Vec<Value> = Vec::new();
    for ty in operation.successes.iter().flat_map(Response::json_types) {
        let schema = schemas.schema(ty, Side::Output);
        if !variants.contains(&schema) {
            variants.push(schema);
        }
    }
    match variants.len() {
        0 => None,
        1 => variants.pop(),
        _ => Some(json!({"anyOf": variants})),
    }
}

/// The documented successes.
pub(super) fn responses(operation: &Operation) -> Vec<Value> {
    let entry = |response: &Response| -> Value {
        let media: Vec<&str> = response
            .contents
            .iter()
            .map(|content| &*content.media)
            .collect();
        Object::new()
            .put("status", response.status.to_string())
            .put_some("description", response.description.clone())
            .put_list("media_types", texts(&media))
            .put_list("headers", response.headers.iter().map(header).collect())
            .into()
    };
    operation.successes.iter().map(entry).collect()
}

fn header(header: &Header) -> Value {
    Object::new()
        .put("name", header.key.as_str())
        .put_some("description", super::documentation::of_value(&header.doc))
        .into()
}

/// The documented errors.
pub(super) fn errors(schemas: &mut Schemas<'_>, operation: &Operation) -> Vec<Value> {
    let mut entries = Vec::new();
    for response in &operation.errors {
        let schema = response.json_types().next();
        let schema = schema.map(|ty| schemas.schema(ty, Side::Output));
        entries.push(
            Object::new()
                .put("status", response.status.to_string())
                .put_some("description", response.description.clone())
                .put_some("schema", schema)
                .into(),
        );
    }
    entries
}
