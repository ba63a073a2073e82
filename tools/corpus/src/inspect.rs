//! What the generator understands of a document, without writing a crate: `signon-corpus inspect FILE`, not for people.
//!
//! It runs in a process of its own, so that whatever happens to it happens to one document.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde::{Deserialize, Serialize};
use signon_codegen::diagnostic::{Diagnostic, Diagnostics, Place, Severity, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::load::{Reach, load_file};
use signon_codegen::understand;

use super::document::Document;
use super::freeform;
use super::operations::{endpoints, reaching};
use super::oracle::Oracle;

/// What the generator understands of a document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Insight {
    /// How many operations the document has.
    pub(super) operations: usize,
    /// How many of them are in the crate.
    pub(super) emitted: usize,
    /// The ones that are coarser than the document.
    pub(super) degraded: Vec<String>,
    /// The ones that are not in the crate.
    pub(super) left_out: Vec<String>,
    /// The number of diagnostics of each code.
    pub(super) diagnostics: BTreeMap<String, usize>,
    /// The faults that made the output coarser, each with its place.
    pub(super) coarser: Vec<String>,
    /// How many nodes of schemas have a type.
    pub(super) nodes: usize,
    /// The ones that became free-form although the document types them.
    pub(super) free_form: Vec<String>,
}

/// Prints the insight as JSON.
pub(crate) fn inspect(path: &Path) -> Result<String, Box<dyn Error>> {
    let document = Document::at(path)?;
    let oracle = Oracle::new(document.read()?);
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: true });
    let Ok(mut set) = load_file(path, Reach::Folder, &mut diagnostics) else {
        return Err(diagnostics.render(&Documents::default(), false).into());
    };
    let understood = understand(&mut set, &document.name, &mut diagnostics);
    let Ok((api, _)) = understood else {
        return Err(errors(&diagnostics, &set.documents).into());
    };

    let endpoints = endpoints(oracle.root());
    let coarser: Vec<&Diagnostic> = diagnostics
        .sorted()
        .into_iter()
        .filter(|diagnostic| diagnostic.severity <= Severity::Simplified)
        .collect();
    let places: Vec<String> = coarser
        .iter()
        .filter_map(|diagnostic| pointer(&set.documents, diagnostic))
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
        degraded: suffering
            .iter()
            .filter(|one| !left_out.contains(one))
            .map(|one| one.title())
            .collect(),
        left_out: left_out.iter().map(|endpoint| endpoint.title()).collect(),
        diagnostics: diagnostics
            .counts()
            .into_iter()
            .map(|(code, _, count)| (code.as_str().to_owned(), count))
            .collect(),
        coarser: coarser
            .iter()
            .map(|diagnostic| told(&set.documents, diagnostic))
            .collect(),
        nodes: free.nodes,
        free_form: free.lost,
    };
    Ok(serde_json::to_string(&insight)?)
}

/// The faults that end a run.
fn errors(diagnostics: &Diagnostics, documents: &Documents) -> String {
    let errors = diagnostics
        .sorted()
        .into_iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors
        .map(|diagnostic| told(documents, diagnostic))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A fault in one line.
fn told(documents: &Documents, diagnostic: &Diagnostic) -> String {
    let place = pointer(documents, diagnostic).unwrap_or_default();
    format!(
        "{}: {} (#{place})",
        diagnostic.code.as_str(),
        diagnostic.message
    )
}

/// The place of a fault in the document.
fn pointer(documents: &Documents, diagnostic: &Diagnostic) -> Option<String> {
    match &diagnostic.primary.place {
        Place::Value(document, node)
        | Place::Key(document, node)
        | Place::EarlierKey(document, node) => Some(documents.at(*document, *node).pointer()),
        Place::Text(..) | Place::File(_) => None,
    }
}
