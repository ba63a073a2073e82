//! Generation from a `build.rs`.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::generator::{Generator, Input, Layout};
use crate::report::Report;
use crate::write::{self, Incomplete};

impl Generator {
    /// Generates a module into `OUT_DIR/NAME/`, from the build script of a crate that has the module as
    /// `crate::NAME`:
    ///
    /// ```no_run
    /// // build.rs
    /// use signon_codegen::{BuildError, Generator};
    ///
    /// fn main() -> Result<(), BuildError> {
    ///     Generator::new("acme").build_script("acme.yaml")
    /// }
    /// ```
    ///
    /// ```text
    /// // src/lib.rs
    /// pub mod acme {
    ///     include!(concat!(env!("OUT_DIR"), "/acme/mod.rs"));
    /// }
    /// ```
    ///
    /// A module elsewhere has to be named with [`Generator::layout`]. The script runs again when a file changes that was
    /// read. Warnings are warnings of the build.
    ///
    /// # Errors
    ///
    /// What is wrong with the document; `main` shows it as `rustc` shows errors.
    pub fn build_script(&self, document: impl AsRef<Path>) -> Result<(), BuildError> {
        let out = std::env::var_os("OUT_DIR")
            .map(PathBuf::from)
            .ok_or(BuildError::NoOutDir)?;
        let module = self.name().replace('-', "_");
        let folder = out.join(&module);
        let generator = match self.wanted_layout() {
            Layout::Module { .. } => self.clone(),
            Layout::Crate | Layout::Member => self.clone().layout(Layout::Module {
                path: format!("crate::{module}"),
            }),
        };
        let document = document.as_ref();
        // Where nothing can be generated, a change of the document or of an overlay is what everyone waits for.
        for file in std::iter::once(document).chain(self.overlays().iter().map(PathBuf::as_path)) {
            say(&format!("cargo::rerun-if-changed={}", file.display()))?;
        }
        let output = generator
            .generate(&Input::file(document))
            .map_err(BuildError::Document)?;
        for file in output.report.files() {
            say(&format!("cargo::rerun-if-changed={file}"))?;
        }
        for finding in output.report.findings() {
            let line = finding
                .start
                .map_or_else(String::new, |(line, _)| format!(":{line}"));
            say(&format!(
                "cargo::warning={}{line}: {}[{}]: {}",
                finding.file,
                finding.severity.as_str(),
                finding.code.as_str(),
                finding.message
            ))?;
        }
        let changes = output.plan(&folder, true).map_err(BuildError::Document)?;
        write::apply(&changes).map_err(BuildError::Incomplete)
    }
}

fn say(line: &str) -> Result<(), BuildError> {
    writeln!(io::stdout(), "{line}").map_err(BuildError::Output)
}

/// Why a build script generated nothing.
#[non_exhaustive]
pub enum BuildError {
    /// `OUT_DIR` is not set: this is no build script.
    NoOutDir,
    /// What is wrong with the document.
    Document(Report),
    /// Standard output, which Cargo reads, cannot be written.
    Output(io::Error),
    /// The disk failed.
    Incomplete(Incomplete),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOutDir => f.write_str("`OUT_DIR` is not set: call this from a build script"),
            Self::Document(report) => write!(f, "nothing was generated\n\n{report}"),
            Self::Output(error) => write!(f, "standard output: {error}"),
            Self::Incomplete(incomplete) => incomplete.fmt(f),
        }
    }
}

/// The same as [`Display`](fmt::Display): a `main` that returns an error shows it by `Debug`.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
