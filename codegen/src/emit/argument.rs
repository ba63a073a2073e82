//! The types of arguments of constructors and setters, which `signon_runtime::codegen::New` and `Setters` write.

use proc_macro2::TokenStream;
use quote::quote;

use super::signature::{Input, InputType};
use super::types::ty;
use super::{Scope, ident};
use crate::ir::{Presence, Shape, Type};

/// The argument that sets the field.
pub(super) fn argument(scope: &Scope<'_>, input: &Input<'_>) -> TokenStream {
    let inner = match input.ty {
        InputType::Plain(inner) => inner,
        InputType::Bodies(bodies) => {
            let bodies = ident(&bodies.ident);
            return quote!(impl Into<#bodies>);
        }
    };
    match input.presence {
        Presence::Required | Presence::Optional => plain(scope, inner),
        Presence::Nullable => {
            let inner = ty(scope, inner);
            quote!(Option<#inner>)
        }
        Presence::OptionalNullable => {
            let field = scope.runtime("Field");
            let inner = ty(scope, inner);
            quote!(impl Into<#field<#inner>>)
        }
    }
}

/// An argument for a value that is not absent.
pub(super) fn plain(scope: &Scope<'_>, inner: &Type) -> TokenStream {
    if let Type::Boxed(inner) = inner {
        return plain(scope, inner);
    }
    let resolved = scope.context.api.resolve(inner);
    if let Type::List(item) = resolved {
        let item = converted(scope, item);
        return quote!(impl IntoIterator<Item = #item>);
    }
    if let Type::Map(value) = resolved {
        let value = converted(scope, value);
        return quote!(impl IntoIterator<Item = (impl Into<String>, #value)>);
    }
    converted(scope, inner)
}

/// An argument of this type, or of any that becomes it by `Into`.
fn converted(scope: &Scope<'_>, inner: &Type) -> TokenStream {
    let written = ty(scope, inner);
    if is_convertible(scope, inner) {
        quote!(impl Into<#written>)
    } else {
        written
    }
}

/// Whether callers have values of other types that become one of this type.
pub(crate) fn is_convertible(scope: &Scope<'_>, ty: &Type) -> bool {
    if matches!(ty, Type::Boxed(_)) {
        return false;
    }
    let api = scope.context.api;
    let is_open =
        |shape: &Shape| shape.is_union() || matches!(shape, Shape::Enum(of) if !of.closed);
    api.shape_of(ty).is_some_and(is_open)
        || matches!(
            api.resolve(ty),
            Type::String | Type::Text(_) | Type::Secret | Type::Json | Type::Body
        )
}
