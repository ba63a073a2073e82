//! How much room a value takes where it stands: a struct that holds two of the next, and so on, would be too large for
//! any stack, and soon for the compiler.

use super::box_inner;
use super::components::components;
use super::held;
use crate::ir::{Api, Shape, Type, TypeId};

/// The bytes of a struct from which on its larger fields are behind pointers.
const LARGE: usize = 16 * 1024;

/// The bytes of a field that may stay in a large struct.
const SMALL: usize = 64;

/// The bytes of a value without parts, at most.
const LEAF: usize = 32;

const POINTER: usize = 8;

/// Puts what makes a struct too large behind pointers.
pub(super) fn box_large(api: &mut Api) {
    let edges: Vec<Vec<TypeId>> = (0..api.types.len())
        .map(|index| held(api, TypeId(index)))
        .collect();
    let mut sizes = vec![LEAF; api.types.len()];
    // What holds itself is boxed already, so that each type comes after those that it holds.
    for TypeId(index) in components(&edges).into_iter().flatten() {
        let Some(def) = api.types.get_mut(index) else {
            continue;
        };
        let mut size = shape_size(&def.shape, &sizes);
        if size > LARGE && matches!(def.shape, Shape::Record(_) | Shape::Newtype(_)) {
            let is_large = |id: &TypeId| size_of(*id, &sizes) > SMALL;
            for ty in def.shape.types_mut() {
                box_inner(ty, &is_large);
            }
            size = shape_size(&def.shape, &sizes);
        }
        if let Some(own) = sizes.get_mut(index) {
            *own = size;
        }
    }
}

fn size_of(id: TypeId, sizes: &[usize]) -> usize {
    sizes.get(id.0).copied().unwrap_or(LEAF)
}

fn shape_size(shape: &Shape, sizes: &[usize]) -> usize {
    let parts = shape.types().into_iter().map(|ty| type_size(ty, sizes));
    match shape {
        Shape::Tagged(_) | Shape::Union(_) => {
            parts.max().unwrap_or_default().saturating_add(POINTER)
        }
        Shape::Record(_)
        | Shape::Multipart(_)
        | Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_)
        | Shape::Alias(_)
        | Shape::Newtype(_) => parts.fold(LEAF, usize::saturating_add),
    }
}

fn type_size(ty: &Type, sizes: &[usize]) -> usize {
    match ty {
        Type::Named(id) => size_of(*id, sizes),
        Type::Nullable(inner) => type_size(inner, sizes).saturating_add(POINTER),
        Type::Boxed(_) => POINTER,
        Type::Tuple(tuple) => {
            let items = tuple.items.iter().map(|item| type_size(item, sizes));
            items.fold(LEAF, usize::saturating_add)
        }
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
        | Type::Map(_) => LEAF,
    }
}
