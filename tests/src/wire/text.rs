//! Scalars as texts.

use serde_json::Value;

/// The value with a text for every scalar, as it travels in a URL, a header or a form.
pub fn leaves(value: &Value) -> Value {
    match value {
        Value::Null => Value::from(""),
        Value::Bool(truth) => Value::from(truth.to_string()),
        Value::Number(number) => match number.as_f64() {
            // A whole number has no fraction to show.
            Some(float) if number.is_f64() && float.fract() == 0.0 => {
                Value::from(format!("{float:.0}"))
            }
            _ => Value::from(number.to_string()),
        },
        Value::String(text) => Value::from(text.clone()),
        Value::Array(items) => Value::Array(items.iter().map(leaves).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), leaves(value)))
                .collect(),
        ),
    }
}

/// A part of a URL without its escapes (RFC 3986); what is not UTF-8 is replaced.
pub fn unescape(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high * 16 + low);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
