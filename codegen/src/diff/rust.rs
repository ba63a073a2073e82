//! The Rust API: the public items of two generated crates → what changed for their callers.

mod former;
mod items;

use std::collections::BTreeMap;

use self::former::Renames;
use self::items::Item;
pub use self::items::Items;
pub(super) use self::items::items;
use super::{Found, Point, Side, Verdict, Version, short};
use crate::diagnostic::Place;
use crate::ir::Shape;
use crate::source::{Origin, escape};

/// The changes from one crate to another.
pub(super) fn compare(old: (Version<'_>, &Items), new: (Version<'_>, &Items)) -> Vec<Found> {
    let ((old, before), (new, after)) = (old, new);
    let (from, to) = (Places::of(old), Places::of(new));
    let renames = Renames::of(before, after);
    let mut found = Vec::new();
    for (path, item) in before {
        let next = renames.find(path, after);
        let is_gone =
            |owner: &String| before.contains_key(owner) && renames.find(owner, after).is_none();
        if next.is_some_and(|next| renames.is_same(&item.text, &next.text))
            || next.is_none() && item.owner.as_ref().is_some_and(is_gone)
        {
            continue;
        }
        let (code, message) = match next {
            Some(_) => ("rust-changed", format!("{} changed", item.kind)),
            None => ("rust-removed", format!("{} removed", item.kind)),
        };
        found.push(Found {
            verdict: next.map_or(Verdict::Major, |next| changed(item, next)),
            side: Side::Rust,
            code,
            subject: path.clone(),
            message,
            old: Some(from.point(path, item)),
            new: next.map(|next| to.point(path, next)),
        });
    }
    for (path, item) in after {
        let is_new = |owner: &String| after.contains_key(owner) && !before.contains_key(owner);
        if before.contains_key(path) || item.owner.as_ref().is_some_and(is_new) {
            continue;
        }
        found.push(Found {
            verdict: added(item, after),
            side: Side::Rust,
            code: "rust-added",
            subject: path.clone(),
            message: format!("{} added", item.kind),
            old: None,
            new: Some(to.point(path, item)),
        });
    }
    found
}

/// What it means that an item has another text.
fn changed(old: &Item, new: &Item) -> Verdict {
    let is_open = |text: &str| text.contains("non_exhaustive");
    let rest = old.text.replace("#[non_exhaustive]", "");
    if is_open(&old.text) && !is_open(&new.text) && rest.trim() == new.text {
        return Verdict::Minor;
    }
    Verdict::Major
}

/// What it means that there is another item: callers match on all variants, and name all fields, of what is exhaustive.
fn added(item: &Item, all: &Items) -> Verdict {
    let owner = item.owner.as_ref().and_then(|owner| all.get(owner));
    let is_exhaustive = owner.is_some_and(|owner| !owner.text.contains("non_exhaustive"));
    if is_exhaustive && matches!(&*item.kind, "variant" | "field") {
        Verdict::Major
    } else {
        Verdict::Minor
    }
}

/// Where in a document the items of its crate come from.
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
            if let Shape::Struct(record) = &def.shape {
                for (field, member) in record.fields.iter().zip(&name.members) {
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

    /// An item, at its own place or that of what it belongs to.
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
