//! One way to read JSON, and to say where it does not fit.
//!
//! A failure's path is found by scanning the raw text up to the place that `serde_json` names, so
//! that each type is compiled once.

mod integers;
mod locate;

use serde_core::de::DeserializeOwned;
use serde_json::error::Category;

pub(crate) use self::locate::locate;

/// Where and why a body does not decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyError {
    /// The JSON path of the value that does not fit, such as `$.users[3].id`.
    pub(crate) path: String,
    /// What is wrong, without any value.
    pub(crate) message: String,
    /// Where in the text.
    pub(crate) offset: usize,
}

/// Reads all of `text` as a `T`.
pub(crate) fn json<T: DeserializeOwned>(text: &[u8]) -> Result<T, BodyError> {
    let text = without_mark(text);
    serde_json::from_slice(text).or_else(|error| {
        // Fields accept integers in any spelling by themselves; aliases, and bodies that are not structs, cannot.
        let respelled = is_about_fraction(&error).then(|| integers::respell(text));
        let decoded = respelled.and_then(|text| serde_json::from_slice(&text).ok());
        decoded.ok_or_else(|| body_error(text, &error))
    })
}

/// Whether a number with a fraction or an exponent is what does not fit.
fn is_about_fraction(error: &serde_json::Error) -> bool {
    error.classify() == Category::Data && error.to_string().contains("floating point")
}

/// Some servers write a byte order mark, which JSON does not have.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}

fn body_error(text: &[u8], error: &serde_json::Error) -> BodyError {
    let text = without_mark(text);
    let offset = locate::offset(text, error.line(), error.column());
    // A character that should not be there has been read; it must not end the value that it is in.
    let within = match error.classify() {
        Category::Syntax => offset.saturating_sub(1),
        Category::Data | Category::Eof | Category::Io => offset,
    };
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    BodyError {
        path: locate(text, within),
        message: without_values(message),
        offset,
    }
}

/// serde's message without the values that it quotes: they might be secrets.
pub(crate) fn without_values(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, quoted)) = rest.split_once('"') {
        out.push_str(before.trim_end());
        // A quote within the value is escaped by a backslash.
        let mut escaped = false;
        let end = quoted.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        rest = end
            .and_then(|end| quoted.get(end + 1..))
            .unwrap_or_default();
    }
    out.push_str(rest);
    for kind in ["integer", "floating point", "boolean", "character"] {
        strip_backticks(&mut out, kind);
    }
    for kind in ["unknown variant", "unknown field"] {
        strip_backticks(&mut out, kind);
    }
    out
}

/// Removes the text between backticks after `kind`.
fn strip_backticks(text: &mut String, kind: &str) {
    let mark = format!("{kind} `");
    let Some(start) = text.find(&mark) else {
        return;
    };
    let from = start + mark.len();
    let Some(length) = text.get(from..).and_then(|rest| rest.find('`')) else {
        return;
    };
    text.replace_range(from - 2..=from + length, "");
}
