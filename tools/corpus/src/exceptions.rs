//! What is known not to hold, and why: `tools/corpus/exceptions.tsv`.

use std::collections::BTreeSet;
use std::error::Error;

use signon_workspace::root;

/// The file of the exceptions.
const FILE: &str = "tools/corpus/exceptions.tsv";

/// One thing that is known not to hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exception {
    /// The document's name.
    pub(super) document: String,
    /// The schema's pointer.
    pub(super) pointer: String,
    /// What does not hold there; see [`super::round_trip::Kind`].
    pub(super) kind: String,
}

/// Reads the exceptions.
pub(super) fn read() -> Result<BTreeSet<Exception>, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(root().join(FILE)).map_err(|error| format!("`{FILE}`: {error}"))?;
    parse(&text).map_err(Into::into)
}

fn parse(text: &str) -> Result<BTreeSet<Exception>, String> {
    let mut exceptions = BTreeSet::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [document, pointer, kind, reason] = fields.as_slice() else {
            return Err(format!(
                "`{FILE}:{}` has not four fields: document, pointer, kind, reason",
                index + 1
            ));
        };
        if reason.trim().is_empty() {
            return Err(format!("`{FILE}:{}` gives no reason", index + 1));
        }
        let [document, pointer, kind] = [document, pointer, kind].map(|field| (*field).to_owned());
        exceptions.insert(Exception {
            document,
            pointer,
            kind,
        });
    }
    Ok(exceptions)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_exception_has_a_reason() {
        let parsed = parse(
            "# comment\n\nbox\t#/components/schemas/A\tround-trip\tserde_json has no such number\n",
        );
        assert_eq!(parsed.expect("it is well formed").len(), 1);
        assert!(
            parse("box\t#/components/schemas/A\tround-trip\t \n")
                .is_err_and(|error| error.contains(":1"))
        );
        assert!(parse("box\t#/components/schemas/A\n").is_err());
    }
}
