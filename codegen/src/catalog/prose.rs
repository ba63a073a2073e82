//! Prose for agents and people without characters that hide what it says.

use serde_json::Value;

use crate::comment::clean;

/// Members whose values are prose.
const PROSE: [&str; 3] = ["description", "summary", "title"];

/// Members whose values are data, whatever their keys.
const DATA: [&str; 6] = ["const", "default", "enum", "example", "examples", "value"];

/// A part of the catalog whose prose has no characters that reorder text or take no room.
pub(super) fn visible(part: Value) -> Value {
    match part {
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| {
                let value = if DATA.contains(&key.as_str()) {
                    value
                } else if let (true, Some(text)) = (PROSE.contains(&key.as_str()), value.as_str()) {
                    Value::from(clean(text))
                } else {
                    visible(value)
                };
                (key, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(visible).collect(),
        scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => scalar,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::visible;

    #[test]
    fn prose_loses_hidden_characters_and_data_keeps_them() {
        let part = json!({
            "description": "Lists\u{202e} users.\u{200b}",
            "properties": { "note": { "title": "A\u{2066}b", "default": "c\u{202e}" } },
            "examples": [{ "description": "d\u{202e}" }],
        });
        let expected = json!({
            "description": "Lists users.",
            "properties": { "note": { "title": "Ab", "default": "c\u{202e}" } },
            "examples": [{ "description": "d\u{202e}" }],
        });
        assert_eq!(visible(part), expected);
    }
}
