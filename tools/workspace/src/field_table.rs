//! The table of all unified fields in `docs/unified.md`, between two marks; the text around it is written by hand.

use std::error::Error;
use std::fs;

use signon_providers::FieldTable;

use crate::root;

const FILE: &str = "docs/unified.md";
const BEGIN: &str = "<!-- fields: begin -->\n";
const END: &str = "<!-- fields: end -->";

/// The text that the file must have; none if it has it.
pub(super) fn stale(table: &FieldTable) -> Result<Option<String>, Box<dyn Error>> {
    let text =
        fs::read_to_string(root().join(FILE)).map_err(|error| format!("`{FILE}`: {error}"))?;
    let wanted = replaced(&text, &table.markdown()).ok_or_else(|| {
        format!(
            "`{FILE}` lacks the marks `{}` and `{END}`",
            BEGIN.trim_end()
        )
    })?;
    Ok((wanted != text).then_some(wanted))
}

/// Writes the file.
pub(super) fn write(text: &str) -> Result<(), Box<dyn Error>> {
    fs::write(root().join(FILE), text).map_err(|error| format!("`{FILE}`: {error}").into())
}

/// The name of the file.
pub(super) fn name() -> &'static str {
    FILE
}

/// A text with another table between the marks; none if the marks are not there.
fn replaced(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn the_text_around_the_table_stays() {
        let text = "# Page\n\n<!-- fields: begin -->\nold\n<!-- fields: end -->\n\nMore.\n";
        let new = "# Page\n\n<!-- fields: begin -->\n\nnew\n\n<!-- fields: end -->\n\nMore.\n";
        assert_eq!(replaced(text, "new").as_deref(), Some(new));
        assert_eq!(replaced(new, "new").as_deref(), Some(new));
        assert_eq!(replaced("# Page", "new"), None);
    }
}
