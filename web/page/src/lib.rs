//! The generator for a page in the browser: the text of a document and options in, files and their archive out.
//!
//! It reads no file and reaches no network: a document has to be complete in its text.

mod archive;
#[cfg(test)]
mod tests;

use signon_codegen::{Generator, Input, InvalidName, Layout, Output, Report, Severity};
use wasm_bindgen::prelude::wasm_bindgen;

/// The result of a run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Generated {
    /// The folder in the archive.
    folder: String,
    result: Result<Output, Failure>,
}

/// Why there is no code.
#[derive(Debug)]
enum Failure {
    Argument(String),
    Document(Report),
}

#[wasm_bindgen]
extern "C" {
    /// Takes the message of a panic, after which the module cannot be used. The worker has it as a global function.
    fn panicked(message: &str);
}

/// Prepares the module, when it is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| panicked(&panic.to_string())));
}

/// Generates the code of a document.
///
/// `layout` is `crate`, `member` or `module`. What is wrong with an argument or with the document is in the report.
#[wasm_bindgen]
pub fn generate(
    text: String,
    file: String,
    package: &str,
    layout: &str,
    types_only: bool,
    keep_going: bool,
) -> Generated {
    let result = generator(package, layout)
        .map_err(Failure::Argument)
        .and_then(|generator| {
            generator
                .types_only(types_only)
                .keep_going(keep_going)
                .generate(&Input::Text { name: file, text })
                .map_err(Failure::Document)
        });
    // A module is a folder that is named after its path, which has no `-`.
    let folder = match layout {
        "module" => package.replace('-', "_"),
        _ => package.to_owned(),
    };
    Generated { folder, result }
}

fn generator(package: &str, layout: &str) -> Result<Generator, String> {
    let generator = Generator::new(package).map_err(|invalid: InvalidName| invalid.to_string())?;
    match layout {
        "crate" => Ok(generator.layout(Layout::Crate)),
        "member" => Ok(generator.layout(Layout::Member)),
        "module" => Ok(generator.module()),
        _ => Err(format!(
            "`{layout}` is none of `crate`, `member` and `module`"
        )),
    }
}

#[wasm_bindgen]
impl Generated {
    /// Whether there is code.
    #[wasm_bindgen(getter, js_name = isGenerated)]
    pub fn is_generated(&self) -> bool {
        self.result.is_ok()
    }

    /// Whether there is no code only since the document has something that is not supported, so that `keep_going` would
    /// help.
    #[wasm_bindgen(getter, js_name = isUnsupported)]
    pub fn is_unsupported(&self) -> bool {
        matches!(&self.result, Err(Failure::Document(report)) if report.is_unsupported())
    }

    /// The diagnostics as text; empty if there are none.
    #[wasm_bindgen(getter)]
    pub fn report(&self) -> String {
        match &self.result {
            Ok(Output { report, .. }) | Err(Failure::Document(report)) => report.render(false),
            Err(Failure::Argument(message)) => format!("error: {message}"),
        }
    }

    /// The number of errors.
    #[wasm_bindgen(getter)]
    pub fn errors(&self) -> usize {
        match &self.result {
            Err(Failure::Argument(_)) => 1,
            Ok(_) | Err(Failure::Document(_)) => self.count(|severity| severity == Severity::Error),
        }
    }

    /// The number of parts of the document that the code lacks or has in a simpler form.
    #[wasm_bindgen(getter)]
    pub fn simplifications(&self) -> usize {
        self.count(|severity| severity == Severity::Simplified)
    }

    /// The number of warnings.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> usize {
        self.count(|severity| severity == Severity::Warning)
    }

    /// The number of operations.
    #[wasm_bindgen(getter)]
    pub fn operations(&self) -> usize {
        self.output().map_or(0, |output| output.operations)
    }

    /// The number of types.
    #[wasm_bindgen(getter)]
    pub fn types(&self) -> usize {
        self.output().map_or(0, |output| output.types)
    }

    /// The paths of the files, in order, relative to the folder of the archive.
    #[wasm_bindgen(getter)]
    pub fn paths(&self) -> Vec<String> {
        self.output()
            .map(|output| output.files().keys().cloned().collect())
            .unwrap_or_default()
    }

    /// The text of a file.
    pub fn file(&self, path: &str) -> Option<String> {
        self.output()?.files().get(path).cloned()
    }

    /// The files as a zip archive with one folder; the same files give the same bytes.
    pub fn archive(&self) -> Result<Vec<u8>, String> {
        let output = self.output().ok_or("there is no code")?;
        archive::archive(&self.folder, output.files()).map_err(|error| error.to_string())
    }
}

impl Generated {
    fn output(&self) -> Option<&Output> {
        self.result.as_ref().ok()
    }

    fn count(&self, is_counted: impl Fn(Severity) -> bool) -> usize {
        let counts = match &self.result {
            Ok(Output { report, .. }) | Err(Failure::Document(report)) => report.counts(),
            Err(Failure::Argument(_)) => Vec::new(),
        };
        counts
            .into_iter()
            .filter(|(_, severity, _)| is_counted(*severity))
            .map(|(.., count)| count)
            .sum()
    }
}
