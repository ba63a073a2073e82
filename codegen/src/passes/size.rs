//! The size of values: a struct that contains two of the next, and so on, would be too large for any stack, and soon
//! for the compiler.

use super::boxing::{box_inline, contained};
use super::graph::components;
use crate::ir::{Api, Shape, Type, TypeId};

/// The bytes of a struct from which on its larger fields are behind pointers.
const LARGE: usize = 16 * 1024;

/// The bytes of a field that may stay in a large struct.
const SMALL: usize = 64;

/// The maximum bytes of a value without parts.
const LEAF: usize = 32;

const POINTER: usize = 8;

/// Puts what makes a struct too large behind pointers.
pub(super) fn box_large(api: &mut Api) {
    let edges = contained(api);
    let mut sizes = vec![LEAF; api.types.len()];
    // What contains itself is boxed already, so that each type comes after those that it contains.
    for TypeId(index) in components(&edges).into_iter().flatten() {
        let Some(def) = api.types.get_mut(index) else {
            continue;
        };
        let mut size = shape_size(&def.shape, &sizes);
        if size > LARGE && matches!(def.shape, Shape::Struct(_) | Shape::Newtype(_)) {
            let is_large = |id: TypeId| size_of(id, &sizes) > SMALL;
            for ty in def.shape.types_mut() {
                box_inline(ty, &is_large);
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
    if shape.is_union() {
        parts.max().unwrap_or_default().saturating_add(POINTER)
    } else {
        parts.fold(LEAF, usize::saturating_add)
    }
}

fn type_size(ty: &Type, sizes: &[usize]) -> usize {
    if let Some(id) = ty.id() {
        return size_of(id, sizes);
    }
    let own = if matches!(ty, Type::Boxed(_) | Type::Nullable(_)) {
        POINTER
    } else {
        LEAF
    };
    let parts = ty.inline_children().into_iter();
    parts.fold(own, |sum, part| sum.saturating_add(type_size(part, sizes)))
}
