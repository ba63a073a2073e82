//! What types are made of.

use crate::ir::{Shape, Type, TypeId};

/// The named types that a shape is made of, through lists, maps and pointers.
pub(super) fn inner(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Record(record) => {
            let fields = record.fields.iter().map(|field| &field.ty);
            fields.chain(&record.rest).filter_map(named).collect()
        }
        Shape::Multipart(form) => {
            let parts = form.parts.iter().map(|part| &part.field.ty);
            parts.filter_map(named).collect()
        }
        Shape::Tagged(tagged) => {
            let members = tagged.members.iter().map(|member| &member.ty);
            members.filter_map(named).collect()
        }
        Shape::Union(members) => members
            .iter()
            .filter_map(|member| named(&member.ty))
            .collect(),
        Shape::Alias(ty) | Shape::Newtype(ty) => named(ty).into_iter().collect(),
        Shape::Choice(_) | Shape::IntegerChoice(_) | Shape::MixedChoice(_) => Vec::new(),
    }
}

/// The type with a name that a type is in the end.
pub(super) fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            named(inner)
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
        | Type::Form => None,
    }
}
