//! The example of a comment, which is the only Rust that rustdoc compiles.

use super::layout::fence;
use crate::comment::is_printable;

/// Lines of Rust that an emitter has made of tokens; texts of a document are in them as literals.
#[derive(Debug)]
pub(crate) struct Example(Vec<String>);

impl Example {
    /// An example from its lines of code.
    pub(crate) fn new(code: Vec<String>) -> Self {
        Self(code)
    }

    /// The example of what is behind a feature: without it, nothing is compiled.
    pub(crate) fn behind(self, feature: &str) -> Self {
        let before = [
            format!("# #[cfg(feature = \"{feature}\")]"),
            String::from("# mod example {"),
        ];
        let code = before.into_iter().chain(self.0);
        Self(code.chain([String::from("# }")]).collect())
    }

    /// The fenced lines that a reader of rustdoc's page sees.
    pub(super) fn into_shown_lines(self) -> Vec<String> {
        let is_shown = |line: &String| !line.starts_with("# ");
        Self(self.0.into_iter().filter(is_shown).collect()).fenced("rust")
    }

    /// The fenced lines of a doctest.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.fenced("no_run")
    }

    /// Lines between fences; none if a line would not stay one, which no literal causes.
    fn fenced(self, info: &str) -> Vec<String> {
        let is_line = |line: &String| line.chars().all(is_printable);
        if self.0.is_empty() || !self.0.iter().all(is_line) {
            return Vec::new();
        }
        let fence = fence(&self.0);
        let opening = format!("{fence}{info}");
        std::iter::once(opening)
            .chain(self.0)
            .chain([fence])
            .collect()
    }
}
