//! What a token endpoint answers.

use std::time::Duration;

use serde_json::Value;

/// A token, and its lifetime if the server sent one.
pub(super) struct Granted {
    pub(super) token: String,
    pub(super) lifetime: Option<Duration>,
}

/// Reads a token response; `None` if it has no token.
///
/// OneLogin's older endpoint wraps its response in `data`, with a list in it.
pub(super) fn read(body: &[u8]) -> Option<Granted> {
    let body: Value = serde_json::from_slice(body).ok()?;
    [body.pointer("/data/0"), body.get("data"), Some(&body)]
        .into_iter()
        .flatten()
        .find_map(granted)
}

fn granted(place: &Value) -> Option<Granted> {
    let token = place.get("access_token")?.as_str()?;
    if token.is_empty() {
        return None;
    }
    let seconds = place.get("expires_in").and_then(|seconds| match seconds {
        // Some servers write the number as a string.
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_f64(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    });
    Some(Granted {
        token: token.to_owned(),
        lifetime: seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
    })
}
