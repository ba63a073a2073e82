//! Characters and names, as XML 1.0 has them.

use super::write::Outcome;

/// Why a text cannot be written.
const NO_CHARACTER: &str = "a character that XML cannot hold";

/// Appends the text of an element.
pub(super) fn content(out: &mut String, text: &str) -> Outcome {
    escaped(out, text, |char| match char {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        // Left alone, it is read as a line feed.
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// Appends `="..."`.
pub(super) fn attribute(out: &mut String, value: &str) -> Outcome {
    out.push_str("=\"");
    escaped(out, value, |char| match char {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '"' => Some("&quot;"),
        // Left alone, they are read as spaces.
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        _ => None,
    })?;
    out.push('"');
    Ok(())
}

/// Appends a CDATA section; several where the text has what ends one, or a carriage return.
pub(super) fn cdata(out: &mut String, text: &str) -> Outcome {
    check(text)?;
    for (index, line) in text.split('\r').enumerate() {
        if index > 0 {
            out.push_str("&#13;");
        }
        if !line.is_empty() {
            out.push_str("<![CDATA[");
            out.push_str(&line.replace("]]>", "]]]]><![CDATA[>"));
            out.push_str("]]>");
        }
    }
    Ok(())
}

fn escaped(out: &mut String, text: &str, escape: impl Fn(char) -> Option<&'static str>) -> Outcome {
    check(text)?;
    for char in text.chars() {
        match escape(char) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(char),
        }
    }
    Ok(())
}

/// Whether each character is one of XML's (XML 1.0, section 2.2).
fn check(text: &str) -> Outcome {
    let is_character = |char: char| match char {
        '\t' | '\n' | '\r' => true,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    if text.chars().all(is_character) {
        Ok(())
    } else {
        Err(NO_CHARACTER)
    }
}

/// Whether a text is a name without a prefix (Namespaces in XML 1.0, section 3).
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

const fn starts_name(char: char) -> bool {
    matches!(char,
        '_' | 'A'..='Z' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

const fn continues_name(char: char) -> bool {
    starts_name(char)
        || matches!(char, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
