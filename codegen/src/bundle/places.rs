//! Which parts of the files are components of the bundle, and what they are called there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::KINDS;
use crate::document::{At, DocumentId, Kind};
use crate::load::SpecSet;
use crate::source::escape;

/// A node of a file.
type NodeId = (DocumentId, u32);

/// The components of a bundle.
#[derive(Debug, Default)]
pub(super) struct Places<'d> {
    /// The components of each kind, by name.
    components: BTreeMap<&'static str, BTreeMap<String, At<'d>>>,
    /// The pointer of each component, by its node.
    pointers: HashMap<NodeId, String>,
}

impl<'d> Places<'d> {
    /// The components of all files. Where two files have different ones of one name, the later is named after its file,
    /// too. A schema that refers to itself and is not a component becomes one: it cannot be written where it is used.
    pub(super) fn of(set: &'d SpecSet) -> Self {
        let mut places = Self::default();
        let files = || set.documents.ids().map(|id| set.documents.root(id));
        let mut aliases = Vec::new();
        for file in files() {
            for kind in KINDS {
                let components = file
                    .get("components")
                    .and_then(|components| components.get(kind));
                for (name, at) in components.into_iter().flat_map(At::entries) {
                    match aliased(at) {
                        Some(target) => aliases.push((kind, name, at, target)),
                        None => places.add(kind, name, at),
                    }
                }
            }
        }
        places.add_aliases(aliases);
        for target in files().flat_map(inlined_targets) {
            if places.of_node(target).is_none() && places.is_recursive(target) {
                places.add("schemas", &schema_name(target), target);
            }
        }
        places
    }

    /// The components of a kind, if there are any.
    pub(super) fn components(&self, kind: &str) -> Option<&BTreeMap<String, At<'d>>> {
        self.components.get(kind)
    }

    /// The pointer into the bundle of a component.
    pub(super) fn of_node(&self, at: At<'_>) -> Option<String> {
        self.pointers.get(&at.id()).cloned()
    }

    fn add(&mut self, kind: &'static str, name: &str, at: At<'d>) {
        let known = self.components.entry(kind).or_default();
        let candidates = std::iter::once(name.to_owned())
            .chain([format!("{name}_{}", stem(at))])
            .chain((2..).map(|number| format!("{name}_{}_{number}", stem(at))));
        let mut free = candidates.filter(|candidate| !known.contains_key(candidate));
        if let Some(name) = free.next() {
            let pointer = format!("#/components/{kind}/{}", escape(&name));
            self.pointers.insert(at.id(), pointer);
            known.insert(name, at);
        }
    }

    /// Adds components that only refer to one of the same name in another file: they are that component.
    fn add_aliases(&mut self, mut aliases: Vec<(&'static str, &str, At<'d>, At<'d>)>) {
        loop {
            let before = aliases.len();
            aliases.retain(|(_, _, alias, target)| {
                let pointer = self.of_node(*target);
                let is_open = pointer.is_none();
                self.pointers
                    .extend(pointer.map(|pointer| (alias.id(), pointer)));
                is_open
            });
            if aliases.len() == before {
                break;
            }
        }
        // References in a cycle lead nowhere, in the bundle as in the files.
        for (kind, name, alias, _) in aliases {
            self.add(kind, name, alias);
        }
    }

    /// Whether a value that is written where it is used would hold itself.
    fn is_recursive(&self, start: At<'d>) -> bool {
        let mut seen = BTreeSet::new();
        let mut unread = vec![start];
        while let Some(at) = unread.pop() {
            for target in inlined_targets(at) {
                if target.id() == start.id() {
                    return true;
                }
                if self.of_node(target).is_none() && seen.insert(target.id()) {
                    unread.push(target);
                }
            }
        }
        false
    }
}

/// What a `$ref` leads to.
pub(super) fn target(at: At<'_>) -> Option<At<'_>> {
    let reference = at.get("$ref").and_then(At::str)?;
    at.documents().find(at.document(), reference).ok()
}

/// The component of another file that a component of the same name is a mere reference to.
fn aliased(at: At<'_>) -> Option<At<'_>> {
    let target = target(at)?;
    (target.id() != at.id() && target.steps() == at.steps()).then_some(target)
}

/// The targets of all references in a value.
fn inlined_targets(root: At<'_>) -> Vec<At<'_>> {
    let mut targets = Vec::new();
    let mut unread = vec![root];
    while let Some(at) = unread.pop() {
        match at.kind() {
            Kind::Map => {
                targets.extend(target(at));
                unread.extend(at.entries().map(|(_, value)| value));
            }
            Kind::List => unread.extend(at.items()),
            Kind::Null | Kind::Bool | Kind::Integer | Kind::Float | Kind::String => {}
        }
    }
    targets
}

/// A name for a schema that has none: its key, or its file's.
fn schema_name(at: At<'_>) -> String {
    at.key().unwrap_or_else(|| stem(at))
}

/// The name of a value's file without its folder and its extension, as part of a component's name.
fn stem(at: At<'_>) -> String {
    let file = at.file().rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    stem.replace(
        |char: char| !char.is_ascii_alphanumeric() && !matches!(char, '-' | '_'),
        "_",
    )
}
