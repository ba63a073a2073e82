//! Text of a document → text that a terminal and a log show as what it is.

use std::borrow::Cow;

/// A text of one line: line breaks, control characters and those that change the order of others are spelled out.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    escape(text, |char| is_hidden(char) || char == '\n')
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

/// Whether a character shows nothing of itself but changes what is shown: all control characters but line breaks, the
/// separators of lines and paragraphs, and marks of direction or without width.
fn is_hidden(char: char) -> bool {
    let invisible = matches!(
        char,
        '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    );
    invisible || char.is_control() && char != '\n'
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn a_line_stays_one_and_shows_what_it_holds() {
        assert_eq!(
            line("a\nb\r\u{1b}[2K\u{9b}c\u{202e}d"),
            "a\\nb\\r\\u{1b}[2K\\u{9b}c\\u{202e}d"
        );
        assert_eq!(line("größe 日本"), "größe 日本");
        assert_eq!(lines("a\n\u{1b}[1mb\u{9b}\r"), "a\n\u{1b}[1mb\\u{9b}\\r");
    }
}
