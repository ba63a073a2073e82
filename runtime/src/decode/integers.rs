//! Integers that JSON writes with a fraction of zero or an exponent, written without.

use crate::number::exact;

/// The same JSON with `1.0` and `1e3` written as `1` and `1000`; all other numbers, and texts, stay as they are.
pub(super) fn respell(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len());
    let mut rest = json;
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => text_length(rest),
            b'-' | b'0'..=b'9' => number_length(rest),
            _ => 1,
        };
        let (token, after) = rest.split_at(length.min(rest.len()));
        match integer(token) {
            Some(integer) => out.extend(integer.to_string().into_bytes()),
            None => out.extend(token),
        }
        rest = after;
    }
    out
}

/// The integer that a number with a fraction or an exponent is.
fn integer(token: &[u8]) -> Option<i64> {
    let is_number = token.first().is_some_and(|first| *first != b'"');
    let is_respelled = token.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    let text = std::str::from_utf8(token)
        .ok()
        .filter(|_| is_number && is_respelled)?;
    exact(text.parse().ok()?)
}

/// The length of the text that begins here, with its quotes.
fn text_length(json: &[u8]) -> usize {
    let mut escaped = false;
    let end = json.iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(json.len(), |end| end + 2)
}

/// The length of the number that begins here.
fn number_length(json: &[u8]) -> usize {
    let is_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = json.iter().position(|byte| !is_number(byte));
    end.unwrap_or(json.len())
}

#[cfg(test)]
mod tests {
    use super::respell;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&respell(json.as_bytes())), expected);
    }

    #[test]
    fn whole_numbers_are_written_as_integers() {
        check(r#"{"a": [1.0, -2.50e1, 1E3]}"#, r#"{"a": [1, -25, 1000]}"#);
    }

    #[test]
    fn other_numbers_and_texts_stay_as_they_are() {
        for json in [
            r#"{"1.0": "2.0 \"3.0\" \\", "a": 1.10}"#,
            "[0.1234567890123456789, 1e400, 9007199254740994.0, 12345678901234567890]",
            "truE",
            "",
            r#""open 1.0"#,
            "-",
            "1.e",
        ] {
            check(json, json);
        }
    }
}
