//! `x-rust-type`: a Rust type of the user. A document cannot name code; an overlay or the settings of the user can.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::reference::is_url;
use crate::document::{At, Documents};
use crate::ir::RustType;
use crate::resolve::{Component, distance};
use crate::schema::is_component;

/// Returns the type that replaces the type of a schema.
pub(crate) fn given(at: At<'_>) -> Option<RustType> {
    if let Some(extension) = at.get("x-rust-type").filter(|at| is_trusted(*at)) {
        return extension.str().and_then(|text| RustType::parse(text).ok());
    }
    let replaced = at.documents().rust_types();
    if replaced.is_empty() || !is_component(at) {
        return None;
    }
    replaced.get(&at.key()?).cloned()
}

/// Whether a value was written by the user. Files at a URL, including overlays, are not.
fn is_trusted(at: At<'_>) -> bool {
    let documents = at.documents();
    let is_file = || !is_url(&documents.document(at.source().document).name);
    documents.trusts_rust_types() || is_of_overlay(at) && is_file()
}

/// Whether an overlay has added a value.
pub(super) fn is_of_overlay(at: At<'_>) -> bool {
    at.documents().is_aside(at.source().document)
}

/// Reports a value that is not a type path, or that the document is not trusted to name.
pub(super) fn check(value: At<'_>, diagnostics: &mut Diagnostics) {
    if !is_trusted(value) {
        let message = "`x-rust-type` of the document is ignored: it would name code of yours";
        let help = "give it in an overlay of yours or by `--rust-type`, or pass `--allow-rust-types` if you trust the document";
        diagnostics.report(Diagnostic::new(Code::UntrustedType, value, message).help(help));
        return;
    }
    let problem = match value.str() {
        Some(text) => RustType::parse(text).err(),
        None => Some(format!("it is {}", value.kind().name())),
    };
    if let Some(problem) = problem {
        let message = format!("`x-rust-type` is not the path of a type: {problem}");
        let help = "write a path such as `crate::money::Money`";
        diagnostics.report(Diagnostic::new(Code::UnusedExtension, value, message).help(help));
    }
}

/// Reports settings for schemas that are not in the document.
pub(crate) fn check_settings(
    documents: &Documents,
    components: &[Component<'_>],
    diagnostics: &mut Diagnostics,
) {
    for (name, path) in documents.rust_types() {
        if components.iter().any(|component| component.key == name) {
            continue;
        }
        let message =
            format!("`{path}` is for the schema `{name}`, which the document does not have");
        let place = Place::File(documents.main_name());
        let diagnostic = Diagnostic::at(Code::UnusedExtension, place, message);
        let near = components
            .iter()
            .map(|component| (distance(component.key, name), component.key))
            .filter(|(distance, _)| *distance <= name.len() / 3 + 1)
            .min();
        diagnostics.report(match near {
            Some((_, near)) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("name a key of `components.schemas`"),
        });
    }
}
