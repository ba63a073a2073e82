//! What can only be said once every type is known.

mod circle;
mod components;
mod depth;
mod inner;
mod size;
mod usage;

use std::collections::{BTreeMap, HashMap, HashSet};

use self::components::components;
use super::look::look;
use crate::ir::{Api, Constant, Field, Presence, Shape, Type, TypeId};

/// Fills in what the types say of each other.
pub(super) fn finish(api: &mut Api) {
    circle::break_circles(api);
    circle::wrap_aliases(api);
    circle::shorten_aliases(api);
    declare_tags(api);
    looks(api);
    // Only after the looks: a tag is what its union reads, and no mark for others.
    fill_tags(api);
    box_members(api);
    box_cycles(api);
    size::box_large(api);
    usage::usage(api);
    api.depth = depth::depth(api);
}

/// A member of a tagged union has the tag as a field, so that it is written by itself.
fn declare_tags(api: &mut Api) {
    let mut wanted: Vec<(TypeId, String)> = Vec::new();
    for def in &api.types {
        let Shape::Tagged(tagged) = &def.shape else {
            continue;
        };
        for member in &tagged.members {
            wanted.extend(
                records(api, &member.ty)
                    .into_iter()
                    .map(|id| (id, tagged.tag.clone())),
            );
        }
    }
    for (id, tag) in wanted {
        if let Some(Shape::Record(record)) = api.types.get_mut(id.0).map(|def| &mut def.shape)
            && record.fields.iter().all(|field| field.key != tag)
            && record.rest.is_none()
        {
            // At the end, because pagination counts the fields before it.
            record.fields.push(Field {
                key: tag,
                rust_name: None,
                doc: super::doc::none(),
                ty: Type::String,
                presence: Presence::Optional,
                default: None,
                constant: None,
            });
        }
    }
}

/// A struct that one tag means and that always has it, has it as a constant, so that constructors fill it in.
fn fill_tags(api: &mut Api) {
    let mut meant: BTreeMap<(TypeId, &String), Option<&String>> = BTreeMap::new();
    for def in &api.types {
        let Shape::Tagged(tagged) = &def.shape else {
            continue;
        };
        for member in &tagged.members {
            let only = match member.tags.as_slice() {
                [only] => Some(only),
                _ => None,
            };
            for id in records(api, &member.ty) {
                meant
                    .entry((id, &tagged.tag))
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == only))
                    .or_insert(only);
            }
        }
    }
    let filled: Vec<(TypeId, usize, String)> = meant
        .into_iter()
        .filter_map(|((id, key), value)| {
            let value = value?;
            let Shape::Record(record) = &api.type_def(id).shape else {
                return None;
            };
            let field = record.fields.iter().position(|field| field.key == *key)?;
            let is_free = record.fields.get(field).is_some_and(|field| {
                // What may be left out is left to the caller.
                matches!(field.presence, Presence::Required | Presence::Nullable)
                    && field.constant.is_none()
                    && holds_text(api, &field.ty, value)
            });
            is_free.then(|| (id, field, value.clone()))
        })
        .collect();
    for (id, index, value) in filled {
        if let Some(Shape::Record(record)) = api.types.get_mut(id.0).map(|def| &mut def.shape)
            && let Some(field) = record.fields.get_mut(index)
        {
            field.constant = Some(Constant::String(value));
        }
    }
}

/// Whether a text is a value of a type.
fn holds_text(api: &Api, ty: &Type, text: &str) -> bool {
    if let Type::Named(id) = ty
        && let Shape::Choice(values) = &api.type_def(*id).shape
    {
        return values.iter().any(|value| value.value == text);
    }
    *ty == Type::String
}

/// The records that a type is, in the end.
fn records(api: &Api, ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut work = vec![ty];
    while let Some(ty) = work.pop() {
        match ty {
            Type::Named(id) if seen.insert(*id) => match &api.type_def(*id).shape {
                Shape::Record(_) => found.push(*id),
                Shape::Alias(inner) | Shape::Newtype(inner) => work.push(inner),
                Shape::Tagged(tagged) => {
                    work.extend(tagged.members.iter().rev().map(|member| &member.ty));
                }
                Shape::Union(members) => work.extend(members.iter().rev().map(|member| &member.ty)),
                Shape::Multipart(_)
                | Shape::Choice(_)
                | Shape::IntegerChoice(_)
                | Shape::MixedChoice(_) => {}
            },
            Type::Nullable(inner) | Type::Boxed(inner) => work.push(inner),
            Type::Bool
            | Type::Integer(_)
            | Type::Float
            | Type::String
            | Type::Text(_)
            | Type::Secret
            | Type::Json
            | Type::Null
            | Type::File
            | Type::Body
            | Type::Form
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Named(_) => {}
        }
    }
    found
}

