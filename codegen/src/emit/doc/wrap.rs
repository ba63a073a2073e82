//! Fills lines without making a line begin like something other than prose.

/// Wraps `text` to `width`; the first line begins with `first`, all others with `rest`.
///
/// Links and code spans may hold spaces, so a word here is what must stay together.
pub(super) fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut length = line.chars().count();
    let mut empty = true;
    for word in words(text) {
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

/// Splits at spaces outside code spans, and outside the labels of links that fit on a line.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut ticks = 0;
    let mut open = None;
    let mut label_end = 0;
    let mut before = ' ';
    for (index, char) in text.char_indices() {
        if char == '`' && before != '\\' {
            ticks += 1;
        } else {
            if ticks > 0 {
                open = if open == Some(ticks) {
                    None
                } else {
                    open.or(Some(ticks))
                };
                ticks = 0;
            }
            if char == '[' && before != '\\' {
                let length = text
                    .get(index..)
                    .and_then(|rest| rest.find("]("))
                    .unwrap_or(usize::MAX);
                label_end = if length < MAX_LABEL {
                    index + length
                } else {
                    label_end
                };
            }
            if char == ' ' && open.is_none() && index >= label_end {
                words.push(text.get(start..index).unwrap_or_default());
                start = index + 1;
            }
        }
        before = char;
    }
    words.push(text.get(start..).unwrap_or_default());
    words.retain(|word| !word.is_empty());
    words
}

/// A longer label is broken like any other text.
const MAX_LABEL: usize = 40;

/// A word that does not begin a list, a heading or a quotation where it begins a line.
fn not_a_block(word: &str) -> String {
    let marker = matches!(word, "-" | "+" | "*")
        || word.starts_with('>')
        || word.chars().all(|char| char == '#')
        || word.chars().all(|char| char == '=')
        || word.len() > 1 && word.chars().all(|char| char == '-')
        || word.starts_with("~~~");
    if marker {
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
