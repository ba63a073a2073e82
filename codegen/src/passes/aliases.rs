//! Aliases that Rust cannot express, or only at a cost, become structs.

use std::collections::BTreeSet;

use super::graph::{back_edges, components};
use crate::ir::{Api, Shape, Type, TypeId};

/// The maximum number of types that an alias may expand to: rustc follows them all, at each use.
const MAX_EXPANSION: usize = 16;

/// Makes a newtype of an alias that contains itself, through lists and maps.
pub(super) fn wrap_recursive(api: &mut Api) {
    let edges: Vec<Vec<Option<TypeId>>> = api
        .types
        .iter()
        .map(|def| aliased(&def.shape).into_iter().map(Some).collect())
        .collect();
    let found = back_edges(&edges).into_iter();
    let targets = found.filter_map(|(id, edge)| *edges.get(id.0)?.get(edge)?);
    for target in targets.collect::<BTreeSet<_>>() {
        wrap(api, target);
    }
}

/// Makes a newtype of an alias that expands to too many types, through further aliases.
pub(super) fn wrap_large(api: &mut Api) {
    let edges: Vec<Vec<TypeId>> = api.types.iter().map(|def| aliased(&def.shape)).collect();
    let mut expansion = vec![1; edges.len()];
    // Aliases form no cycle any more, so that each comes after those in it.
    for id in components(&edges).into_iter().flatten() {
        let Shape::Alias(ty) = &api.type_def(id).shape else {
            continue;
        };
        let size = expanded(ty, &expansion);
        if size > MAX_EXPANSION {
            wrap(api, id);
        } else if let Some(own) = expansion.get_mut(id.0) {
            *own = size;
        }
    }
}

fn wrap(api: &mut Api, id: TypeId) {
    if let Some(def) = api.types.get_mut(id.0)
        && let Shape::Alias(ty) = &def.shape
    {
        def.shape = Shape::Newtype(ty.clone());
    }
}

/// The named types in an alias; none for other shapes.
fn aliased(shape: &Shape) -> Vec<TypeId> {
    if let Shape::Alias(ty) = shape {
        ty.named()
    } else {
        Vec::new()
    }
}

/// The number of types that a type is made of, aliases replaced by their targets.
fn expanded(ty: &Type, expansion: &[usize]) -> usize {
    let own = ty.id().and_then(|id| expansion.get(id.0).copied());
    let children = ty.children().into_iter();
    children.fold(own.unwrap_or(1), |sum, child| {
        sum.saturating_add(expanded(child, expansion))
    })
}
