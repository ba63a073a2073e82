//! Document text → text that is safe for terminals and logs.

use std::borrow::Cow;

use crate::printable::is_printable;

/// Escapes a text for a single line: line breaks, control characters and bidirectional controls are spelled out.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    escape(text, |char| is_hidden(char) || char == '\n')
}

/// Escapes a text for a terminal: characters that would control it or hide a part of the text are spelled out; line breaks are kept.
pub fn terminal(text: &str) -> Cow<'_, str> {
    escape(text, is_hidden)
}

/// Escapes the remaining control characters of rendered lines, which may be colored.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |char| is_hidden(char) && char != '\u{1b}')
}

fn escape(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|char| {
        if is_hidden(char) {
            char.escape_default().to_string()
        } else {
            char.to_string()
        }
    });
    Cow::Owned(escaped.collect())
}

/// Whether a character is invisible but changes how other text is displayed. Line breaks are excluded.
fn is_hidden(char: char) -> bool {
    let is_joiner = matches!(char, '\u{200c}' | '\u{200d}');
    char != '\n' && (is_joiner || !is_printable(char))
}

#[cfg(test)]
mod tests {
    use super::{line, lines, terminal};

    #[test]
    fn control_characters_are_escaped_on_one_line() {
        assert_eq!(
            line("a\nb\r\u{1b}[2K\u{9b}c\u{202e}d"),
            "a\\nb\\r\\u{1b}[2K\\u{9b}c\\u{202e}d"
        );
        assert_eq!(line("größe 日本"), "größe 日本");
        assert_eq!(
            terminal("a\n\u{1b}[2Kb\u{e0041}"),
            "a\n\\u{1b}[2Kb\\u{e0041}"
        );
        assert_eq!(lines("a\n\u{1b}[1mb\u{9b}\r"), "a\n\u{1b}[1mb\\u{9b}\\r");
    }
}
