//! Converts failures of calls to results that a model can act on.

use rmcp::model::CallToolResult;
use serde_json::{Map, Value, json};
use signon_runtime::ErrorKind;
use signon_runtime::dynamic::Error;

use crate::json::object;
use crate::{budget, reply};

/// Converts a failure to a result, both structured and as text.
pub(crate) fn of_call(error: &Error, budget: usize) -> CallToolResult {
    let value = match error {
        Error::Arguments { .. } => arguments(error),
        Error::Call(call) if call.is_accepted() => return accepted(call, budget),
        Error::Call(call) => json!({ "error": of_answer(call) }),
        Error::UnknownOperation { .. } | Error::Schema { .. } | _ => {
            json!({ "error": { "message": error.to_string() } })
        }
    };
    result(value, budget)
}

/// Creates the result for an invalid argument of the server.
pub(crate) fn of_argument(pointer: &str, message: &str) -> CallToolResult {
    let problem = json!({ "pointer": pointer, "message": message });
    let value = json!({ "error": { "message": format!("`{pointer}`: {message}"), "problems": [problem], "sent": false } });
    result(value, budget::DEFAULT)
}

/// Creates a result that contains only a message.
pub(crate) fn of_message(message: &str) -> CallToolResult {
    result(
        json!({ "error": { "message": message, "sent": false } }),
        budget::DEFAULT,
    )
}

fn result(value: Value, budget: usize) -> CallToolResult {
    let value = Value::Object(budget::fit(object(value), budget, None));
    CallToolResult::structured_error(value)
}

/// Reports invalid arguments, and what would be valid. The values are omitted: they may be secrets.
fn arguments(error: &Error) -> Value {
    let problems: Vec<Value> = error
        .problems()
        .iter()
        .map(|problem| {
            let mut shown = json!({ "pointer": problem.pointer, "message": problem.to_string() });
            if let Some(shown) = shown.as_object_mut() {
                if !problem.valid.is_empty() {
                    shown.insert("valid".to_owned(), json!(problem.valid));
                }
                if let Some(similar) = &problem.similar {
                    shown.insert("did_you_mean".to_owned(), json!(similar));
                }
            }
            shown
        })
        .collect();
    json!({ "error": { "message": error.to_string(), "problems": problems, "sent": false } })
}

/// Reports a failed call: how far it got, and the provider's response.
fn of_answer(error: &signon_runtime::Error) -> Value {
    let mut shown = Map::new();
    let mut insert = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            shown.insert(key.to_owned(), value);
        }
    };
    insert(
        "message",
        Some(json!(
            error
                .message()
                .map_or_else(|| error.to_string(), str::to_owned)
        )),
    );
    insert("kind", Some(json!(kind(error.kind()))));
    insert(
        "status",
        error.status().map(|status| json!(status.as_u16())),
    );
    insert("code", error.code().map(Value::from));
    insert("request_id", error.request_id().map(Value::from));
    insert(
        "retry_after_seconds",
        error
            .retry_after()
            .map(|wait| json!(wait.as_secs_f64().ceil())),
    );
    insert("retryable", Some(json!(error.is_retryable())));
    insert(
        "may_have_taken_effect",
        error.may_have_been_sent().then_some(json!(true)),
    );
    Value::Object(shown)
}

/// Reports a call that took effect, but whose response does not match the document: not an error, to avoid repetition.
fn accepted(error: &signon_runtime::Error, budget: usize) -> CallToolResult {
    let response = error.response();
    let body = response.and_then(|response| {
        let json = response.json::<Value>();
        json.or_else(|| response.text().map(Value::from))
    });
    let value = json!({
        "accepted": true,
        "status": error.status().map(|status| status.as_u16()),
        "warning": format!("The request took effect; do not repeat it. Its answer does not fit the document: {error}"),
        "answer": body,
    });
    reply::Reply::of(value).result(budget, None)
}

fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Build => "request",
        ErrorKind::Credentials => "credentials",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Api => "api",
        ErrorKind::Unexpected => "unexpected",
        ErrorKind::Pages => "pages",
        _ => "other",
    }
}
