//! How many lines the crate of a document may have: `tools/corpus/lines.tsv`.

use std::collections::BTreeMap;
use std::error::Error;

use signon_workspace::root;

/// The file of the ceilings.
const FILE: &str = "tools/corpus/lines.tsv";

/// The most lines of each document's crate.
#[derive(Clone, Debug, Default)]
pub struct Ceilings {
    lines: BTreeMap<String, usize>,
}

impl Ceilings {
    /// Reads the ceilings.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line of it has another form.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(root().join(FILE))
            .map_err(|error| format!("`{FILE}`: {error}"))?;
        Self::parse(&text).map_err(Into::into)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut lines = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fields = line.split_once('\t');
            let row = fields.and_then(|(name, most)| Some((name, most.parse().ok()?)));
            let (name, most) = row.ok_or_else(|| {
                format!("`{FILE}:{number}` is not a document and a number of lines")
            })?;
            lines.insert(name.to_owned(), most);
        }
        Ok(Self { lines })
    }

    /// Reports that the crate of a document has more lines than it may have. A document that is not listed has no ceiling.
    #[must_use]
    pub fn exceeded(&self, document: &str, lines: usize) -> Option<String> {
        let most = *self.lines.get(document)?;
        (lines > most)
            .then(|| format!("{document}: {lines} lines, more than the {most} of `{FILE}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::Ceilings;

    #[test]
    fn a_crate_may_have_as_many_lines_as_its_ceiling() {
        let ceilings = Ceilings::parse("# comment\n\nbox\t10\n").expect("it is well formed");
        assert_eq!(ceilings.exceeded("box", 10), None);
        assert!(ceilings.exceeded("box", 11).is_some());
        assert_eq!(ceilings.exceeded("other", 11), None);
    }

    #[test]
    fn a_line_of_another_form_is_an_error() {
        assert!(Ceilings::parse("box 10\n").is_err_and(|error| error.contains(":1")));
        assert!(Ceilings::parse("box\tten\n").is_err());
    }
}
