//! Merges equal inline types below several properties of one struct: one type, named after the struct.
//!
//! `{pro: {price, quantity}, seats: {price, quantity}, builds: {price, quantity}}` is a map that spells out its keys. Two equal
//! properties may be a coincidence, and stay apart. The types of the properties remain as other names.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::concept::has_properties;
use super::content;
use crate::ir::{Api, Doc, Naming, Shape, TypeDef, TypeId};
use crate::noun::singular;

/// Fewer equal siblings than this are not a shared concept.
const MIN_SIBLINGS: usize = 3;

/// Equal types of properties: the struct, the path below the properties, and the types.
struct Siblings<'a> {
    parent: TypeId,
    below: &'a [String],
    types: Vec<TypeId>,
}

/// Adds a type for each set of equal siblings, and returns it for each of them.
pub(super) fn siblings(api: &mut Api, keys: &[Option<u64>]) -> HashMap<TypeId, TypeId> {
    let mut same = HashMap::new();
    let mut added: Vec<TypeDef> = Vec::new();
    let mut copies = Vec::new();
    for siblings in sets(api, keys) {
        let Some(first_id) = siblings.types.first().copied() else {
            continue;
        };
        let first = api.type_def(first_id);
        let plain = naming(api, &siblings, None);
        // Of several sets in one struct, those after the first are distinguished by a key of their own.
        let mut others = api.types.iter().chain(&added);
        let naming = match others.rfind(|other| other.naming == plain) {
            None => plain,
            Some(other) => match own_key(&first.shape, &other.shape) {
                Some(key) => naming(api, &siblings, Some(key)),
                None => continue,
            },
        };
        let id = TypeId(api.types.len() + added.len());
        same.extend(siblings.types.iter().map(|sibling| (*sibling, id)));
        copies.push((first_id, id));
        added.push(TypeDef {
            naming,
            doc: Doc::default(),
            ..first.clone()
        });
    }
    api.types.extend(added);
    for (from, to) in copies {
        api.derived.copy(from, to);
    }
    same
}

/// The sets of equal siblings.
fn sets<'a>(api: &'a Api, keys: &[Option<u64>]) -> Vec<Siblings<'a>> {
    let mut sets: IndexMap<(TypeId, &[String], u64), Vec<TypeId>> = IndexMap::new();
    for (index, (def, key)) in api.types.iter().zip(keys).enumerate() {
        if let (Some((parent, below)), Some(key)) = (property(api, def), key) {
            let set = sets.entry((parent, below, *key)).or_default();
            set.push(TypeId(index));
        }
    }
    let is_equal = |left: &TypeId, right: &TypeId| content(api, *left) == content(api, *right);
    sets.into_iter()
        .map(|((parent, below, _), types)| Siblings {
            parent,
            below,
            types,
        })
        .filter(|set| set.types.len() >= MIN_SIBLINGS && set.types.is_sorted_by(is_equal))
        .collect()
}

/// The struct in whose property an inline type is, and the path below the property.
fn property<'a>(api: &'a Api, def: &'a TypeDef) -> Option<(TypeId, &'a [String])> {
    let Naming::Within(parent, path) = &def.naming else {
        return None;
    };
    let (_, below) = path.split_first()?;
    has_properties(&api.type_def(*parent).shape).then_some((*parent, below))
}

/// The first key of a struct that another one does not have.
fn own_key<'a>(shape: &'a Shape, other: &Shape) -> Option<&'a str> {
    let (Shape::Struct(of), Shape::Struct(other)) = (shape, other) else {
        return None;
    };
    let mut keys = of.fields.iter().map(|field| field.key.as_str());
    keys.find(|key| other.field(key).is_none())
}

/// A name for what the properties of a struct are: `invoice_item` for those of `invoice_items`, else its `value`.
fn naming(api: &Api, siblings: &Siblings<'_>, key: Option<&str>) -> Naming {
    let within = Naming::Within(siblings.parent, Vec::new());
    let parent = &api.type_def(siblings.parent).naming;
    let path = match parent {
        Naming::Within(_, path) | Naming::InOperation(_, path) => path.as_slice(),
        Naming::Explicit(_) | Naming::Key(_) => &[],
    };
    let plural = path.split_last();
    let singular = plural.and_then(|(last, before)| Some([before, &[singular(last)?]].concat()));
    let (mut naming, mut words) = match singular {
        Some(words) => (parent.clone(), words),
        None => (within, vec!["value".to_owned()]),
    };
    if let Some(key) = key {
        words.extend(["with".to_owned(), key.to_owned()]);
    }
    words.extend_from_slice(siblings.below);
    if let Naming::Within(_, path) | Naming::InOperation(_, path) = &mut naming {
        *path = words;
    }
    naming
}
