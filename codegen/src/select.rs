//! Leaves out the operations that are not selected, and the schemas that only they use.
//!
//! Documents of Swagger 2.0 are converted first. Operations are chosen by [`Selector`]s. What remains is the document
//! that the later stages read; without a selection, nothing changes.

mod glob;
mod reach;
mod selector;

use std::collections::HashSet;

pub use selector::{Selection, Selector};

use selector::Candidate;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{At, DocumentId, Tree};
use crate::load::SpecSet;
use crate::resolve::{distance, operations};
use crate::{schema_id, swagger};

/// A node of a document.
type NodeId = (DocumentId, u32);

/// Removes the operations that are not selected, and the schemas that no other operation needs.
pub(crate) fn select(set: &mut SpecSet, selection: &Selection, diagnostics: &mut Diagnostics) {
    if selection.is_empty() {
        return;
    }
    swagger::convert(set, diagnostics);
    schema_id::rewrite(set, diagnostics);
    let candidates = candidates(set);
    report_unused(set, selection, &candidates, diagnostics);
    let removed = removed(set, selection, &candidates);
    let ids: Vec<DocumentId> = set.documents.ids().collect();
    let mut trees = Vec::new();
    for id in ids {
        if removed.iter().any(|(document, _)| *document == id) {
            let is_kept = |at: At<'_>| !removed.contains(&at.id());
            trees.push((id, Tree::of_kept(set.documents.root(id), &is_kept)));
        }
    }
    for (id, tree) in trees {
        // A part of a document is no deeper than the document.
        let _: Result<DocumentId, _> = set.replace(id, tree, diagnostics);
    }
}

/// The operations of a set: those under paths, then those of webhooks.
fn candidates(set: &SpecSet) -> Vec<Candidate<'_>> {
    let mut candidates = Vec::new();
    for (key, is_path) in [("paths", true), ("webhooks", false)] {
        let files = set.described_in();
        let entries = files.filter_map(|id| set.documents.root(id).get(key));
        for (path, entry) in entries.flat_map(At::entries) {
            if path.starts_with("x-") {
                continue;
            }
            let item = reach::target(entry);
            candidates.extend(operations(item).map(|(method, at)| Candidate {
                path: is_path.then_some(path),
                method,
                at,
                item,
                entry,
            }));
        }
    }
    candidates
}

/// Everything that is left out: operations, path items without any, and schemas.
fn removed(set: &SpecSet, selection: &Selection, candidates: &[Candidate<'_>]) -> HashSet<NodeId> {
    // A path item that several paths refer to keeps what one of them needs.
    let kept: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|candidate| selection.includes(candidate))
        .collect();
    let mut parts: HashSet<NodeId> = HashSet::new();
    for candidate in &kept {
        parts.extend([candidate.at.id(), candidate.entry.id()]);
    }
    let mut removed: HashSet<NodeId> = candidates
        .iter()
        .flat_map(|candidate| [candidate.at.id(), candidate.entry.id()])
        .filter(|id| !parts.contains(id))
        .collect();
    let needed = reach::schemas(set, &kept);
    for component in set
        .documents
        .ids()
        .flat_map(|id| reach::components(set.documents.root(id)))
    {
        if !needed.contains(&component.id()) {
            removed.insert(component.id());
        }
    }
    removed
}

/// Reports selectors that match no operation.
fn report_unused(
    set: &SpecSet,
    selection: &Selection,
    candidates: &[Candidate<'_>],
    diagnostics: &mut Diagnostics,
) {
    let file = &set.documents.document(set.main).name;
    for selector in selection.all() {
        if candidates
            .iter()
            .any(|candidate| selector.matches(candidate))
        {
            continue;
        }
        let message = format!("no operation matches the selector `{selector}`");
        let place = Place::File(file.to_string());
        let diagnostic = Diagnostic::at(Code::UnusedSelector, place, message);
        let names = candidates
            .iter()
            .flat_map(|candidate| selector.names(candidate));
        let wanted = selector.to_string();
        let near = names
            .map(|name| (distance(&name, &wanted), name))
            .filter(|(distance, _)| *distance <= wanted.len() / 3 + 1)
            .min();
        diagnostics.report(match near {
            Some((_, near)) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help(
                "select by `operationId`, by `METHOD /path` or by `tag:NAME`, with `*` and `?`",
            ),
        });
    }
}
