//! Generation from a `build.rs`.

use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::generator::{Generator, Input, Layout};
use crate::given_name::InvalidName;
use crate::report::Report;
use crate::write::Incomplete;

impl Generator {
    /// Generates a module into `OUT_DIR/NAME/`, from the build script of a crate that has the module as
    /// `crate::NAME`:
    ///
    /// ```no_run
    /// // build.rs
    /// use signon_codegen::{BuildError, Generator};
    ///
    /// fn main() -> Result<(), BuildError> {
    ///     Generator::new("acme")?.build_script("acme.yaml")
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
    /// A module elsewhere must be named with [`Generator::layout`]. The script runs again when a file changes that was
    /// read. Warnings are warnings of the build.
    ///
    /// # Errors
    ///
    /// What is wrong with the document; `main` shows it as `rustc` shows errors.
    pub fn build_script(&self, document: impl AsRef<Path>) -> Result<(), BuildError> {
        let out = std::env::var_os("OUT_DIR")
            .map(PathBuf::from)
            .ok_or(BuildError::NoOutDir)?;
        let folder = out.join(self.name().module());
        let generator = match self.wanted_layout() {
            Layout::Module(_) => self.clone(),
            Layout::Crate | Layout::Member => self.clone().module(),
        };
        let document = document.as_ref();
        // Where nothing can be generated, a change of the document or of an overlay is what everyone waits for.
        for file in std::iter::once(document).chain(self.overlay_files()) {
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
        changes.apply().map_err(BuildError::Incomplete)
    }
}

fn say(directive: &str) -> Result<(), BuildError> {
    writeln!(io::stdout(), "{}", one_line(directive)).map_err(BuildError::Output)
}

/// A directive that stays one: the name of a file could go on with another.
fn one_line(directive: &str) -> String {
    directive.replace(char::is_control, " ")
}

/// Why a build script generated nothing.
#[non_exhaustive]
pub enum BuildError {
    /// The package cannot have its name.
    Name(InvalidName),
    /// `OUT_DIR` is not set: this is not a build script.
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
            Self::Name(invalid) => invalid.fmt(f),
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

impl From<InvalidName> for BuildError {
    fn from(invalid: InvalidName) -> Self {
        Self::Name(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn the_name_of_a_file_adds_no_directive() {
        let directive = one_line("cargo::rerun-if-changed=a\ncargo::rustc-env=A=b\r.yaml");
        assert_eq!(directive.lines().count(), 1);
        assert_eq!(
            one_line("cargo::rerun-if-changed=größe.yaml"),
            "cargo::rerun-if-changed=größe.yaml"
        );
    }
}
