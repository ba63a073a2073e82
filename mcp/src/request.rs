//! Formats prepared requests as JSON.

use serde_json::{Map, Value, json};
use signon_runtime::dynamic::{PreparedBody, PreparedRequest};

/// Returns the request as JSON, with credentials redacted.
pub fn value(request: &PreparedRequest) -> Value {
    let headers: Map<String, Value> = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect();
    let text = |bytes: &[u8]| {
        serde_json::from_slice(bytes).unwrap_or_else(|_| match std::str::from_utf8(bytes) {
            Ok(text) => Value::from(text),
            Err(_) => json!({ "bytes": bytes.len() }),
        })
    };
    let body = match &request.body {
        PreparedBody::Bytes(bytes) => text(bytes),
        PreparedBody::Multipart(parts) => parts
            .iter()
            .map(|part| json!({ "headers": part.headers, "content": part.content.as_deref().map(text) }))
            .collect(),
        PreparedBody::Unread => json!("(a file)"),
        PreparedBody::Empty | _ => Value::Null,
    };
    json!({
        "dry_run": true,
        "request": { "method": request.method, "url": request.url, "headers": headers, "body": body },
        "missing_credentials": request.missing_credentials,
    })
}
