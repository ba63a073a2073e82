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
use crate::document::reference::{is_url, named_file, relative};
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
    let targets = extended(set, root, diagnostics);
    let mut edited = Edited {
        files: targets
            .iter()
            .map(|id| File::of(set.documents.root(*id)))
            .collect(),
    };
    for action in &actions {
        // A limit that one action exceeds is not tested again by the next.
        if edited.apply(action, budget, diagnostics).is_err() {
            break;
        }
    }
    for (id, file) in targets.into_iter().zip(edited.files) {
        if file.is_changed {
            // A document that became too deep has been reported.
            let _: Result<DocumentId, _> = set.replace(id, file.tree, diagnostics);
        }
    }
}

/// The documents that an overlay is for: the one that it says, or else the main one with the other files of its folder.
fn extended(set: &SpecSet, overlay: At<'_>, diagnostics: &mut Diagnostics) -> Vec<DocumentId> {
    let Some(extends) = overlay.get("extends") else {
        return set.of_folder();
    };
    let text = extends.str().unwrap_or_default();
    // A published document was read from a copy.
    if is_url(text) {
        return set.of_folder();
    }
    let file = text.split('#').next().unwrap_or_default();
    let wanted = named_file(overlay.file(), file).unwrap_or_default();
    let is_wanted = |id: &DocumentId| relative("", &set.documents.document(*id).name) == wanted;
    if let Some(found) = set.documents.ids().find(is_wanted) {
        return vec![found];
    }
    let main = &set.documents.document(set.main).name;
    let message = format!("the overlay extends `{wanted}`, and is applied to `{main}`");
    let diagnostic = Diagnostic::new(Code::OverlayTarget, extends, message);
    diagnostics.report(diagnostic.help("write the path of the document, relative to the overlay"));
    set.of_folder()
}

/// The documents that an overlay changes.
struct Edited {
    files: Vec<File>,
}

/// A document in the making, and the same as JSON for the library that finds targets.
struct File {
    tree: Tree,
    json: Json,
    is_changed: bool,
}

/// Where a value is: the index of its document, and the steps in it.
type Location = (usize, Vec<Step>);

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
            Some(value) => self.update(action, &once(targets), &value, budget, diagnostics),
            None => Ok(()),
        }
    }

    /// The locations that a `JSONPath` leads to, in the order of their steps; none if it is not one.
    fn find(
        &self,
        at: At<'_>,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Vec<Location>>, Reported> {
        let Some(path) = Path::parse(at, diagnostics) else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            if !budget.allows_search(&path, &file.tree) {
                let message = "this JSONPath visits more values than is sensible";
                let diagnostic = Diagnostic::new(Code::TooLarge, at, message);
                let help = "name the keys on the way, in place of `..` and `*`";
                return Err(diagnostics.report(diagnostic.help(help)));
            }
            let locations = path.find(&file.json).into_iter();
            found.extend(locations.map(|location| (index, location)));
        }
        Ok(Some(found))
    }

    /// How far the first steps of a plain path lead, in the document where they lead farthest.
    fn nearest(&self, text: &str) -> Option<(String, Place)> {
        let steps = path::plain_steps(text)?;
        let found = self.files.iter().filter_map(|file| file.nearest(&steps));
        let (_, path, place) = found.rev().max_by_key(|(depth, ..)| *depth)?;
        Some((path, place))
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
        Ok(match once(found).as_slice() {
            [location] => self.at(location).cloned(),
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
        targets: Vec<Location>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut parents: BTreeMap<Location, HashSet<Step>> = BTreeMap::new();
        for (index, mut steps) in targets {
            let Some(last) = steps.pop() else {
                let message = "the document as a whole cannot be removed";
                let diagnostic = Diagnostic::new(Code::BadOverlay, action.target, message);
                diagnostics.report(diagnostic);
                return;
            };
            parents.entry((index, steps)).or_default().insert(last);
        }
        // From the end, and from the inside: what remains keeps its location.
        for ((index, parent), steps) in parents.iter().rev() {
            if let Some(file) = self.files.get_mut(*index) {
                file.remove(parent, steps);
            }
        }
    }

    fn update(
        &mut self,
        action: &Action<'_>,
        targets: &[Location],
        value: &Tree,
        budget: &mut Budget,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let depths = targets.iter().map(|(_, steps)| steps.len());
        let deepest = depths.max().unwrap_or_default();
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
        for (index, steps) in targets {
            if let Some(file) = self.files.get_mut(*index) {
                file.update(steps, value, diagnostics);
            }
        }
        Ok(())
    }

    fn at(&self, (index, steps): &Location) -> Option<&Tree> {
        self.files.get(*index)?.tree.at(steps)
    }

    /// Two targets of different kinds, if there are any.
    fn mixed(&self, targets: &[Location]) -> Option<[Source; 2]> {
        let mut trees = targets.iter().filter_map(|location| self.at(location));
        let first = trees.next()?;
        let other = trees.find(|tree| merge::kind(tree) != merge::kind(first))?;
        Some([first.source, other.source])
    }
}

/// Locations without those of a map that each file of a folder has a part of, where an earlier file has that map.
///
/// What is added to `paths` or to `components.schemas` belongs into one of the files.
fn once(mut locations: Vec<Location>) -> Vec<Location> {
    let mut known = HashSet::new();
    locations.retain(|(_, steps)| {
        let is_split = match steps.as_slice() {
            [] | [_] => true,
            [Step::Name(first), _] => first == "components",
            _ => false,
        };
        !is_split || known.insert(steps.clone())
    });
    locations
}

impl File {
    fn of(root: At<'_>) -> Self {
        let tree = Tree::of(root);
        Self {
            json: tree.to_json(),
            tree,
            is_changed: false,
        }
    }

    /// How many of the first steps of a path lead somewhere, the path up to a key like the next step, and its place.
    fn nearest(&self, steps: &[String]) -> Option<(usize, String, Place)> {
        let mut at = &self.tree;
        let mut found = "$".to_owned();
        for (depth, step) in steps.iter().enumerate() {
            if let Some(next) = at.get(step) {
                at = next;
                found = path::joined(&found, step);
                continue;
            }
            let near = at.entries();
            let near = near.map(|(key, value)| (distance(key, step), key, value));
            let near = near.filter(|(distance, ..)| *distance <= step.len() / 3 + 1);
            let (_, key, value) = near.min_by_key(|(distance, ..)| *distance)?;
            let place = Place::key_of(value.source);
            return Some((depth, path::joined(&found, key), place));
        }
        None
    }

    fn remove(&mut self, parent: &[Step], steps: &HashSet<Step>) {
        self.is_changed = true;
        if let Some(tree) = self.tree.at_mut(parent) {
            path::remove(tree, steps);
        }
        if let Some(json) = path::json_at(&mut self.json, parent) {
            path::remove_json(json, steps);
        }
    }

    fn update(&mut self, location: &[Step], value: &Tree, diagnostics: &mut Diagnostics) {
        let Some(tree) = self.tree.at_mut(location) else {
            return;
        };
        merge::update(tree, value, diagnostics);
        self.is_changed = true;
        if let Some(json) = path::json_at(&mut self.json, location) {
            *json = tree.to_json();
        }
    }
}
