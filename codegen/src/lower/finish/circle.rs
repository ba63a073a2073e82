//! Types that would be infinite, or that would be read again and again without end.

use std::collections::BTreeSet;

use super::components::components;
use crate::ir::{Api, Shape, Type, TypeId};

/// Takes out what leads a type back to itself without anything in between. The document's fault has been told.
pub(super) fn break_circles(api: &mut Api) {
    let edges: Vec<Vec<Option<TypeId>>> =
        api.types.iter().map(|def| same_value(&def.shape)).collect();
    for (id, edge) in back_edges(&edges) {
        let Some(shape) = api.types.get_mut(id.0).map(|def| &mut def.shape) else {
            continue;
        };
        let left = match shape {
            Shape::Tagged(tagged) => {
                tagged.members.remove(edge);
                tagged.members.len()
            }
            Shape::Union(members) => {
                members.remove(edge);
                members.len()
            }
            Shape::Record(_)
            | Shape::Multipart(_)
            | Shape::Choice(_)
            | Shape::IntegerChoice(_)
            | Shape::MixedChoice(_)
            | Shape::Alias(_)
            | Shape::Newtype(_) => 0,
        };
        if left == 0 {
            *shape = Shape::Alias(Type::Json);
        }
    }
}

/// The members that lead back, by type, the last first.
fn back_edges(edges: &[Vec<Option<TypeId>>]) -> Vec<(TypeId, usize)> {
    let mut begun = vec![false; edges.len()];
    let mut on_path = vec![false; edges.len()];
    let mut found = Vec::new();
    for root in 0..edges.len() {
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.pop() {
            let targets = edges.get(node).map_or(&[][..], Vec::as_slice);
            if edge == 0 {
                if begun.get(node).copied().unwrap_or(true) {
                    continue;
                }
                mark(&mut begun, node, true);
                mark(&mut on_path, node, true);
            }
            let Some(target) = targets.get(edge) else {
                mark(&mut on_path, node, false);
                continue;
            };
            path.push((node, edge + 1));
            if let Some(TypeId(target)) = *target {
                if on_path.get(target).copied().unwrap_or(false) {
                    found.push((TypeId(node), edge));
                } else {
                    path.push((target, 0));
                }
            }
        }
    }
    found.sort_by_key(|(id, edge)| (*id, std::cmp::Reverse(*edge)));
    found
}

fn mark(marks: &mut [bool], node: usize, to: bool) {
    if let Some(mark) = marks.get_mut(node) {
        *mark = to;
    }
}

/// The types that a value of a type is one of.
fn same_value(shape: &Shape) -> Vec<Option<TypeId>> {
    match shape {
        Shape::Alias(ty) | Shape::Newtype(ty) => vec![named(ty)],
        Shape::Tagged(tagged) => tagged
            .members
            .iter()
            .map(|member| named(&member.ty))
            .collect(),
        Shape::Union(members) => members.iter().map(|member| named(&member.ty)).collect(),
        Shape::Record(_)
        | Shape::Multipart(_)
        | Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_) => Vec::new(),
    }
}

fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) | Type::Boxed(inner) => named(inner),
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
        | Type::Map(_) => None,
    }
}

/// An alias that leads to itself through lists and maps becomes a struct.
pub(super) fn wrap_aliases(api: &mut Api) {
    let edges: Vec<Vec<Option<TypeId>>> = api.types.iter().map(|def| held(&def.shape)).collect();
    let found = back_edges(&edges).into_iter();
    let targets = found.filter_map(|(id, edge)| *edges.get(id.0)?.get(edge)?);
    for TypeId(target) in targets.collect::<BTreeSet<_>>() {
        if let Some(def) = api.types.get_mut(target)
            && let Shape::Alias(ty) = &def.shape
        {
            def.shape = Shape::Newtype(ty.clone());
        }
    }
}

/// The types that an alias names.
fn held(shape: &Shape) -> Vec<Option<TypeId>> {
    let Shape::Alias(ty) = shape else {
        return Vec::new();
    };
    let mut held = Vec::new();
    let mut work = vec![ty];
    while let Some(ty) = work.pop() {
        if let Type::Named(id) = ty {
            held.push(Some(*id));
        }
        work.extend(ty.children());
    }
    held
}

/// The most types that an alias may expand to. rustc follows them all, at each use.
const MAX_EXPANSION: usize = 16;

/// An alias that expands to too many types, through further aliases, becomes a struct.
pub(super) fn shorten_aliases(api: &mut Api) {
    let edges: Vec<Vec<TypeId>> = api
        .types
        .iter()
        .map(|def| held(&def.shape).into_iter().flatten().collect())
        .collect();
    let mut expansion = vec![1; edges.len()];
    // Aliases form no cycle any more, so that each comes after those in it.
    for id in components(&edges).into_iter().flatten() {
        let Some(Shape::Alias(ty)) = api.types.get(id.0).map(|def| &def.shape) else {
            continue;
        };
        let size = expanded(ty, &expansion);
        if size <= MAX_EXPANSION {
            if let Some(own) = expansion.get_mut(id.0) {
                *own = size;
            }
        } else if let Some(def) = api.types.get_mut(id.0)
            && let Shape::Alias(ty) = &def.shape
        {
            def.shape = Shape::Newtype(ty.clone());
        }
    }
}

/// How many types a type is made of, aliases replaced by what they stand for.
fn expanded(ty: &Type, expansion: &[usize]) -> usize {
    let own = if let Type::Named(id) = ty {
        expansion.get(id.0).copied().unwrap_or(1)
    } else {
        1
    };
    ty.children().into_iter().fold(own, |sum, child| {
        sum.saturating_add(expanded(child, expansion))
    })
}
