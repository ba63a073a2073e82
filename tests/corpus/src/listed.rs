//! Lists of known exceptions: tables that name an operation and give a reason. An idle line is an error.

use std::collections::BTreeSet;
use std::path::Path;

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The document.
    pub document: String,
    /// The operation: `GET /users`.
    pub endpoint: String,
    /// What is excepted.
    pub part: String,
    /// Why.
    pub reason: String,
}

/// The lines of a list that are about a document, and which of them were needed.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    file: String,
    lines: Vec<Line>,
    needed: BTreeSet<Line>,
}

impl Listed {
    /// Reads a list that lies beside the tests.
    pub fn read(file: &str, document: &str) -> Result<Self, String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [of, endpoint, part, reason] = columns.as_slice() else {
                return Err(format!(
                    "{file}, line {}: not document, operation, part and reason, with tabs between",
                    index + 1
                ));
            };
            if *of == document {
                lines.push(Line {
                    document: (*of).to_owned(),
                    endpoint: (*endpoint).to_owned(),
                    part: (*part).to_owned(),
                    reason: (*reason).to_owned(),
                });
            }
        }
        Ok(Self {
            file: file.to_owned(),
            lines,
            needed: BTreeSet::new(),
        })
    }

    /// Whether this is a known exception; it was needed, then.
    pub fn excepts(&mut self, endpoint: &str, part: &str) -> bool {
        let found = self
            .lines
            .iter()
            .find(|line| line.endpoint == endpoint && line.part == part);
        self.needed.extend(found.cloned());
        found.is_some()
    }

    /// How many exceptions there are.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// Lines that nothing needed.
    pub fn idle(&self) -> Vec<String> {
        let idle = self.lines.iter().filter(|line| !self.needed.contains(line));
        idle.map(|line| {
            format!(
                "{}: `{} {}` ({}) is no longer needed; take it out",
                self.file, line.document, line.endpoint, line.part
            )
        })
        .collect()
    }
}
