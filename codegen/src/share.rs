//! Inline types that are one concept become one: `ir::Api` → `ir::Api`.
//!
//! Documents that are generated themselves spell out the same list of words at a thousand places. The first of them
//! in a module is the type; all others stay what they are called, as other names for it. What merely looks alike is
//! not merged (see `concept`). What three or more properties of one struct are is a concept of its own (see `siblings`). Named types are never touched, and neither is anything in a spec of ours, where a
//! maintainer would share the schema.

mod concept;
mod siblings;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use self::concept::{Concept, concepts, concepts_of};
use self::siblings::siblings;
use crate::ir::{
    Api, CursorSource, LinkSource, Naming, NextPage, Shape, Step, Type, TypeDef, TypeId,
};

/// Makes one type of inline types that are one concept and alike.
pub fn share(api: &mut Api) {
    let mut all = concepts(api);
    let mut keys: Vec<Option<u64>> = api.types.iter().map(key).collect();
    // Types that differ only in what they refer to become alike when that does; few documents nest deeper than this.
    for _ in 0..MAX_DEPTH {
        let same = siblings(api, &keys);
        let siblings = same.len();
        update(api, &same, &mut keys);
        for def in api.types.get(all.len()..).unwrap_or_default() {
            all.push(concepts_of(api, def));
        }
        let same = alike(api, &keys, &all);
        if siblings + same.len() == 0 {
            return;
        }
        update(api, &same, &mut keys);
    }
}

/// Redirects to the shared types, and computes the keys of the types that this changed or that were added.
fn update(api: &mut Api, same: &HashMap<TypeId, TypeId>, keys: &mut Vec<Option<u64>>) {
    let changed = redirect(api, same);
    keys.extend(api.types.iter().skip(keys.len()).map(key));
    for changed in changed {
        if let (Some(of), Some(def)) = (keys.get_mut(changed.0), api.types.get(changed.0)) {
            *of = key(def);
        }
    }
}

const MAX_DEPTH: usize = 8;

/// What types that are alike have in common; none for a type that is not shared.
fn key(def: &TypeDef) -> Option<u64> {
    (is_inline(&def.naming) && is_shared(&def.shape)).then(|| {
        let mut hasher = DefaultHasher::new();
        (def.home, def.nullable, &def.shape).hash(&mut hasher);
        hasher.finish()
    })
}

/// For each type that is the same concept as an earlier one and like it, the earlier one.
fn alike(api: &Api, keys: &[Option<u64>], concepts: &[Vec<Concept>]) -> HashMap<TypeId, TypeId> {
    let mut known: HashMap<(u64, &Concept), (TypeId, &TypeDef)> = HashMap::new();
    let mut same = HashMap::new();
    for (index, ((def, key), concepts)) in api.types.iter().zip(keys).zip(concepts).enumerate() {
        let Some(key) = key else { continue };
        let first = concepts
            .iter()
            .filter_map(|concept| known.get(&(*key, concept)))
            .find(|(_, of)| {
                (of.home, of.nullable, &of.shape) == (def.home, def.nullable, &def.shape)
            })
            .copied();
        if let Some((first, _)) = first {
            same.insert(TypeId(index), first);
        }
        // What a merged type is called elsewhere is the same concept, too.
        let of = first.unwrap_or((TypeId(index), def));
        for concept in concepts {
            known.entry((*key, concept)).or_insert(of);
        }
    }
    same
}

/// Whether a type is called after where it stands.
fn is_inline(naming: &Naming) -> bool {
    matches!(naming, Naming::Within(..) | Naming::Of(..))
}

/// Whether a shape can be one for several types.
fn is_shared(shape: &Shape) -> bool {
    match shape {
        Shape::Record(_)
        | Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_)
        | Shape::Tagged(_)
        | Shape::Union(_) => true,
        Shape::Multipart(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

/// Makes each of the later types another name for the earlier one, and refers to the earlier one everywhere. Returns
/// the types that this changed.
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
        let usage = def.usage;
        if let Some(target) = api.types.get_mut(target.0) {
            target.usage.request |= usage.request;
            target.usage.response |= usage.response;
            target.usage.parameter |= usage.parameter;
        }
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
            Step::Field { record: id, .. } | Step::Variant { union: id, .. } => rename(id, same),
        }
    }
}

fn rename(id: &mut TypeId, same: &HashMap<TypeId, TypeId>) {
    if let Some(target) = same.get(id) {
        *id = *target;
    }
}

/// Refers to the earlier types inside a shape, and tells whether there were any. (Operations refer to what they name;
/// that is another name for it.)
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
