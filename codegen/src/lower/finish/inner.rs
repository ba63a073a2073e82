//! What types are made of.

use crate::ir::{Shape, Type, TypeId};

/// The named types that a shape is made of, through lists, maps and pointers.
pub(super) fn inner(shape: &Shape) -> Vec<TypeId> {
    shape.types().into_iter().flat_map(Type::named).collect()
}
