//! Dedupes inline types that are one concept.
//!
//! Generated documents repeat the same enum in a thousand operations. The first of them in a module, or in the shared one,
//! is the type; all others keep their names, as aliases of it. Equal types of different concepts are not merged (see `concept`); the
//! types of three or more properties of one struct are a concept of their own (see `siblings`). Types
//! that have a name in the document are never touched, and neither is anything in our own specs, where a maintainer
//! would share the schema.

mod concept;
mod siblings;

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use self::concept::{Concept, concepts, concepts_of};
use self::siblings::siblings;
use crate::ir::{
    Api, Constant, CursorSource, LinkSource, Module, Naming, NextPage, Shape, Step, Type, TypeId,
};

/// Each round merges types whose parts the rounds before it have merged; few documents nest deeper than this.
const MAX_ROUNDS: usize = 8;

/// Merges inline types that are one concept and equal.
pub(crate) fn dedupe(api: &mut Api) {
    let mut all = concepts(api);
    let mut keys: Vec<Option<u64>> = type_ids(api, 0).map(|id| key(api, id)).collect();
    for _ in 0..MAX_ROUNDS {
        let siblings = siblings(api, &keys);
        update(api, &siblings, &mut keys);
        all.extend(type_ids(api, all.len()).map(|id| concepts_of(api, id)));
        let duplicates = duplicates(api, &keys, &all);
        if siblings.is_empty() && duplicates.is_empty() {
            return;
        }
        update(api, &duplicates, &mut keys);
    }
}

/// The ids of the types from this index on.
fn type_ids(api: &Api, first: usize) -> impl Iterator<Item = TypeId> + use<> {
    (first..api.types.len()).map(TypeId)
}

/// Redirects to the merged types, and computes the keys of the types that this changed or that were added.
fn update(api: &mut Api, same: &HashMap<TypeId, TypeId>, keys: &mut Vec<Option<u64>>) {
    let changed = redirect(api, same);
    keys.extend(type_ids(api, keys.len()).map(|id| key(api, id)));
    for changed in changed {
        let changed_key = key(api, changed);
        if let Some(of) = keys.get_mut(changed.0) {
            *of = changed_key;
        }
    }
}

/// Everything that equal types have in common.
type Content<'a> = (bool, &'a Shape, Option<&'a BTreeMap<String, Constant>>);

fn content(api: &Api, id: TypeId) -> Content<'_> {
    let def = api.type_def(id);
    let tags = api.derived.tags.get(&id);
    (def.nullable, &def.shape, tags)
}

/// A hash of the content of a type; none for a type that is not deduped.
fn key(api: &Api, id: TypeId) -> Option<u64> {
    let def = api.type_def(id);
    let derives = api.derives.contains_key(&id);
    (is_inline(&def.naming) && is_deduped(&def.shape) && !derives).then(|| {
        let mut hasher = DefaultHasher::new();
        content(api, id).hash(&mut hasher);
        hasher.finish()
    })
}

/// For each type that is the same concept as an earlier one and equal to it, the earlier one: of its own module, or of the
/// shared one, whose types come first.
fn duplicates(
    api: &Api,
    keys: &[Option<u64>],
    concepts: &[Vec<Concept>],
) -> HashMap<TypeId, TypeId> {
    let mut known: HashMap<(Module, u64, &Concept), TypeId> = HashMap::new();
    let mut same = HashMap::new();
    let all = keys.iter().zip(concepts).zip(type_ids(api, 0));
    let mut all: Vec<_> = all
        .filter_map(|((key, concepts), id)| Some(((*key)?, concepts, id)))
        .collect();
    all.sort_by_key(|(_, _, id)| api.type_def(*id).module != Module::Shared);
    for (key, concepts, id) in all {
        let module = api.type_def(id).module;
        let first = [module, Module::Shared]
            .into_iter()
            .flat_map(|module| concepts.iter().map(move |concept| (module, concept)))
            .filter_map(|(module, concept)| known.get(&(module, key, concept)))
            .find(|first| **first != id && content(api, **first) == content(api, id))
            .copied();
        if let Some(first) = first {
            same.insert(id, first);
        }
        // What a merged type is called elsewhere is the same concept, too.
        let of = first.unwrap_or(id);
        for concept in concepts {
            known.entry((module, key, concept)).or_insert(of);
        }
    }
    same
}

/// Whether a type is named after what contains it.
fn is_inline(naming: &Naming) -> bool {
    matches!(naming, Naming::Within(..) | Naming::InOperation(..))
}

/// Whether equal types of this shape are merged.
fn is_deduped(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(_)
        | Shape::Enum(_)
        | Shape::DiscriminatedUnion(_)
        | Shape::UntaggedUnion(_) => true,
        Shape::Multipart(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

/// Makes each duplicate an alias of the earlier type, and refers to the earlier type everywhere. Returns the types
/// that this changed.
fn redirect(api: &mut Api, same: &HashMap<TypeId, TypeId>) -> Vec<TypeId> {
    let mut changed = Vec::new();
    for index in 0..api.types.len() {
        let Some(target) = same.get(&TypeId(index)) else {
            continue;
        };
        let Some(def) = api.types.get_mut(index) else {
            continue;
        };
        changed.push(TypeId(index));
        def.shape = Shape::Alias(Type::Named(*target));
        let usage = api.derived.usage(TypeId(index));
        let merged = api.derived.usage.entry(*target).or_default();
        *merged = merged.or(usage);
    }
    for (index, def) in api.types.iter_mut().enumerate() {
        if !same.contains_key(&TypeId(index)) && shape(&mut def.shape, same) {
            changed.push(TypeId(index));
        }
    }
    for operation in &mut api.operations {
        if let Some(pagination) = &mut operation.pagination {
            steps(&mut pagination.items, same);
            if let Some(union) = &mut pagination.union {
                rename(union, same);
            }
            match &mut pagination.next {
                NextPage::Cursor {
                    from: CursorSource::Body(path),
                    ..
                }
                | NextPage::Link(LinkSource::Body(path)) => steps(path, same),
                NextPage::Cursor { .. }
                | NextPage::Number { .. }
                | NextPage::Link(LinkSource::Header) => {}
            }
        }
    }
    changed
}

fn steps(path: &mut [Step], same: &HashMap<TypeId, TypeId>) {
    for step in path {
        match step {
            Step::Field { owner: id, .. } | Step::Variant { union: id, .. } => rename(id, same),
        }
    }
}

fn rename(id: &mut TypeId, same: &HashMap<TypeId, TypeId>) {
    if let Some(target) = same.get(id) {
        *id = *target;
    }
}

/// Refers to the earlier types inside a shape; whether there were any. (Operations keep the names that they use, which
/// are aliases.)
fn shape(shape: &mut Shape, same: &HashMap<TypeId, TypeId>) -> bool {
    shape
        .types_mut()
        .into_iter()
        .fold(false, |changed, inner| ty(inner, same) | changed)
}

fn ty(inner: &mut Type, same: &HashMap<TypeId, TypeId>) -> bool {
    if let Type::Named(id) = inner {
        let target = same.get(id);
        *id = *target.unwrap_or(id);
        return target.is_some();
    }
    inner
        .children_mut()
        .into_iter()
        .fold(false, |changed, inner| ty(inner, same) | changed)
}
