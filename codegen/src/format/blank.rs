//! Blank lines between the members of an item, which `prettyplease` leaves out.

/// Puts a blank line before each documented member that follows another, and before each function.
pub(super) fn between_members(item: &str) -> String {
    let mut out = String::with_capacity(item.len() + item.len() / 16);
    let mut before = "";
    for line in item.lines() {
        if starts_member(line) && ends_member(before) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        before = line;
    }
    out
}

/// The text of a line at the members' depth.
fn at_depth(line: &str) -> Option<&str> {
    let text = line.strip_prefix("    ")?;
    (!text.starts_with(' ') && !text.is_empty()).then_some(text)
}

/// Whether a line begins a member with a blank line before it.
fn starts_member(line: &str) -> bool {
    let starts = [
        "///",
        "fn ",
        "pub fn ",
        "pub const fn ",
        "#[inline]",
        "#[must_use]",
    ];
    at_depth(line).is_some_and(|text| starts.iter().any(|start| text.starts_with(start)))
}

/// Whether a line ends a member.
fn ends_member(line: &str) -> bool {
    let Some(text) = at_depth(line) else {
        return false;
    };
    let opens = text.starts_with("///")
        || text.starts_with("#[")
        || text.ends_with('{')
        || text.ends_with('(');
    !opens
}

#[cfg(test)]
mod tests {
    use super::between_members;

    fn check(item: &str, expected: &str) {
        assert_eq!(between_members(item), expected);
        assert_eq!(
            between_members(expected),
            expected,
            "a second pass changes nothing"
        );
    }

    #[test]
    fn documented_fields_stand_apart() {
        check(
            "struct A {\n    /// One.\n    a: u8,\n    /// Two.\n    #[x]\n    b: u8,\n    c: u8,\n}\n",
            "struct A {\n    /// One.\n    a: u8,\n\n    /// Two.\n    #[x]\n    b: u8,\n    c: u8,\n}\n",
        );
    }

    #[test]
    fn functions_stand_apart_and_types_together() {
        check(
            "impl A for B {\n    const W: u8 =\n        1;\n    type X = u8;\n    type Y = u8;\n    #[inline]\n    fn a() {\n        b();\n    }\n    fn c() {}\n}\n",
            "impl A for B {\n    const W: u8 =\n        1;\n    type X = u8;\n    type Y = u8;\n\n    #[inline]\n    fn a() {\n        b();\n    }\n\n    fn c() {}\n}\n",
        );
    }
}
