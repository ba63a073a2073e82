//! What a run reports: diagnostics together with the documents that they are about.

use std::fmt;

use crate::diagnostic::{Code, Diagnostics, Finding, Severity, Strictness};
use crate::document::Documents;

/// The diagnostics of a run. [`Display`](fmt::Display) shows them as `rustc` does, without color.
#[derive(Debug)]
pub struct Report {
    /// Boxed, because it is what many functions fail with.
    contents: Box<Contents>,
}

#[derive(Debug)]
struct Contents {
    diagnostics: Diagnostics,
    documents: Documents,
}

impl Report {
    pub(crate) fn new(diagnostics: Diagnostics, documents: Documents) -> Self {
        let contents = Box::new(Contents {
            diagnostics,
            documents,
        });
        Self { contents }
    }

    /// How strictly the documents were read.
    pub(crate) fn strictness(&self) -> Strictness {
        self.contents.diagnostics.strictness()
    }

    /// Whether there is nothing to report.
    pub fn is_empty(&self) -> bool {
        self.contents.diagnostics.sorted().is_empty()
    }

    /// Whether nothing can be generated.
    pub fn has_errors(&self) -> bool {
        self.contents.diagnostics.checkpoint().is_err()
    }

    /// Whether nothing was generated only since the document has something that is not supported, so that
    /// [`Generator::keep_going`](crate::Generator::keep_going) would help.
    pub fn is_unsupported(&self) -> bool {
        let counts = self.contents.diagnostics.counts();
        let mut errors = counts
            .iter()
            .filter(|(_, severity, _)| *severity == Severity::Error);
        self.has_errors() && errors.all(|(code, ..)| code.is_unsupported())
    }

    /// The same report with diagnostics of these kinds alone.
    #[must_use]
    pub fn only(mut self, codes: &[Code]) -> Self {
        self.contents.diagnostics.retain(codes);
        self
    }

    /// The text for a person, with the lines of the documents; `color` for a terminal.
    pub fn render(&self, color: bool) -> String {
        self.contents
            .diagnostics
            .render(&self.contents.documents, color)
    }

    /// The same with all errors and simplifications, and at most `warnings` warnings of each kind.
    pub fn render_most(&self, color: bool, warnings: usize) -> String {
        self.contents
            .diagnostics
            .render_most(&self.contents.documents, color, warnings)
    }

    /// How often each kind was reported, by code.
    pub fn counts(&self) -> Vec<(Code, Severity, usize)> {
        self.contents.diagnostics.counts()
    }

    /// The files that were read.
    pub fn files(&self) -> Vec<&str> {
        self.contents.documents.files().collect()
    }

    /// The diagnostics one by one, by file and place.
    pub fn findings(&self) -> Vec<Finding> {
        self.contents.diagnostics.findings(&self.contents.documents)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}
