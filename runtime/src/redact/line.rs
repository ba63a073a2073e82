//! Text that stays on its line.

use std::fmt::{self, Write};

/// Writes text so that it stays on one line and changes nothing around it.
pub(crate) struct OneLine<'a, 'b>(pub(crate) &'a mut fmt::Formatter<'b>);

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if is_unprintable(character) {
                write!(self.0, "{}", character.escape_default())?;
            } else {
                self.0.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// A text that callers gave, with control characters escaped.
pub(crate) fn printable(text: &str) -> impl fmt::Display + use<'_> {
    Printable(text)
}

struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        OneLine(f).write_str(self.0)
    }
}

/// The longest prefix of a text that has at most so many bytes.
pub(crate) fn prefix(text: &str, most: usize) -> &str {
    let end = most.min(text.len());
    let mut ends = (0..=end).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

/// A space instead of a character that cannot be displayed.
pub(super) fn plain(character: char) -> char {
    if is_unprintable(character) {
        ' '
    } else {
        character
    }
}

fn is_unprintable(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

/// Whether a character has no shape of its own: zero-width ones, line separators, directions.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::prefix;

    #[test]
    fn a_prefix_ends_between_characters() {
        let text = "aé€😀";
        let lengths = (0..12).map(|most| prefix(text, most).len());
        let expected = [0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10];
        assert!(lengths.eq(expected));
        assert!(text.starts_with(prefix(text, 5)));
    }
}
