//! How a caller gives a value: the type of an argument, and what makes a field's value of it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Scope;
use super::types::ty;
use crate::ir::{Presence, Shape, Type};

/// An argument of a constructor or setter.
pub(crate) struct Argument {
    /// Its type.
    pub(crate) ty: TokenStream,
    /// The field's value.
    pub(crate) value: TokenStream,
}

/// An argument that sets a field which has to be there.
pub(crate) fn required(
    scope: &Scope<'_>,
    name: &Ident,
    inner: &Type,
    presence: Presence,
) -> Argument {
    match presence {
        Presence::Nullable => {
            let inner = ty(scope, inner);
            Argument {
                ty: quote!(Option<#inner>),
                value: quote!(#name),
            }
        }
        Presence::Required | Presence::Optional | Presence::OptionalNullable => {
            plain(scope, name, inner)
        }
    }
}

/// An argument that sets a field which may be left out.
pub(crate) fn optional(
    scope: &Scope<'_>,
    name: &Ident,
    inner: &Type,
    presence: Presence,
) -> Argument {
    match presence {
        Presence::OptionalNullable => {
            let field = scope.runtime("Field");
            let inner = ty(scope, inner);
            Argument {
                ty: quote!(impl Into<#field<#inner>>),
                value: quote!(#name.into()),
            }
        }
        Presence::Required | Presence::Nullable | Presence::Optional => {
            let Argument { ty, value } = plain(scope, name, inner);
            Argument {
                ty,
                value: quote!(Some(#value)),
            }
        }
    }
}

/// An argument for a value that is there.
pub(crate) fn plain(scope: &Scope<'_>, name: &Ident, inner: &Type) -> Argument {
    if let Type::Boxed(inner) = inner {
        let Argument { ty, value } = plain(scope, name, inner);
        return Argument {
            ty,
            value: quote!(Box::new(#value)),
        };
    }
    let resolved = scope.context.api.resolve(inner);
    if let Type::List(item) = resolved {
        return list(scope, name, item);
    }
    if let Type::Map(value) = resolved {
        return map(scope, name, value);
    }
    let written = ty(scope, inner);
    if is_convertible(scope, inner) {
        Argument {
            ty: quote!(impl Into<#written>),
            value: quote!(#name.into()),
        }
    } else {
        Argument {
            ty: written,
            value: quote!(#name),
        }
    }
}

/// An argument that collects items.
fn list(scope: &Scope<'_>, name: &Ident, item: &Type) -> Argument {
    let item_type = ty(scope, item);
    if is_convertible(scope, item) {
        Argument {
            ty: quote!(impl IntoIterator<Item = impl Into<#item_type>>),
            value: quote!(#name.into_iter().map(Into::into).collect()),
        }
    } else {
        Argument {
            ty: quote!(impl IntoIterator<Item = #item_type>),
            value: quote!(#name.into_iter().collect()),
        }
    }
}

/// An argument that collects pairs of a key and a value.
fn map(scope: &Scope<'_>, name: &Ident, value: &Type) -> Argument {
    let value_type = ty(scope, value);
    let (value_type, value) = if is_convertible(scope, value) {
        (quote!(impl Into<#value_type>), quote!(value.into()))
    } else {
        (value_type, quote!(value))
    };
    Argument {
        ty: quote!(impl IntoIterator<Item = (impl Into<String>, #value_type)>),
        value: quote!(#name.into_iter().map(|(key, value)| (key.into(), #value)).collect()),
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
