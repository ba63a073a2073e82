//! OpenAPI Overlay 1.0 and 1.1: changes to a document, kept in a file of their own.
//!
//! Overlays change the document as it is written, before anything else reads it. What they add keeps its place in the
//! overlay, and diagnostics show it there.

mod budget;
mod merge;
mod path;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value as Json;

use self::budget::Budget;
use self::path::{Path, Step};
use self::read::{Action, Change};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::document::reference::{is_url, percent_decode, relative};
use crate::document::{At, DocumentId, Source, Tree};
use crate::load::SpecSet;
use crate::resolve::distance;

/// An overlay that has been read; see [`load::load_overlay`](crate::load::load_overlay).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overlay(pub(crate) DocumentId);

/// Applies overlays, one after the other. What is wrong with one is for a checkpoint to find.
pub(crate) fn apply(set: &mut SpecSet, overlays: &[Overlay], diagnostics: &mut Diagnostics) {
    let mut budget = Budget::default();
    for overlay in overlays {
        apply_one(set, *overlay, &mut budget, diagnostics);
    }
}

fn apply_one(
    set: &mut SpecSet,
    overlay: Overlay,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) {
    let root = set.documents.root(overlay.0);
    let Some(actions) = read::read(root, diagnostics) else {
        return;
    };
    let target = extended(set, root, diagnostics);
    let tree = Tree::of(set.documents.root(target));
    let mut edited = Edited {
        json: tree.to_json(),
        tree,
        is_changed: false,
    };
    for action in &actions {
        // A limit that one action exceeds is not tested again by the next.
        if edited.apply(action, budget, diagnostics).is_err() {
            break;
        }
    }
    if edited.is_changed {
        // A document that became too deep has been reported.
        let _: Result<DocumentId, _> = set.replace(target, edited.tree, diagnostics);
    }
}

/// The document that an overlay is for: the one that it says, or else the main one.
fn extended(set: &SpecSet, overlay: At<'_>, diagnostics: &mut Diagnostics) -> DocumentId {
    let Some(extends) = overlay.get("extends") else {
        return set.main;
    };
    let text = extends.str().unwrap_or_default();
    // A published document was read from a copy.
    if is_url(text) {
        return set.main;
    }
    let file = percent_decode(text.split('#').next().unwrap_or_default());
    let wanted = relative(overlay.file(), &file);
    let is_wanted = |id: &DocumentId| relative("", &set.documents.document(*id).name) == wanted;
    if let Some(found) = set.documents.ids().find(is_wanted) {
        return found;
    }
    let main = &set.documents.document(set.main).name;
    let message = format!("the overlay extends `{wanted}`, and is applied to `{main}`");
    let diagnostic = Diagnostic::new(Code::OverlayTarget, extends, message);
    diagnostics.report(diagnostic.help("write the path of the document, relative to the overlay"));
    set.main
}

/// A document in the making, and the same as JSON for the library that finds targets.
struct Edited {
    tree: Tree,
    json: Json,
    is_changed: bool,
}

