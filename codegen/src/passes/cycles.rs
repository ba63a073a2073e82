//! Unions and aliases that are themselves.

use super::graph::back_edges;
use crate::ir::{Api, Shape, Type, TypeId};

/// Removes the members by which a union is itself without anything in between. The cycle in the document has been
/// reported.
pub(super) fn break_cycles(api: &mut Api) {
    let same_value = |shape: &Shape| {
        let types = shape.same_value().into_iter();
        types.map(|ty| ty.peel().id()).collect()
    };
    let edges: Vec<Vec<Option<TypeId>>> =
        api.types.iter().map(|def| same_value(&def.shape)).collect();
    for (id, edge) in back_edges(&edges) {
        if let Some(def) = api.types.get_mut(id.0) {
            remove(&mut def.shape, edge);
        }
    }
}

/// Removes a member of a union; what has no member left is free-form JSON.
fn remove(shape: &mut Shape, member: usize) {
    let is_empty = if let Shape::DiscriminatedUnion(union) = shape {
        union.members.remove(member);
        union.members.is_empty()
    } else if let Shape::UntaggedUnion(members) = shape {
        members.remove(member);
        members.is_empty()
    } else {
        true
    };
    if is_empty {
        *shape = Shape::Alias(Type::Json);
    }
}
