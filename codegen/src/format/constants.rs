//! Constants and statics whose value is a call that fits on a line of its own, which `prettyplease` breaks into one for each argument.

use super::attributes::MAX_WIDTH;

/// The length of a call's arguments that rustfmt puts on one line.
const MAX_ARGUMENTS_WIDTH: usize = 60;

/// Puts the first call of each constant's value on one line, below the constant, if it fits.
pub(super) fn below_the_constant(item: &str) -> String {
    let mut out = String::with_capacity(item.len());
    let mut rest: Vec<&str> = item.lines().rev().collect();
    while let Some(line) = rest.pop() {
        let Some(call) = call(line, &rest) else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        out.push_str(&call.text);
        out.push('\n');
        rest.truncate(rest.len().saturating_sub(call.lines));
        let mut is_open = call.is_chained;
        while is_open && let Some(line) = rest.pop() {
            // A chained call is below the first one.
            out.push_str(INDENT);
            out.push_str(line);
            out.push('\n');
            is_open = !line.ends_with(';');
        }
    }
    out
}

const INDENT: &str = "    ";

/// A constant with the first call of its value.
struct Call {
    /// The constant, and the call.
    text: String,
    /// How many lines the arguments and the end of the call had.
    lines: usize,
    /// Whether other calls follow.
    is_chained: bool,
}

/// The constant that begins on this line, before the rest, which begins at its end; none if its call does not fit.
fn call(line: &str, rest: &[&str]) -> Option<Call> {
    let text = line.trim_start();
    let is_constant = ["const ", "static "].iter().any(|keyword| {
        let declared = text.strip_prefix("pub(crate) ").unwrap_or(text);
        declared.starts_with(keyword)
    });
    let is_constant = is_constant && text.ends_with('(');
    let (constant, function) = line.split_once(" = ").filter(|_| is_constant)?;
    let arguments: Vec<&str> = rest
        .iter()
        .rev()
        .map(|line| line.trim_start())
        .take_while(|line| line.ends_with(','))
        .collect();
    let end = rest.iter().rev().nth(arguments.len())?.trim_start();
    let joined = arguments.join(" ");
    let joined = joined.trim_end_matches(',');
    let indent = line.strip_suffix(text)?;
    let call = format!("{indent}{INDENT}{function}{joined}{end}");
    let fits = matches!(end, ")" | ");")
        && joined.chars().count() <= MAX_ARGUMENTS_WIDTH
        && call.chars().count() <= MAX_WIDTH;
    fits.then(|| Call {
        text: format!("{constant} =\n{call}"),
        lines: arguments.len() + 1,
        is_chained: end == ")",
    })
}

#[cfg(test)]
mod tests {
    use super::below_the_constant;

    #[test]
    fn a_call_that_fits_is_below_the_constant() {
        let text = "impl A {\n    const B: &C = &C::new(\n        1,\n        \"two\",\n    );\n    type D = E;\n}\n";
        let expected =
            "impl A {\n    const B: &C =\n        &C::new(1, \"two\");\n    type D = E;\n}\n";
        assert_eq!(below_the_constant(text), expected);
        assert_eq!(below_the_constant(expected), expected);
    }

    #[test]
    fn chained_calls_are_below_the_first() {
        let text = "impl A {\n    const B: &C = &C::new(\n            1,\n        )\n        .d(\n            2,\n        )\n        .e();\n    const F: G = H;\n}\n";
        let expected = "impl A {\n    const B: &C =\n        &C::new(1)\n            .d(\n                2,\n            )\n            .e();\n    const F: G = H;\n}\n";
        assert_eq!(below_the_constant(text), expected);
    }

    #[test]
    fn a_call_that_fits_is_below_the_static() {
        let text = "/// B.\npub(crate) static B: C = C::new(\n        1,\n        d!(2),\n    )\n    .e();\n";
        let expected = "/// B.\npub(crate) static B: C =\n    C::new(1, d!(2))\n        .e();\n";
        assert_eq!(below_the_constant(text), expected);
    }

    #[test]
    fn a_call_that_is_too_long_stays() {
        let long = "x".repeat(61);
        let text = format!("impl A {{\n    const B: &C = &C::new(\n        {long},\n    );\n}}\n");
        assert_eq!(below_the_constant(&text), text);
    }
}
