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

    /// The fenced lines; none if a line would not stay one, which no literal causes.
    pub(super) fn into_lines(self) -> Vec<String> {
        let is_line = |line: &String| line.chars().all(is_printable);
        if self.0.is_empty() || !self.0.iter().all(is_line) {
            return Vec::new();
        }
        let fence = fence(&self.0);
        let opening = format!("{fence}no_run");
        std::iter::once(opening)
            .chain(self.0)
            .chain([fence])
            .collect()
    }
}
