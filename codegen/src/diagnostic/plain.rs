//! Text of a document → text that a terminal and a log show as what it is.

use std::borrow::Cow;

use crate::printable::is_printable;

/// A text of one line: line breaks, control characters and those that change the order of others are spelled out.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    escape(text, |char| is_hidden(char) || char == '\n')
}

/// A text for a terminal: everything but line breaks that would control it, or hide a part of the text, is spelled out.
pub fn terminal(text: &str) -> Cow<'_, str> {
    escape(text, is_hidden)
}

/// Rendered lines, which a renderer may have colored: what it left of such characters is spelled out.
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

/// Whether a character shows nothing of itself but changes what is shown. Line breaks do not.
fn is_hidden(char: char) -> bool {
    let is_joiner = matches!(char, '\u{200c}' | '\u{200d}');
    char != '\n' && (is_joiner || !is_printable(char))
}

#[cfg(test)]
mod tests {
    use super::{line, lines, terminal};

    #[test]
    fn a_line_stays_one_and_shows_what_it_holds() {
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