impl Edited {
    fn apply(
        &mut self,
        action: &Action<'_>,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let Some(targets) = self.find(action.target, budget, diagnostics)? else {
            return Ok(());
        };
        if targets.is_empty() {
            let message = "the target of this action matches nothing";
            let diagnostic = Diagnostic::new(Code::OverlayTarget, action.target, message);
            diagnostics.report(match self.nearest(&action.path_text()) {
                Some((found, place)) => {
                    diagnostic.help_at(place, format!("the document has `{found}`"))
                }
                None => diagnostic,
            });
            return Ok(());
        }
        let value = match action.change {
            Change::Nothing => None,
            Change::Remove => {
                self.remove(action, targets, diagnostics);
                return Ok(());
            }
            Change::Update(value) => Some(Tree::of(value)),
            Change::Copy(path) => self.copied(path, budget, diagnostics)?,
        };
        match value {
            Some(value) => self.update(action, &targets, &value, budget, diagnostics),
            None => Ok(()),
        }
    }

    /// The locations that a `JSONPath` leads to, in the order of their steps; none if it is not one.
    fn find(
        &self,
        at: At<'_>,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Vec<Vec<Step>>>, Reported> {
        let Some(path) = Path::parse(at, diagnostics) else {
            return Ok(None);
        };
        if !budget.allows_search(&path, &self.tree) {
            let message = "this JSONPath visits more values than is sensible";
            let diagnostic = Diagnostic::new(Code::TooLarge, at, message);
            let help = "name the keys on the way, in place of `..` and `*`";
            return Err(diagnostics.report(diagnostic.help(help)));
        }
        Ok(Some(path.find(&self.json)))
    }

    /// How far the first steps of a plain path lead.
    fn nearest(&self, text: &str) -> Option<(String, Place)> {
        let steps = path::plain_steps(text)?;
        let mut at = &self.tree;
        let mut found = "$".to_owned();
        for step in steps {
            if let Some(next) = at.get(&step) {
                at = next;
                found = path::joined(&found, &step);
                continue;
            }
            let near = at.entries();
            let near = near.map(|(key, value)| (distance(key, &step), key, value));
            let near = near.filter(|(distance, ..)| *distance <= step.len() / 3 + 1);
            let (_, key, value) = near.min_by_key(|(distance, ..)| *distance)?;
            return Some((path::joined(&found, key), Place::key_of(value.source)));
        }
        None
    }

    /// The one value that a `JSONPath` leads to.
    fn copied(
        &self,
        path: At<'_>,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Tree>, Reported> {
        let Some(found) = self.find(path, budget, diagnostics)? else {
            return Ok(None);
        };
        Ok(match found.as_slice() {
            [location] => self.tree.at(location).cloned(),
            [] => {
                let message = "there is nothing to copy at this path";
                diagnostics.report(Diagnostic::new(Code::OverlayTarget, path, message));
                None
            }
            several => {
                let message = format!(
                    "`copy` takes one value, and this path leads to {}",
                    several.len()
                );
                diagnostics.report(Diagnostic::new(Code::BadOverlay, path, message));
                None
            }
        })
    }

    fn remove(
        &mut self,
        action: &Action<'_>,
        targets: Vec<Vec<Step>>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut parents: BTreeMap<Vec<Step>, HashSet<Step>> = BTreeMap::new();
        for mut location in targets {
            let Some(last) = location.pop() else {
                let message = "the document as a whole cannot be removed";
                let diagnostic = Diagnostic::new(Code::BadOverlay, action.target, message);
                diagnostics.report(diagnostic);
                return;
            };
            parents.entry(location).or_default().insert(last);
        }
        self.is_changed = true;
        // From the end, and from the inside: what remains keeps its location.
        for (parent, steps) in parents.iter().rev() {
            if let Some(tree) = self.tree.at_mut(parent) {
                path::remove(tree, steps);
            }
            if let Some(json) = path::json_at(&mut self.json, parent) {
                path::remove_json(json, steps);
            }
        }
    }

    fn update(
        &mut self,
        action: &Action<'_>,
        targets: &[Vec<Step>],
        value: &Tree,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let deepest = targets.iter().map(Vec::len).max().unwrap_or_default();
        if !budget.allows_change(targets.len(), deepest, value) {
            let message = "this action makes the document larger or deeper than is sensible";
            let diagnostic = Diagnostic::new(Code::TooLarge, action.target, message);
            return Err(diagnostics.report(diagnostic));
        }
        if let Some(mixed) = self.mixed(targets) {
            let message = "an update changes maps, or lists, or other values: this target is of several kinds";
            let diagnostic = Diagnostic::new(Code::BadOverlay, action.target, message);
            let [one, other] = mixed.map(Place::value_of);
            diagnostics.report(
                diagnostic
                    .also(one, "this is one")
                    .also(other, "this is another"),
            );
            return Ok(());
        }
        for location in targets {
            let Some(tree) = self.tree.at_mut(location) else {
                continue;
            };
            merge::update(tree, value, diagnostics);
            self.is_changed = true;
            if let Some(json) = path::json_at(&mut self.json, location) {
                *json = tree.to_json();
            }
        }
        Ok(())
    }

    /// Two targets of different kinds, if there are any.
    fn mixed(&self, targets: &[Vec<Step>]) -> Option<[Source; 2]> {
        let mut trees = targets.iter().filter_map(|location| self.tree.at(location));
        let first = trees.next()?;
        let other = trees.find(|tree| merge::kind(tree) != merge::kind(first))?;
        Some([first.source, other.source])
    }
}
