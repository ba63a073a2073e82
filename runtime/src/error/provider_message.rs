//! A provider's own message about an error, in any of the common shapes.

use http::HeaderMap;
use serde_json::Value;

use crate::error_response::ErrorResponse;
use crate::redact::Redactor;

/// The provider's own code and words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProviderMessage {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl ProviderMessage {
    /// What the server calls the request.
    pub(crate) fn request_id(response: &ErrorResponse, redactor: &Redactor) -> Option<String> {
        request_id(&response.headers).map(|id| redactor.line(id))
    }

    /// The message in the body of `response`, without the secrets that `redactor` knows.
    pub(crate) fn by(response: &ErrorResponse, redactor: &Redactor) -> Self {
        let request_id = Self::request_id(response, redactor);
        let Some(body) = body(response) else {
            return Self {
                request_id,
                ..Self::default()
            };
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
                .map(|text| redactor.line(&text))
        };
        let code = find(&["code", "error_code", "errorCode", "name", "error", "type"]);
        let message = find(&[
            "message",
            "error_description",
            "detail",
            "description",
            "title",
        ])
        .or_else(|| words(first).map(|text| redactor.line(&text)));
        Self {
            message: message.filter(|message| code.as_ref() != Some(message)),
            code,
            request_id,
        }
    }
}

/// The body as JSON, if it is JSON, or XML that the client reads.
fn body(response: &ErrorResponse) -> Option<Value> {
    #[cfg(feature = "xml")]
    if crate::media::is_xml(response.media_type()) {
        return crate::xml::value(&response.body).map(in_lower_case);
    }
    serde_json::from_slice(&response.body).ok()
}

/// The same with keys that begin with a small letter: elements are often `Code` and `Message`.
#[cfg(feature = "xml")]
fn in_lower_case(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| {
                let mut rest = key.chars();
                let first = rest.next().map(|first| first.to_ascii_lowercase());
                let key: String = first.into_iter().chain(rest).collect();
                (key, in_lower_case(value))
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.into_iter().map(in_lower_case).collect(),
        scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => scalar,
    }
}

/// What the server calls the request, unchanged.
fn request_id(headers: &HeaderMap) -> Option<&str> {
    /// The headers that providers use, the usual ones first.
    const NAMES: [&str; 7] = [
        "x-request-id",
        "request-id",
        "x-correlation-id",
        "x-amzn-requestid",
        "x-amz-request-id",
        "x-trace-id",
        "cf-ray",
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
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
