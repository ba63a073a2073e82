//! What a provider says about an error, in whatever shape it says it.

use serde_json::Value;

use crate::error_response::ErrorResponse;
use crate::secret::Secret;

/// The provider's own code and words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
}

impl Said {
    /// What the body of `response` says, with `secrets` blotted out.
    pub(crate) fn by(response: &ErrorResponse, secrets: &[Secret]) -> Self {
        let Ok(body) = serde_json::from_slice::<Value>(&response.body) else {
            return Self::default();
        };
        let inner = body
            .get("error")
            .or_else(|| body.get("status"))
            .filter(|inner| inner.is_object())
            .unwrap_or(&body);
        let first = body.pointer("/errors/0").unwrap_or(&Value::Null);
        let find = |keys: &[&str]| {
            [inner, &body, first]
                .into_iter()
                .find_map(|place| keys.iter().find_map(|key| words(place.get(*key)?)))
                .map(|text| line(text, secrets))
        };
        let code = find(&["code", "error_code", "errorCode", "name", "error", "type"]);
        let message = find(&[
            "message",
            "error_description",
            "detail",
            "description",
            "title",
        ])
        .or_else(|| words(first).map(|text| line(text, secrets)));
        Self {
            message: message.filter(|message| code.as_ref() != Some(message)),
            code,
        }
    }
}

/// A text, a number, or the first text of a list or an object.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.first().and_then(Value::as_str).map(str::to_owned),
        Value::Object(members) => members
            .get("description")
            .or_else(|| members.get("message"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

/// A text as part of one line: no control characters, not long, no secrets.
fn line(text: String, secrets: &[Secret]) -> String {
    const LONGEST: usize = 300;
    let mut text = text;
    for secret in secrets {
        let secret = secret.expose();
        // Blotting out a letter would tell which letter it is.
        if secret.len() >= 4 && text.contains(secret) {
            text = text.replace(secret, "***");
        }
    }
    let mut line: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .take(LONGEST)
        .collect();
    if line.len() < text.len() && text.chars().count() > LONGEST {
        line.push_str("...");
    }
    line
}
