//! Comments of several lines, which are one `doc` attribute until here.

use crate::emit::DOC_LINE;

/// Gives each line of a comment a line of its own.
pub(super) fn in_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let mut parts = line.split(DOC_LINE);
        out.push_str(parts.next().unwrap_or_default());
        let indent = line.len() - line.trim_start().len();
        for part in parts {
            out.push('\n');
            out.push_str(line.get(..indent).unwrap_or_default());
            out.push_str("///");
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::in_lines;

    #[test]
    fn a_comment_stands_where_its_first_line_does() {
        assert_eq!(
            in_lines("a\n    /// One.\u{1e}\u{1e} Two.\n    b\n"),
            "a\n    /// One.\n    ///\n    /// Two.\n    b\n"
        );
    }
}
