//! Compares the Rust API: public items of two generated crates → changes for their callers.

mod former;
mod items;
mod reexports;

use std::collections::BTreeMap;

use self::former::Renames;
use self::items::Item;
pub use self::items::Items;
pub(super) use self::items::items;
use self::reexports::{glob_is_lost, is_glob, resolve};
use super::{Found, Point, Side, Verdict, Version, short};
use crate::diagnostic::Place;
use crate::ir::Shape;
use crate::source::{Origin, escape};

/// Compares two crates.
pub(super) fn compare(old: (Version<'_>, &Items), new: (Version<'_>, &Items)) -> Vec<Found> {
    let mut found = lost(old, new);
    found.extend(gained(old, new));
    found
}

/// Returns the items of the old crate that changed or were removed.
fn lost(old: (Version<'_>, &Items), new: (Version<'_>, &Items)) -> Vec<Found> {
    let ((old, before), (new, after)) = (old, new);
    let (from, to) = (Places::of(old), Places::of(new));
    let renames = Renames::of(before, after);
    let mut found = Vec::new();
    for (path, item) in before {
        let next = renames.find(path, item.owner.as_deref(), after);
        let is_gone = |owner: &String| {
            before.contains_key(owner) && renames.find(owner, None, after).is_none()
        };
        // Callers depend on the item that a re-export leads to. An implementation is described by its path.
        let text = resolve(before, path).map_or(&item.text, |(_, defined)| &defined.text);
        let is_same = |(at, next): (&String, &Item)| {
            (text, &next.text) == (path, at) || renames.is_same(text, &next.text)
        };
        if next.is_some_and(is_same)
            || next.is_none() && item.owner.as_ref().is_some_and(is_gone)
            || is_glob(item) && !glob_is_lost((path, item), before, after)
        {
            continue;
        }
        let next = next.map(|(_, next)| next);
        let (code, verb) = match next {
            Some(_) => ("rust-changed", "changed"),
            None => ("rust-removed", "removed"),
        };
        found.push(Found {
            verdict: next.map_or(Verdict::Major, |next| changed(item, next)),
            side: Side::Rust,
            code,
            subject: path.clone(),
            message: format!("{} {verb}", item.kind),
            old: Some(from.point(path, item)),
            new: next.map(|next| to.point(path, next)),
        });
    }
    found
}

/// Returns the items whose path the old crate did not define.
fn gained(old: (Version<'_>, &Items), new: (Version<'_>, &Items)) -> Vec<Found> {
    let ((old, before), (new, after)) = (old, new);
    let (from, to) = (Places::of(old), Places::of(new));
    let is_new = |owner: &String| after.contains_key(owner) && !before.contains_key(owner);
    let mut found = Vec::new();
    for (path, item) in after {
        if before.contains_key(path) {
            continue;
        }
        // The path led to an item of another module, which a caller may have named.
        let hidden = resolve(before, path).map(|(_, hidden)| hidden);
        if hidden.is_some_and(|hidden| hidden.text == item.text)
            || hidden.is_none() && item.owner.as_ref().is_some_and(is_new)
        {
            continue;
        }
        let (verdict, code, verb) = match hidden {
            Some(_) => (Verdict::Major, "rust-changed", "changed"),
            None => (added(item, after), "rust-added", "added"),
        };
        found.push(Found {
            verdict,
            side: Side::Rust,
            code,
            subject: path.clone(),
            message: format!("{} {verb}", item.kind),
            old: hidden.map(|hidden| from.point(path, hidden)),
            new: Some(to.point(path, item)),
        });
    }
    found
}

/// Returns the verdict of an item with a changed text.
fn changed(old: &Item, new: &Item) -> Verdict {
    let is_open = |text: &str| text.contains("non_exhaustive");
    let rest = old.text.replace("#[non_exhaustive]", "");
    if is_open(&old.text) && !is_open(&new.text) && rest.trim() == new.text {
        return Verdict::Minor;
    }
    Verdict::Major
}

/// Returns the verdict of a new item: callers match all variants, and name all fields, of an exhaustive type.
fn added(item: &Item, all: &Items) -> Verdict {
    let owner = item.owner.as_ref().and_then(|owner| all.get(owner));
    let is_exhaustive = owner.is_some_and(|owner| !owner.text.contains("non_exhaustive"));
    if is_exhaustive && matches!(&*item.kind, "variant" | "field") {
        Verdict::Major
    } else {
        Verdict::Minor
    }
}

/// The origins of a crate's items in its document.
struct Places<'v> {
    version: Version<'v>,
    origins: BTreeMap<String, Origin>,
}

impl<'v> Places<'v> {
    fn of(version: Version<'v>) -> Self {
        let Version { api, names, .. } = version;
        let path = |module: usize, ident: &str| format!("{}::{ident}", names.module(module).ident);
        let mut origins = BTreeMap::new();
        for (def, name) in api.types.iter().zip(&names.types) {
            let owner = path(name.module, &name.ident);
            if let Shape::Struct(of) = &def.shape {
                for (field, member) in of.fields.iter().zip(&name.members) {
                    let pointer =
                        format!("{}/properties/{}", def.origin.pointer, escape(&field.key));
                    let file = def.origin.file.clone();
                    origins.insert(
                        format!("{owner}::{}", member.ident),
                        Origin { file, pointer },
                    );
                }
            }
            origins.insert(owner, def.origin.clone());
        }
        for (operation, name) in api.operations.iter().zip(&names.operations) {
            origins.insert(path(name.module, &name.ident), operation.origin.clone());
        }
        Self { version, origins }
    }

    /// Returns an item with its location, or with the location of its owner.
    fn point(&self, path: &str, item: &Item) -> Point {
        let paths = [Some(path), item.owner.as_deref()];
        let mut places = paths.into_iter().flatten().map(|path| self.place(path));
        Point {
            text: short(&item.text),
            place: places.find_map(|place| place),
        }
    }

    fn place(&self, path: &str) -> Option<Place> {
        let origin = self.origins.get(path)?;
        let documents = &self.version.set.documents;
        let root = documents.root(documents.by_name(&origin.file)?);
        root.at_pointer(&origin.pointer).map(Place::key)
    }
}
