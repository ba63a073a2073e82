//! What a call of Prism's has shown.

use serde_json::Value;
use signon_corpus_driver::{NO_CALL, Report};

use crate::document::Document;
use crate::operation::Operation;
use crate::schema::is_null;

/// What a call has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The request was let through, and the response was decoded.
    Fine,
    /// The client does not offer the media type.
    NotOffered,
    /// The request was let through, and Prism rejects the response that it made up itself.
    Unanswered(String),
    /// Something is wrong.
    Problem {
        /// With what: `call`, `request` or `answer`.
        part: &'static str,
        /// What.
        text: String,
    },
}

/// Judges a call.
pub fn verdict(document: &Document, operation: &Operation<'_>, report: &Report) -> Verdict {
    let outcome = &report.outcome;
    let Some(error) = &outcome.error else {
        return Verdict::Fine;
    };
    let body = outcome.body.as_deref().unwrap_or_default();
    let problem: Value = serde_json::from_str(body).unwrap_or_default();
    let violations = problem.get("validation").and_then(Value::as_array);
    let text = match violations {
        Some(_) => problem
            .pointer("/validation")
            .unwrap_or(&Value::Null)
            .to_string(),
        None => format!("{error} {}", body.chars().take(600).collect::<String>()),
    };
    if !outcome.made {
        return if error == NO_CALL {
            Verdict::NotOffered
        } else {
            Verdict::Problem { part: "call", text }
        };
    }
    let is_own_answer = |violation: &Value| {
        violation.pointer("/location/0").and_then(Value::as_str) == Some("response")
    };
    if violations.is_some_and(|violations| violations.iter().all(is_own_answer)) {
        return Verdict::Unanswered(text);
    }
    match outcome.status {
        Some(status @ ..400) if operation.answers_without_body(document, status) => Verdict::Fine,
        // What Prism was asked for, because the document has errors alone.
        Some(status) if operation.only_error() == Some(status) => {
            if outcome.documented || operation.answers_without_body(document, status) {
                Verdict::Fine
            } else {
                Verdict::Problem {
                    part: "answer",
                    text,
                }
            }
        }
        Some(400..) => Verdict::Problem {
            part: "request",
            text,
        },
        _ => Verdict::Problem {
            part: "answer",
            text,
        },
    }
}

/// The document as Prism can read it. It follows what look like references in extensions, too; those are left out.
/// It checks nothing at all where a schema has `nullable` without `type`, which says nothing by the standard and is left
/// out, unless it is null as a member of a union; nor where null is listed that it adds by itself.
pub fn for_prism(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let is_idle = |key: &str, value: &Value| {
                (key.starts_with("x-") && has_reference(value))
                    || (key == "nullable" && value.is_boolean() && !members.contains_key("type"))
            };
            let adds_null = members.get("nullable") == Some(&Value::Bool(true));
            let members = members.iter().filter(|(key, value)| !is_idle(key, value));
            let members = members.map(|(key, value)| {
                let value = match (key.as_str(), value.as_array()) {
                    ("oneOf" | "anyOf", Some(union)) => {
                        union.iter().map(member_for_prism).collect()
                    }
                    ("enum", Some(choices)) if adds_null => choices
                        .iter()
                        .filter(|choice| !choice.is_null())
                        .cloned()
                        .collect(),
                    _ => for_prism(value),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(for_prism).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// A member of a union as Prism can read it.
fn member_for_prism(member: &Value) -> Value {
    if is_null(member) {
        serde_json::json!({"type": "string", "nullable": true, "maxLength": 0})
    } else {
        for_prism(member)
    }
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.contains_key("$ref") || members.values().any(has_reference)
        }
        Value::Array(items) => items.iter().any(has_reference),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
