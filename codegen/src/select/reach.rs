//! What operations need: everything that references lead to from them.

use std::collections::{HashMap, HashSet};

use super::NodeId;
use super::selector::Candidate;
use crate::document::{At, Kind};
use crate::load::SpecSet;

/// How many references in a row are followed.
const MAX_HOPS: usize = 100;

/// What a node means in the end: itself, or what its `$ref` leads to.
pub(super) fn target(at: At<'_>) -> At<'_> {
    let mut target = at;
    for _ in 0..MAX_HOPS {
        match reference(target, "$ref") {
            Some(next) => target = next,
            None => break,
        }
    }
    target
}

/// The schemas under `components`.
pub(super) fn components(root: At<'_>) -> impl Iterator<Item = At<'_>> {
    let schemas = root
        .get("components")
        .and_then(|components| components.get("schemas"));
    let entries = schemas.into_iter().flat_map(At::entries);
    entries.map(|(_, schema)| schema)
}

/// All nodes that operations need, among them the schemas under `components`.
pub(super) fn schemas(set: &SpecSet, operations: &[&Candidate<'_>]) -> HashSet<NodeId> {
    let subtypes = subtypes(set);
    let mut seen = HashSet::new();
    let mut unread: Vec<At<'_>> = Vec::new();
    for operation in operations {
        unread.push(operation.at);
        let shared = operation.item.entries();
        unread.extend(
            shared
                .filter(|(key, _)| *key == "parameters")
                .map(|(_, at)| at),
        );
    }
    while let Some(at) = unread.pop() {
        if !seen.insert(at.id()) {
            continue;
        }
        match at.kind() {
            Kind::Map => unread.extend(at.entries().map(|(_, value)| value)),
            Kind::List => unread.extend(at.items()),
            Kind::Null | Kind::Bool | Kind::Integer | Kind::Float | Kind::String => continue,
        }
        let targets = ["$ref", "$dynamicRef"]
            .iter()
            .filter_map(|key| reference(at, key));
        for target in targets.chain(mapped(at)) {
            // A component that a part of is used is there as a whole.
            unread.extend([Some(target), component_of(target)].into_iter().flatten());
        }
        if at.has("discriminator") {
            unread.extend(subtypes.get(&at.id()).into_iter().flatten());
        }
    }
    seen
}

/// What a reference leads to.
fn reference<'d>(at: At<'d>, key: &str) -> Option<At<'d>> {
    let text = at.get(key)?.str()?;
    at.documents().find(at.document(), text).ok()
}

/// The schemas that the mapping of a discriminator names, by references or by their own names.
fn mapped(at: At<'_>) -> impl Iterator<Item = At<'_>> {
    let discriminator = at.get("discriminator").into_iter();
    let mapping = discriminator.flat_map(|at| {
        at.get("mapping")
            .into_iter()
            .chain(at.get("defaultMapping"))
    });
    let names = mapping.flat_map(|at| at.entries().map(|(_, name)| name).chain(Some(at)));
    names.filter_map(move |name| {
        let text = name.str()?;
        let documents = at.documents();
        let schemas = documents
            .root(at.document())
            .get("components")?
            .get("schemas");
        let component = schemas.and_then(|schemas| schemas.get(text));
        component.or_else(|| documents.find(at.document(), text).ok())
    })
}

/// The schema under `components` that a node is a part of.
fn component_of(at: At<'_>) -> Option<At<'_>> {
    let steps = at.steps();
    let [components, schemas, name, ..] = steps.as_slice() else {
        return None;
    };
    let root = at.documents().root(at.document());
    let is_schema = components == "components" && schemas == "schemas";
    root.get(components)?
        .get(schemas)?
        .get(name)
        .filter(|_| is_schema)
}

/// The components that extend a schema by `allOf`: where that has a discriminator, a value can be each of them.
fn subtypes(set: &SpecSet) -> HashMap<NodeId, Vec<At<'_>>> {
    let mut subtypes: HashMap<NodeId, Vec<At<'_>>> = HashMap::new();
    for component in set
        .documents
        .ids()
        .flat_map(|id| components(set.documents.root(id)))
    {
        for part in component.get("allOf").into_iter().flat_map(At::items) {
            if part.has("$ref") {
                subtypes
                    .entry(target(part).id())
                    .or_default()
                    .push(component);
            }
        }
    }
    subtypes
}
