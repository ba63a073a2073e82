//! What the generator understands of a document, without writing a crate: `signon-corpus inspect FILE`, not for people.
//!
//! It runs in a process of its own, so that whatever happens to it happens to one document.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde::{Deserialize, Serialize};
use signon_codegen::internal::understand;
use signon_codegen::{Finding, Generator, Input, Report, Severity};

use super::document::Document;
use super::freeform;
use super::operations::{endpoints, reaching};

/// What the generator understands of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Insight {
    /// How many operations the document has.
    pub(super) operations: usize,
    /// How many of them are in the crate.
    pub(super) emitted: usize,
    /// The operations that are simplified, compared with the document.
    pub(super) simplified_operations: Vec<String>,
    /// The ones that are not in the crate.
    pub(super) left_out: Vec<String>,
    /// The number of diagnostics of each code.
    pub(super) diagnostics: BTreeMap<String, usize>,
    /// The diagnostics of what was simplified, each with its place.
    pub(super) simplified: Vec<String>,
    /// How many nodes of schemas have a type.
    pub(super) nodes: usize,
    /// The ones that became free-form although the document types them.
    pub(super) free_form: Vec<String>,
}

/// Prints the insight as JSON.
pub(crate) fn inspect(path: &Path) -> Result<String, Box<dyn Error>> {
    let document = Document::at(path)?;
    let oracle = signon_oracle::document::Document::new(document.read()?);
    let generator = Generator::new(&document.name)?.keep_going(true);
    let understood = understand(&generator, &Input::file(path));
    let mut understood = understood.map_err(|report| errors(&report))?;
    let api = std::mem::take(&mut understood.api);
    let report = understood.report();

    let endpoints = endpoints(oracle.root());
    let mut simplified = report.findings();
    simplified.retain(|finding| finding.severity <= Severity::Simplified);
    let places: Vec<String> = simplified
        .iter()
        .filter(|finding| finding.start.is_some())
        .map(|finding| finding.pointer.clone())
        .collect();
    let suffering = reaching(oracle.root(), &endpoints, &places);
    let is_emitted = |method: &str, path: &str| {
        api.operations
            .iter()
            .any(|operation| operation.method == method && operation.path == path)
    };
    let left_out: Vec<_> = endpoints
        .iter()
        .filter(|endpoint| !is_emitted(&endpoint.method, &endpoint.path))
        .collect();
    let free = freeform::count(&oracle, &api);
    let insight = Insight {
        operations: endpoints.len(),
        emitted: api.operations.len(),
        simplified_operations: suffering
            .iter()
            .filter(|one| !left_out.contains(one))
            .map(|one| one.title())
            .collect(),
        left_out: left_out.iter().map(|endpoint| endpoint.title()).collect(),
        diagnostics: report
            .counts()
            .into_iter()
            .map(|(code, _, count)| (code.as_str().to_owned(), count))
            .collect(),
        simplified: simplified.iter().map(one_line).collect(),
        nodes: free.nodes,
        free_form: free.lost,
    };
    Ok(serde_json::to_string(&insight)?)
}

/// The errors that end a run, a line each.
fn errors(report: &Report) -> String {
    let mut errors = report.findings();
    errors.retain(|finding| finding.severity == Severity::Error);
    errors.iter().map(one_line).collect::<Vec<_>>().join("\n")
}

/// A finding in one line.
fn one_line(finding: &Finding) -> String {
    let Finding {
        code,
        message,
        pointer,
        ..
    } = finding;
    format!("{}: {message} (#{pointer})", code.as_str())
}
