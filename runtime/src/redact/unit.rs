//! Characters of a text, each read in all ways in which it may be meant.

/// A character that a text may mean at some place.
pub(super) struct Unit {
    meaning: char,
    /// Where it ends.
    pub(super) end: usize,
}

impl Unit {
    /// What `text` may mean at `at`: what it says, what an escape says there, and what an escape of an escape says.
    pub(super) fn at(text: &str, at: usize) -> impl Iterator<Item = Self> {
        let rest = text.get(at..).unwrap_or_default();
        let literal = rest.chars().next().map(|c| (c, c.len_utf8()));
        let (escaped, nested) = match rest.as_bytes().first() {
            Some(b'%') => (percent(rest, hex_byte), percent(rest, nested_hex_byte)),
            Some(b'+') => (Some((' ', 1)), None),
            Some(b'\\') => (backslash(rest), nested_backslash(rest)),
            Some(b'&') => (entity(rest), None),
            Some(_) | None => (None, None),
        };
        let unit = move |(meaning, length): (char, usize)| Self {
            meaning,
            end: at.saturating_add(length),
        };
        [literal, escaped, nested].into_iter().flatten().map(unit)
    }

    /// How many bytes of `needle` it matches, if it is how that begins; case does not count.
    pub(super) fn matches(&self, needle: &[u8]) -> Option<usize> {
        let mut buffer = [0; 4];
        let bytes = self.meaning.encode_utf8(&mut buffer).as_bytes();
        let start = needle.get(..bytes.len())?;
        start.eq_ignore_ascii_case(bytes).then_some(bytes.len())
    }

    /// Whether it fills up the end of base64.
    pub(super) const fn is_padding(&self) -> bool {
        self.meaning == '='
    }

    pub(super) fn is_ignored(&self) -> bool {
        is_ignored(self.meaning)
    }
}

/// Whether a character may be within a secret without being part of it.
pub(super) fn is_ignored(character: char) -> bool {
    character.is_whitespace() || character.is_control() || super::line::is_invisible(character)
}

/// `%41`, and all bytes of one character: `%C3%A9`.
fn percent(text: &str, byte: fn(&str) -> Option<(u8, &str)>) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    let mut rest = text;
    while bytes.len() < 4 {
        let next;
        (next, rest) = byte(rest)?;
        bytes.push(next);
        if let Ok(character) = std::str::from_utf8(&bytes) {
            let length = text.len().saturating_sub(rest.len());
            return character.chars().next().map(|c| (c, length));
        }
    }
    None
}

/// `%41`, and what comes after it.
fn hex_byte(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix('%')?;
    let byte = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
    Some((byte, rest.get(2..)?))
}

/// `%2541` or `%252541`, whose percent sign was encoded again.
fn nested_hex_byte(text: &str) -> Option<(u8, &str)> {
    let mut rest = text.strip_prefix("%25")?;
    while let Some(inner) = rest.strip_prefix("25") {
        rest = inner;
    }
    let byte = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
    Some((byte, rest.get(2..)?))
}

/// `\\n`, whose backslash was escaped again.
fn nested_backslash(text: &str) -> Option<(char, usize)> {
    let inner = text.trim_start_matches('\\');
    let outer = text.len().saturating_sub(inner.len()).checked_sub(1)?;
    let (meaning, length) = backslash(text.get(outer..)?)?;
    Some((meaning, length.saturating_add(outer)))
}

/// `\n`, `\/`, `\u0041`, `\u{41}`, `\x41`.
fn backslash(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('\\')?;
    let kind = rest.chars().next()?;
    let digits = rest.get(kind.len_utf8()..)?;
    let fixed = |count: usize| {
        let code = u32::from_str_radix(digits.get(..count)?, 16).ok()?;
        Some((char::from_u32(code)?, count.saturating_add(2)))
    };
    match kind {
        'u' => match digits.strip_prefix('{') {
            Some(braced) => {
                let (hex, _) = braced.split_once('}')?;
                let code = u32::from_str_radix(hex, 16).ok()?;
                Some((char::from_u32(code)?, hex.len().saturating_add(4)))
            }
            None => fixed(4),
        },
        'x' => fixed(2),
        'n' | 'r' | 't' | 'b' | 'f' | '0' => Some((' ', 2)),
        other if other.is_ascii_punctuation() => Some((other, 2)),
        _ => None,
    }
}

/// `&amp;`, `&#65;`, `&#x41;`.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let name = text.get(1..end)?;
    let meaning = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((meaning, end.saturating_add(1)))
}
