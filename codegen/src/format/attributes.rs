//! Attributes that fit on a line, which `prettyplease` breaks at a shorter one than rustfmt does.

/// The length of a line for rustfmt.
pub(super) const MAX_WIDTH: usize = 100;

/// Puts each attribute with one argument on one line, if it fits.
pub(super) fn on_one_line(item: &str) -> String {
    let mut out = String::with_capacity(item.len());
    let mut lines = item.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        if opens_attribute(line)
            && let Some(argument) = lines.peek().copied()
            && let Some(rest) = closed_after(line, argument, lines.clone().nth(1))
        {
            out.push_str(&rest);
            lines.nth(1);
        }
        out.push('\n');
    }
    out
}

/// Whether a line is the beginning of an attribute with arguments: `#[serde(`.
fn opens_attribute(line: &str) -> bool {
    line.trim_start().starts_with("#[") && line.ends_with('(')
}

/// The rest of the line, where the next one is the only argument and both fit.
fn closed_after(line: &str, argument: &str, end: Option<&str>) -> Option<String> {
    let rest = format!("{})]", argument.trim_start());
    let width = line.chars().count() + rest.chars().count();
    let is_closed = end.is_some_and(|end| end.trim_start() == ")]");
    (is_closed && width <= MAX_WIDTH && !argument.ends_with(',')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn an_attribute_that_fits_is_on_one_line() {
        let long = "x".repeat(95);
        let text = format!(
            "enum A {{\n    #[serde(\n        rename = \"b\"\n    )]\n    B,\n    #[serde(\n        rename = \"{long}\"\n    )]\n    C,\n}}\n"
        );
        let expected = format!(
            "enum A {{\n    #[serde(rename = \"b\")]\n    B,\n    #[serde(\n        rename = \"{long}\"\n    )]\n    C,\n}}\n"
        );
        assert_eq!(on_one_line(&text), expected);
    }

    #[test]
    fn several_arguments_stay() {
        let text = "#[build(\n    into(a),\n    skip(b),\n)]\nstruct A;\n";
        assert_eq!(on_one_line(text), text);
    }
}
