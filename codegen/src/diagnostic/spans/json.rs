//! The spans of the values in a JSON text. JSON is also YAML, but a simpler scanner is enough.

use std::borrow::Cow;
use std::ops::Range;

use super::{Edge, Node, Spans};

/// Maximum nesting depth of a document.
const MAX_DEPTH: usize = 128;

/// Reads a text that is a single JSON value; `None` otherwise.
pub(super) fn read(text: &str) -> Option<Spans<'_>> {
    let mut scanner = Scanner {
        text,
        at: 0,
        spans: Spans::default(),
    };
    scanner.value(0)?;
    scanner.space();
    (scanner.at == text.len()).then_some(scanner.spans)
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    spans: Spans<'t>,
}

impl<'t> Scanner<'t> {
    /// Reads a value and returns its node.
    fn value(&mut self, depth: usize) -> Option<usize> {
        self.space();
        let start = self.at;
        let node = self.spans.nodes.len();
        self.spans.nodes.push(Node {
            range: start..start,
            edges: Vec::new(),
        });
        match self.peek()? {
            b'{' | b'[' if depth < MAX_DEPTH => self.container(node, depth)?,
            b'"' => {
                self.string()?;
            }
            _ => self.bare()?,
        }
        self.spans.nodes.get_mut(node)?.range = start..self.at;
        Some(node)
    }

    fn container(&mut self, parent: usize, depth: usize) -> Option<()> {
        let is_map = self.peek()? == b'{';
        let close = if is_map { b'}' } else { b']' };
        self.at += 1;
        self.space();
        if self.eat(close) {
            return Some(());
        }
        loop {
            self.space();
            let key = if is_map { Some(self.key()?) } else { None };
            let node = self.value(depth + 1)?;
            let edges = &mut self.spans.nodes.get_mut(parent)?.edges;
            edges.push(Edge { key, node });
            self.space();
            if self.eat(close) {
                return Some(());
            }
            self.eat(b',').then_some(())?;
        }
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Option<(Cow<'t, str>, Range<usize>)> {
        let range = self.string()?;
        let quoted = self.text.get(range.clone())?;
        let key = if quoted.contains('\\') {
            Cow::Owned(serde_json::from_str(quoted).ok()?)
        } else {
            Cow::Borrowed(quoted.get(1..quoted.len() - 1)?)
        };
        self.space();
        self.eat(b':').then_some((key, range))
    }

    /// Reads a string with its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.eat(b'"').then_some(())?;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(start..self.at)
    }

    /// Reads a number, `true`, `false` or `null`.
    fn bare(&mut self) -> Option<()> {
        let start = self.at;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        while self.peek().as_ref().is_some_and(is_part) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| b" \t\r\n".contains(&byte)) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }
}

#[cfg(test)]
mod tests {
    use super::super::Spans;
    use super::read;

    #[test]
    fn spans_match_the_yaml_parser() {
        let text = r#" { "a" : [ 1, "zwei\"", { "é": null } ], "b\/c": -1.5e+3,
            "": {}, "e": [] , "a": true } "#;
        let [ours, theirs] = [read(text).expect("it is JSON"), Spans::of_yaml(text)];
        let paths: [&[&str]; 9] = [
            &[],
            &["a"],
            &["b/c"],
            &[""],
            &["e"],
            &["e", "0"],
            &["missing"],
            &["a", "0"],
            &["b\\/c"],
        ];
        for path in paths {
            let steps: Vec<String> = path.iter().map(|&step| step.to_owned()).collect();
            // The parser lets a map end after the space behind it.
            let [ours, theirs] = [&ours, &theirs].map(|spans| {
                let found = spans.locate(&steps)?;
                Some((found.key, text.get(found.value)?.trim_end()))
            });
            assert_eq!(ours, theirs, "{path:?}");
        }
    }

    #[test]
    fn invalid_json_is_left_to_the_yaml_parser() {
        for text in [
            "",
            "{",
            "{a: 1}",
            r#"{"a" 1}"#,
            r#"{"a": "b"#,
            "[1,]",
            "{} {}",
            "[\"\\",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