fn looks(api: &mut Api) {
    for index in 0..api.types.len() {
        let Some(Shape::Union(members)) = api.types.get(index).map(|def| &def.shape) else {
            continue;
        };
        let looks: Vec<_> = members.iter().map(|member| look(api, &member.ty)).collect();
        if let Some(Shape::Union(members)) = api.types.get_mut(index).map(|def| &mut def.shape) {
            for (member, look) in members.iter_mut().zip(looks) {
                member.look = look;
            }
        }
    }
}

/// Records in unions stand behind a pointer, whatever their size, so that a new field moves nothing.
fn box_members(api: &mut Api) {
    let boxed: Vec<bool> = (0..api.types.len())
        .map(|index| is_wide(api, TypeId(index), 0))
        .collect();
    let wrap = |ty: &mut Type| {
        if let Type::Named(id) = ty
            && boxed.get(id.0).copied().unwrap_or(false)
        {
            *ty = Type::Boxed(Box::new(ty.clone()));
        }
    };
    for def in &mut api.types {
        match &mut def.shape {
            Shape::Tagged(tagged) => tagged
                .members
                .iter_mut()
                .for_each(|member| wrap(&mut member.ty)),
            Shape::Union(members) => members.iter_mut().for_each(|member| wrap(&mut member.ty)),
            Shape::Record(_)
            | Shape::Multipart(_)
            | Shape::Choice(_)
            | Shape::IntegerChoice(_)
            | Shape::MixedChoice(_)
            | Shape::Alias(_)
            | Shape::Newtype(_) => {}
        }
    }
}

fn is_wide(api: &Api, id: TypeId, depth: usize) -> bool {
    match &api.type_def(id).shape {
        Shape::Record(_) | Shape::Newtype(_) | Shape::Tagged(_) | Shape::Union(_) => true,
        Shape::Alias(Type::Named(inner)) if depth < 16 => is_wide(api, *inner, depth + 1),
        Shape::Multipart(_)
        | Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_)
        | Shape::Alias(_) => false,
    }
}

/// A record that holds itself, through other records or alone, does so behind a pointer.
fn box_cycles(api: &mut Api) {
    let edges: Vec<Vec<TypeId>> = (0..api.types.len())
        .map(|index| held(api, TypeId(index)))
        .collect();
    let components = components(&edges).into_iter().enumerate();
    let component: HashMap<TypeId, usize> = components
        .flat_map(|(number, members)| members.into_iter().map(move |member| (member, number)))
        .collect();
    for index in 0..api.types.len() {
        let own = component.get(&TypeId(index));
        let cyclic = |id: &TypeId| {
            component.get(id) == own
                && (id.0 != index || edges.get(index).is_some_and(|edges| edges.contains(id)))
        };
        let Some(def) = api.types.get_mut(index) else {
            continue;
        };
        let types: Vec<&mut Type> = match &mut def.shape {
            Shape::Record(record) => record
                .fields
                .iter_mut()
                .map(|field| &mut field.ty)
                .collect(),
            Shape::Newtype(ty) => vec![ty],
            Shape::Multipart(_)
            | Shape::Choice(_)
            | Shape::IntegerChoice(_)
            | Shape::MixedChoice(_)
            | Shape::Tagged(_)
            | Shape::Union(_)
            | Shape::Alias(_) => Vec::new(),
        };
        for ty in types {
            box_inner(ty, &cyclic);
        }
    }
}

fn box_inner(ty: &mut Type, cyclic: &impl Fn(&TypeId) -> bool) {
    match ty {
        Type::Named(id) if cyclic(id) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Nullable(inner) => box_inner(inner, cyclic),
        Type::Tuple(tuple) => tuple
            .items
            .iter_mut()
            .for_each(|item| box_inner(item, cyclic)),
        Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::String
        | Type::Text(_)
        | Type::Secret
        | Type::Json
        | Type::Null
        | Type::File
        | Type::Body
        | Type::Form
        | Type::List(_)
        | Type::Map(_)
        | Type::Named(_)
        | Type::Boxed(_) => {}
    }
}

/// The types that a type holds without a pointer in between.
fn held(api: &Api, id: TypeId) -> Vec<TypeId> {
    let shape = &api.type_def(id).shape;
    // Further keys are in a map, and a form is no part of a value.
    let types: Vec<&Type> = match shape {
        Shape::Record(record) => record.fields.iter().map(|field| &field.ty).collect(),
        Shape::Multipart(_) => Vec::new(),
        Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_)
        | Shape::Tagged(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Newtype(_) => shape.types(),
    };
    types.into_iter().flat_map(Type::held).collect()
}
