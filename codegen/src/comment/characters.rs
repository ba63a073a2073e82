//! Characters that a generated file cannot hold as they are.

use std::borrow::Cow;
use std::fmt::Write;

use crate::printable::is_printable;

/// A text in which each character that is not printable is an escape that a reader sees: `\u{202e}`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            char => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
            }
        }
    }
    Cow::Owned(out)
}

/// A JSON text in which each character of a string that is not printable is an escape: `\u202e`.
pub(crate) fn printable_json(json: String) -> String {
    if json.chars().all(|char| char == '\n' || is_printable(char)) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        if char == '\n' || is_printable(char) {
            out.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// A text up to a number of bytes, with an ellipsis where something is left out.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let kept = (0..=most).rev().find_map(|end| text.get(..end));
    Cow::Owned(format!("{}\u{2026}", kept.unwrap_or_default()))
}

/// Prose with `\n` as its only line terminator and without other characters that are not printable.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for char in text.chars() {
        match char {
            '\n' if before == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\u{b}' | '\u{c}' => out.push(' '),
            char if is_printable(char) => out.push(char),
            _ => {}
        }
        before = char;
    }
    out
}

/// The words of a text, with a space between them; control characters separate words, too.
pub(super) fn words(text: &str) -> String {
    let separates = |char: char| char.is_whitespace() || char.is_control();
    let words = text.split(separates).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join(" ");
    joined.chars().filter(|char| is_printable(*char)).collect()
}
