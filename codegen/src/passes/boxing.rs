//! Pointers around types that would contain themselves, and around the members of unions.

use std::collections::HashMap;

use super::graph::components;
use crate::ir::{Api, Shape, Type, TypeId};

/// Puts structs in unions behind a pointer, whatever their size, so that a new field moves nothing.
pub(super) fn box_members(api: &mut Api) {
    let boxed: Vec<bool> = (0..api.types.len())
        .map(|index| is_compound(api, TypeId(index)))
        .collect();
    for def in &mut api.types {
        for ty in def.shape.members_mut() {
            if ty.id().is_some_and(|id| boxed.get(id.0) == Some(&true)) {
                *ty = Type::Boxed(Box::new(ty.clone()));
            }
        }
    }
}

/// Whether a type is made of other types. An alias of something unnamed is not boxed.
fn is_compound(api: &Api, id: TypeId) -> bool {
    let resolved = api.resolve(&Type::Named(id)).id();
    resolved.is_some_and(|id| {
        let shape = &api.type_def(id).shape;
        shape.is_union() || matches!(shape, Shape::Struct(_) | Shape::Newtype(_))
    })
}

/// Puts a struct that contains itself, through other structs or alone, behind a pointer.
pub(super) fn box_cycles(api: &mut Api) {
    let edges = contained(api);
    let components = components(&edges).into_iter().enumerate();
    let component: HashMap<TypeId, usize> = components
        .flat_map(|(number, members)| members.into_iter().map(move |member| (member, number)))
        .collect();
    for (index, def) in api.types.iter_mut().enumerate() {
        let own = component.get(&TypeId(index));
        let is_cyclic = |id: TypeId| {
            component.get(&id) == own
                && (id.0 != index || edges.get(index).is_some_and(|edges| edges.contains(&id)))
        };
        let types: Vec<&mut Type> = match &mut def.shape {
            Shape::Struct(of) => of.fields.iter_mut().map(|field| &mut field.ty).collect(),
            Shape::Newtype(ty) => vec![ty],
            Shape::Multipart(_)
            | Shape::Enum(_)
            | Shape::DiscriminatedUnion(_)
            | Shape::UntaggedUnion(_)
            | Shape::Alias(_) => Vec::new(),
        };
        for ty in types {
            box_inline(ty, &is_cyclic);
        }
    }
}

/// Puts the named types for which this holds behind pointers, where a value contains them inline.
pub(super) fn box_inline(ty: &mut Type, is_boxed: &impl Fn(TypeId) -> bool) {
    if ty.id().is_some_and(is_boxed) {
        *ty = Type::Boxed(Box::new(ty.clone()));
        return;
    }
    for child in ty.inline_children_mut() {
        box_inline(child, is_boxed);
    }
}

/// The types that a value of each type contains inline.
pub(super) fn contained(api: &Api) -> Vec<Vec<TypeId>> {
    let of = |shape: &Shape| {
        // Further keys are in a map, and a form is not part of a value.
        let types: Vec<&Type> = match shape {
            Shape::Struct(of) => of.fields.iter().map(|field| &field.ty).collect(),
            Shape::Multipart(_) => Vec::new(),
            Shape::Enum(_)
            | Shape::DiscriminatedUnion(_)
            | Shape::UntaggedUnion(_)
            | Shape::Alias(_)
            | Shape::Newtype(_) => shape.types(),
        };
        types.into_iter().flat_map(Type::named_inline).collect()
    };
    api.types.iter().map(|def| of(&def.shape)).collect()
}
