//! Fills lines without making a line begin like something other than prose.

use super::markdown::Markdown;

/// Wraps `text` to `width`; the first line begins with `first`, all others with `rest`.
pub(super) fn wrap(text: &Markdown, width: usize, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut length = line.chars().count();
    let mut empty = true;
    for word in text.unbroken() {
        let word_length = word.chars().count();
        if !empty && length + 1 + word_length > width {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            length = line.chars().count();
            empty = true;
        }
        if empty {
            line.push_str(&not_a_block(word));
        } else {
            line.push(' ');
            line.push_str(word);
            length += 1;
        }
        length += word_length;
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
    lines
}

/// A word that begins no list, heading, table, rule or quotation where it begins a line.
fn not_a_block(word: &str) -> String {
    let marks = |char: char| matches!(char, '-' | '+' | '*' | '_' | '=' | '#' | '|' | ':' | '~');
    if word.chars().all(marks) || word.starts_with('>') || word.starts_with("~~~") {
        return format!("\\{word}");
    }
    let digits = word
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or(word.len());
    match word.get(digits..) {
        Some(end @ ("." | ")")) if digits > 0 => {
            format!("{}\\{end}", word.get(..digits).unwrap_or_default())
        }
        _ => word.to_owned(),
    }
}
