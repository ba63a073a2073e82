//! Characters that hide what a text says.

/// Whether a character may appear in a line of a file: not a line terminator, a control character, or one that
/// reorders text or takes no room. rustc denies those that reorder (`text_direction_codepoint_in_comment`).
///
/// Joiners (`U+200C`, `U+200D`) are printable: scripts and emoji are written with them.
pub(crate) fn is_printable(char: char) -> bool {
    !char.is_control() && !is_invisible(char)
}

/// Line and paragraph separators, marks of direction, characters without width, and tags, which spell hidden text.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}
