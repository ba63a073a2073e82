//! What a call changes.

use serde_json::{Value, json};

use crate::ir::{Operation, Retry};

/// What a call changes, as far as the method says it, and as the document says otherwise.
pub(super) fn effect(operation: &Operation) -> Value {
    let (read_only, destructive, by_method) = match operation.method.as_str() {
        "GET" | "HEAD" | "OPTIONS" | "QUERY" | "TRACE" => (true, false, true),
        "PUT" | "DELETE" => (false, true, true),
        _ => (false, true, false),
    };
    let idempotent = match operation.retry {
        Some(Retry::Safe) => true,
        Some(Retry::Never) | None => by_method || operation.idempotency_header.is_some(),
    };
    let stated = operation.effect;
    let read_only = stated.read_only.unwrap_or(read_only);
    json!({
        "read_only": read_only,
        // What changes nothing destroys nothing.
        "destructive": stated.destructive.unwrap_or(destructive && !read_only),
        "idempotent": stated.idempotent.unwrap_or(idempotent || read_only),
        "open_world": stated.open_world.unwrap_or(true),
    })
}
