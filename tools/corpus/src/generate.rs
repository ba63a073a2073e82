//! One document → a crate, in a process of its own whose time and memory are measured.

use std::error::Error;
use std::path::{Path, PathBuf};

use signon_codegen::{Generator, Input, Runtime};
use signon_workspace::{Outcome, color, complain, root, say};

/// A document, and where its crate goes.
#[derive(Clone, Debug)]
pub struct Request {
    /// The document.
    pub document: PathBuf,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The name of the crate.
    pub name: String,
    /// Whether the document is one of ours, which may name Rust types.
    pub is_ours: bool,
}

/// Generates the crate over this workspace's runtime; what is not supported is simplified, and reported.
pub(crate) fn generate(request: &Request) -> Result<Outcome, Box<dyn Error>> {
    let generator = Generator::new(&request.name)?
        .runtime(Runtime::Path(runtime()?))
        .allow_rust_types(request.is_ours)
        .keep_going(true);
    let output = match generator.generate(&Input::file(&request.document)) {
        Ok(output) => output,
        Err(report) => {
            complain(&format!(
                "{}\n\nnothing was written",
                report.render_most(color(), 5)
            ));
            return Ok(Outcome::Problems);
        }
    };
    if !output.report.is_empty() {
        complain(&output.report.render_most(color(), 5));
    }
    // The folder is the program's own: edits of an earlier run's files are not kept.
    let changes = match output.plan(&request.out, true) {
        Ok(changes) => changes,
        Err(report) => {
            complain(&report.render(color()));
            return Ok(Outcome::Problems);
        }
    };
    changes.apply()?;
    say(&format!(
        "{}: {} operations, {} types",
        request.name, output.operations, output.types
    ));
    Ok(Outcome::Done)
}

/// This workspace's runtime.
fn runtime() -> std::io::Result<String> {
    let path = std::fs::canonicalize(Path::new(&root()).join("runtime"))?;
    Ok(path.to_string_lossy().into_owned())
}
