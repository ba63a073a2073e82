//! The specs of the providers, read and understood.

use std::io;
use std::path::Path;
use std::thread;

use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Place, Strictness};
use signon_codegen::internal::document::Documents;
use signon_codegen::internal::report;
use signon_codegen::internal::specs::{
    Entries, Provider, bundle_text, list, load_tree, understand_specs,
};
use signon_codegen::{Code, Notation, Report};

/// The folder below `specs/` that holds the unified models and the mappings.
pub(crate) const MAPPINGS: &str = "unified";

/// The folder below `specs/` that holds workflows over the providers, as Arazzo documents.
const WORKFLOWS: &str = "workflows";

/// The providers: the folders below `specs/`, but for those of the unified models and of the workflows.
pub fn providers(root: &Path) -> io::Result<Vec<String>> {
    let mut folders = list(&root.join("specs"), Entries::Folders)?;
    folders.retain(|folder| folder != MAPPINGS && folder != WORKFLOWS);
    Ok(folders)
}

/// What understanding the specs came to.
#[derive(Debug, Default)]
pub struct Understood {
    /// The providers without faults.
    pub providers: Vec<Provider>,
    /// The rendered diagnostics.
    pub report: String,
    /// Whether there are errors.
    pub faulty: bool,
}

/// Understands the specs of these providers below `root`, side by side.
pub fn understand(root: &Path, providers: &[String], color: bool) -> Understood {
    let each: Vec<(Option<Provider>, String)> = thread::scope(|scope| {
        let threads: Vec<_> = providers
            .iter()
            .map(|name| scope.spawn(move || understand_specs(root, name, color)))
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .collect()
    });
    let mut understood = Understood {
        faulty: each.len() != providers.len(),
        ..Understood::default()
    };
    for (provider, report) in each {
        understood.faulty |= provider.is_none();
        understood.providers.extend(provider);
        if !report.is_empty() {
            understood.report.push_str(&report);
            understood.report.push_str("\n\n");
        }
    }
    understood
}

/// The specs of a provider below `root` as one document.
///
/// # Errors
///
/// What cannot be read.
pub fn bundle(root: &Path, provider: &str, notation: Notation) -> Result<String, Report> {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let Ok(set) = load_tree(root, provider, &mut diagnostics) else {
        return Err(report(diagnostics, Documents::default()));
    };
    bundle_text(&set, notation).map_err(|error| {
        let place = Place::File(format!("specs/{provider}"));
        diagnostics.report(Diagnostic::at(Code::UnreadableFile, place, error));
        report(diagnostics, set.documents)
    })
}
