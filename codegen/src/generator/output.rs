//! What a generator makes, and how it gets onto the disk.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::document::Documents;
use crate::format::Tree;
use crate::report::Report;
use crate::write::{self, Changes, Incomplete, Owner};

/// Generated code, in memory.
#[derive(Debug)]
pub struct Output {
    pub(super) tree: Tree,
    /// The warnings.
    pub report: Report,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
}

/// A text about a document, such as its bundle.
#[derive(Debug)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// The warnings.
    pub report: Report,
}

impl Output {
    /// The files by their paths, which are relative to the crate's folder, with `/`.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.tree.files
    }

    /// What must happen for a folder to hold the code.
    ///
    /// # Errors
    ///
    /// What is in the way: files that were not generated, or that were edited. With `force`, edited files are replaced.
    pub fn plan(&self, folder: &Path, force: bool) -> Result<Changes, Report> {
        let mut diagnostics = Diagnostics::new(self.report.strictness());
        let owner = Owner::User { force };
        write::plan(self.tree.clone(), folder, owner, &mut diagnostics)
            .map_err(|_| Report::new(diagnostics, Documents::default()))
    }

    /// Makes a folder hold the code. Files that were not generated are never touched.
    ///
    /// # Errors
    ///
    /// If a file is in the way or was edited, nothing is written.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Changes, WriteError> {
        let changes = self
            .plan(folder.as_ref(), false)
            .map_err(WriteError::Refused)?;
        changes.apply().map_err(WriteError::Incomplete)?;
        Ok(changes)
    }
}

/// Why code was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// Something is in the way; nothing was written.
    Refused(Report),
    /// The disk failed.
    Incomplete(Incomplete),
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(report) => report.fmt(f),
            Self::Incomplete(incomplete) => incomplete.fmt(f),
        }
    }
}

impl std::error::Error for WriteError {}
