//! The example of a comment, which is the only Rust that rustdoc compiles.

use super::layout::fence;
use crate::printable::is_printable;

/// Lines of Rust that an emitter has made of tokens; texts of a document are in them as literals.
#[derive(Debug)]
pub(crate) struct Example {
    code: Vec<String>,
    /// Whether rustdoc compiles it; it cannot where the paths of the example are not known.
    is_compiled: bool,
}

impl Example {
    /// An example from its lines of code, that rustdoc compiles.
    pub(crate) fn new(code: Vec<String>) -> Self {
        Self {
            code,
            is_compiled: true,
        }
    }

    /// An example that is for reading alone.
    pub(crate) fn for_reading(code: Vec<String>) -> Self {
        Self {
            code,
            is_compiled: false,
        }
    }

    /// The example of what is behind a feature: without it, nothing is compiled.
    pub(crate) fn behind(self, feature: &str) -> Self {
        let before = [
            format!("# #[cfg(feature = \"{feature}\")]"),
            String::from("# mod example {"),
        ];
        let code = before.into_iter().chain(self.code);
        Self {
            code: code.chain([String::from("# }")]).collect(),
            is_compiled: self.is_compiled,
        }
    }

    /// The fenced lines that a reader of rustdoc's page sees.
    pub(super) fn into_shown_lines(self) -> Vec<String> {
        fenced(without_hidden(self.code), "rust")
    }

    /// The fenced lines of a doctest.
    pub(super) fn into_lines(self) -> Vec<String> {
        if self.is_compiled {
            fenced(self.code, "no_run")
        } else {
            fenced(without_hidden(self.code), "text")
        }
    }
}

fn without_hidden(mut code: Vec<String>) -> Vec<String> {
    code.retain(|line| !line.starts_with("# "));
    code
}

/// Lines between fences; none if a line would not stay one, which no literal causes.
fn fenced(code: Vec<String>, info: &str) -> Vec<String> {
    let is_line = |line: &String| line.chars().all(is_printable);
    if code.is_empty() || !code.iter().all(is_line) {
        return Vec::new();
    }
    let fence = fence(&code);
    let opening = format!("{fence}{info}");
    std::iter::once(opening)
        .chain(code)
        .chain([fence])
        .collect()
}
