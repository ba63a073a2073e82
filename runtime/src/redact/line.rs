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
    fmt::from_fn(move |f| OneLine(f).write_str(text))
}

/// A space in place of a character that cannot be displayed.
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
