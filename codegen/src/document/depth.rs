//! Limits the nesting depth of brackets in a YAML text before it is parsed.
//!
//! YAML parsers spend time on each token in proportion to the number of open brackets, so that a small text of
//! brackets alone would keep them busy for a minute. This scanner checks brackets, quotes, comments and block scalars in a single
//! pass; whether the text is YAML is for the parser to decide.

/// Maximum number of brackets in a text that is not checked: even if all are open, parsing takes a fraction of a second.
const MAX_UNCHECKED_BRACKETS: usize = 10_000;

/// Returns the line and column, from 1, of the first bracket nested deeper than a limit.
pub(super) fn deeper_than(limit: u32, text: &str) -> Option<(usize, usize)> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    if brackets.count() <= MAX_UNCHECKED_BRACKETS {
        return None;
    }
    let mut scan = Scan {
        text: text.as_bytes(),
        at: 0,
        limit,
    };
    while scan.peek().is_some() {
        if scan.block_line().is_err() {
            let before = text.get(..scan.at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            return Some((line, scan.at - start + 1));
        }
    }
    None
}

/// The brackets nest too deep.
struct TooDeep;

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
    limit: u32,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next_is(&self, ends: &[u8]) -> bool {
        self.text
            .get(self.at + 1)
            .is_none_or(|byte| byte.is_ascii_whitespace() || ends.contains(byte))
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&skipped) {
            self.at += 1;
        }
        self.at - start
    }

    /// Scans a line outside of brackets, and constructs that begin on it.
    fn block_line(&mut self) -> Result<(), TooDeep> {
        let mut indent = self.skip(|byte| byte == b' ');
        let mut parent = indent;
        while matches!(self.peek(), Some(b'-' | b'?')) && self.next_is(&[]) {
            parent = indent;
            self.at += 1;
            indent += 1 + self.skip(|byte| byte == b' ');
        }
        // The parent of a scalar is its key, or the dash before it.
        let mut is_value = false;
        loop {
            self.skip(|byte| matches!(byte, b' ' | b'\t'));
            match self.peek() {
                Some(b'!' | b'&') => {
                    self.skip(|byte| !byte.is_ascii_whitespace());
                    continue;
                }
                Some(b'"' | b'\'') => self.quoted(),
                Some(b'[' | b'{') => self.flow()?,
                Some(b'|' | b'>') => {
                    let parent = if is_value { indent } else { parent };
                    self.block_scalar(parent);
                    return Ok(());
                }
                _ => self.plain(&[]),
            }
            self.skip(|byte| matches!(byte, b' ' | b'\t'));
            if self.peek() == Some(b':') && self.next_is(&[]) {
                self.at += 1;
                is_value = true;
                continue;
            }
            self.rest_of_line();
            return Ok(());
        }
    }

    /// Scans the contents of brackets.
    fn flow(&mut self) -> Result<(), TooDeep> {
        let mut depth = 0_u32;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => {
                    depth += 1;
                    if depth > self.limit {
                        return Err(TooDeep);
                    }
                    self.at += 1;
                }
                b']' | b'}' => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                b'"' | b'\'' => self.quoted(),
                b'#' if self.is_after_space() => self.rest_of_line(),
                b',' | b':' | b'?' => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => self.plain(b",[]{}"),
            }
        }
        Ok(())
    }

    /// Scans a plain scalar to its end on this line.
    fn plain(&mut self, ends: &[u8]) {
        while let Some(byte) = self.peek() {
            let is_comment = byte == b'#' && self.is_after_space();
            let is_key = byte == b':' && self.next_is(ends);
            if byte == b'\n' || is_comment || is_key || ends.contains(&byte) {
                return;
            }
            self.at += 1;
        }
    }

    fn quoted(&mut self) {
        let quote = self.peek();
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'\\' && quote == Some(b'"') {
                self.at += 1;
            } else if Some(byte) == quote {
                return;
            }
        }
    }

    /// Scans the lines below `|` or `>` that are indented more than its parent.
    fn block_scalar(&mut self, parent: usize) {
        self.rest_of_line();
        while self.peek().is_some() {
            let start = self.at;
            let indent = self.skip(|byte| byte == b' ');
            let is_blank = matches!(self.peek(), None | Some(b'\n' | b'\r'));
            if indent <= parent && !is_blank {
                self.at = start;
                return;
            }
            self.rest_of_line();
        }
    }

    fn rest_of_line(&mut self) {
        self.skip(|byte| byte != b'\n');
        self.at += 1;
    }

    fn is_after_space(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.text.get(at));
        before.is_none_or(u8::is_ascii_whitespace)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_UNCHECKED_BRACKETS, deeper_than};

    fn open_brackets(text: &str) -> String {
        text.repeat(MAX_UNCHECKED_BRACKETS + 1)
    }

    #[test]
    fn unclosed_brackets_are_deep() {
        let open = |text: &str| deeper_than(126, text);
        assert_eq!(open(&format!("a: {}", open_brackets("["))), Some((1, 130)));
        assert_eq!(
            open(&format!("a:\n- b: x\n  c: {}", open_brackets("{a: "))),
            Some((3, 510))
        );
        assert!(open(&format!("a: {}", open_brackets("[ \"]\n]\", # ]\n"))).is_some());
        assert!(open(&format!("{}: 1", open_brackets("["))).is_some());
        assert!(
            open(&format!(
                "a: !x &y {}",
                open_brackets("[ 'it''s ]', don't, ")
            ))
            .is_some()
        );
        // A sibling key of a block scalar is not a part of it.
        assert!(open(&format!("- a: |\n    text\n  b: {}", open_brackets("["))).is_some());
        assert!(open(&format!("- |\n  text\n- {}", open_brackets("["))).is_some());
    }

    #[test]
    fn brackets_in_text_are_not_deep() {
        for text in [
            format!("a: [{}]", open_brackets("[],")),
            format!("a: |\n  {}\nb: 1\n", open_brackets("[\n  ")),
            format!("- a: >-\n\n    {}\n", open_brackets("- [\n    ")),
            format!("a: \"{}\"", open_brackets("[\n")),
            format!("a: text {}", open_brackets("[")),
            format!("# {}", open_brackets("[")),
            open_brackets("- { $ref: '#/a', b: [1, \"[\"] } # [\n"),
        ] {
            assert_eq!(deeper_than(126, &text), None, "{}", &text[..40]);
        }
    }
}
