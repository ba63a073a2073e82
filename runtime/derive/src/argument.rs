//! Arguments of constructors and setters: what callers give, and how a field's value is made of it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use crate::build::Hint;
use crate::wrapper::{content, is_named, map_value};

/// An argument of a constructor or setter.
pub(crate) struct Argument {
    /// Its type.
    pub(crate) ty: TokenStream,
    /// The field's value.
    pub(crate) value: TokenStream,
}

/// An argument that is converted to a type: any iterator to a list or map, any text to a `String`, and what
/// `#[build(into(...))]` lists by `Into`.
pub(crate) fn convertible(name: &Ident, ty: &Type, hint: &Hint<'_>) -> Argument {
    if let Some(boxed) = content(ty, "Box") {
        let Argument { ty, value } = convertible(name, boxed, hint);
        return Argument {
            ty,
            value: quote!(::std::boxed::Box::new(#value)),
        };
    }
    if let Some(Argument { ty, value }) = collection(name, hint.alias.unwrap_or(ty), hint) {
        // Naming the alias's type keeps the import that the attribute needs in use.
        let value = match hint.alias {
            Some(alias) => quote!(::core::convert::identity::<#alias>(#value)),
            None => value,
        };
        return Argument { ty, value };
    }
    if converts(ty, hint) {
        Argument {
            ty: quote!(impl ::core::convert::Into<#ty>),
            value: quote!(#name.into()),
        }
    } else {
        Argument {
            ty: quote!(#ty),
            value: quote!(#name),
        }
    }
}

/// An argument that collects a list or a map.
fn collection(name: &Ident, ty: &Type, hint: &Hint<'_>) -> Option<Argument> {
    if let Some(item) = content(ty, "Vec") {
        return Some(list(name, item, hint));
    }
    map_value(ty).map(|value| map(name, value, hint))
}

/// An argument that collects items.
fn list(name: &Ident, item: &Type, hint: &Hint<'_>) -> Argument {
    let (item, map) = if converts(item, hint) {
        (
            quote!(impl ::core::convert::Into<#item>),
            quote!(.map(::core::convert::Into::into)),
        )
    } else {
        (quote!(#item), quote!())
    };
    Argument {
        ty: quote!(impl ::core::iter::IntoIterator<Item = #item>),
        value: quote!(#name.into_iter()#map.collect()),
    }
}

/// An argument that collects pairs of a key and a value.
fn map(name: &Ident, value: &Type, hint: &Hint<'_>) -> Argument {
    let (ty, value) = if converts(value, hint) {
        (
            quote!(impl ::core::convert::Into<#value>),
            quote!(value.into()),
        )
    } else {
        (quote!(#value), quote!(value))
    };
    Argument {
        ty: quote!(
            impl ::core::iter::IntoIterator<
                Item = (impl ::core::convert::Into<::std::string::String>, #ty),
            >
        ),
        value: quote!(#name.into_iter().map(|(key, value)| (key.into(), #value)).collect()),
    }
}

/// Whether callers may give anything that becomes the type by `Into`.
fn converts(ty: &Type, hint: &Hint<'_>) -> bool {
    hint.into || is_named(ty, "String")
}
