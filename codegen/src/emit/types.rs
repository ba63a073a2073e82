//! Types in Rust code.

use proc_macro2::TokenStream;
use quote::quote;

use super::Scope;
use super::ident::segment;
use super::imports::reference;
use crate::ir::{Api, Integer, Presence, RustType, Shape, Text, Tuple, Type};

/// A type.
pub fn ty(scope: &Scope<'_>, ty_: &Type) -> TokenStream {
    match ty_ {
        Type::Bool => quote!(bool),
        Type::Integer(integer) => integer_type(*integer),
        Type::Float => quote!(f64),
        Type::String => quote!(String),
        Type::Text(text) => scope.runtime(text_type(*text)),
        Type::Secret => scope.runtime("Secret"),
        Type::Json => scope.runtime("Json"),
        Type::Null => quote!(()),
        Type::File => scope.runtime("File"),
        Type::Body => scope.runtime("Body"),
        Type::Form => scope.runtime("Multipart"),
        Type::List(item) => {
            let item = ty(scope, item);
            quote!(Vec<#item>)
        }
        Type::Tuple(tuple) => tuple_type(scope, tuple),
        Type::Map(value) => {
            let map = reference("std::collections", "BTreeMap");
            let value = ty(scope, value);
            quote!(#map<String, #value>)
        }
        Type::Named(id) => scope.model(*id),
        Type::Replaced(path) => replaced(path),
        Type::Nullable(inner) => {
            let inner = ty(scope, inner);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => {
            let inner = ty(scope, inner);
            quote!(Box<#inner>)
        }
    }
}

/// The path of a type of the user's own, whatever is in scope.
fn replaced(path: &RustType) -> TokenStream {
    let segments = path.segments().iter().map(|part| {
        let name = segment(&part.ident);
        let arguments: Vec<TokenStream> = part.arguments.iter().map(replaced).collect();
        if arguments.is_empty() {
            quote!(#name)
        } else {
            quote!(#name<#(#arguments),*>)
        }
    });
    let is_rooted = path
        .segments()
        .first()
        .is_some_and(|first| first.ident == "crate");
    if is_rooted || path.is_primitive() {
        quote!(#(#segments)::*)
    } else {
        quote!(::#(#segments)::*)
    }
}

/// A Rust tuple, or the runtime's for a list that may be shorter or longer.
fn tuple_type(scope: &Scope<'_>, tuple: &Tuple) -> TokenStream {
    let items = tuple.items.iter().map(|item| ty(scope, item));
    let Some(rest) = &tuple.rest else {
        return quote!((#(#items,)*));
    };
    let (name, rest) = (scope.runtime("Tuple"), ty(scope, rest));
    quote!(#name<(#(Option<#items>,)*), #rest>)
}

/// The type of a field.
pub(crate) fn field_type(scope: &Scope<'_>, inner: &Type, presence: Presence) -> TokenStream {
    let inner = ty(scope, inner);
    match presence {
        Presence::Required => inner,
        Presence::Nullable | Presence::Optional => quote!(Option<#inner>),
        Presence::OptionalNullable => {
            let field = scope.runtime("Field");
            quote!(#field<#inner>)
        }
    }
}

/// How a parameter is there: like a field, but with nullability in the type.
pub(crate) fn parameter_presence(parameter_type: &Type, required: bool) -> (Presence, &Type) {
    match (parameter_type, required) {
        (Type::Nullable(inner), true) => (Presence::Nullable, inner),
        (Type::Nullable(inner), false) => (Presence::OptionalNullable, inner),
        (other, true) => (Presence::Required, other),
        (other, false) => (Presence::Optional, other),
    }
}

fn integer_type(integer: Integer) -> TokenStream {
    match integer {
        Integer::I32 => quote!(i32),
        Integer::I64 => quote!(i64),
        Integer::U32 => quote!(u32),
        Integer::U64 => quote!(u64),
    }
}

/// The runtime's type for a text with a form.
pub fn text_type(text: Text) -> &'static str {
    match text {
        Text::DateTime => "DateTime",
        Text::Date => "Date",
        Text::Time => "Time",
        Text::Duration => "IsoDuration",
        Text::Uuid => "Uuid",
        Text::Uri => "Uri",
        Text::Decimal => "Decimal",
        Text::Base64 => "Base64",
        Text::Integer => "IntegerText",
    }
}

/// A type with all aliases followed: equal types are the same to Rust. A pointer around the whole does not count.
pub(crate) fn canonical(api: &Api, ty: &Type) -> Type {
    let mut plain = api.resolve(ty).clone();
    for child in plain.children_mut() {
        let of_child = canonical(api, child);
        *child = if matches!(child, Type::Boxed(_)) {
            Type::Boxed(Box::new(of_child))
        } else {
            of_child
        };
    }
    plain
}

/// Whether floats are all that a type consists of, so that the runtime can write integral ones as integers.
pub(crate) fn is_float(api: &Api, ty: &Type) -> bool {
    let resolved = api.resolve(ty);
    if let Type::Tuple(tuple) = resolved {
        return tuple.rest.is_none() && tuple.items.iter().all(|item| is_float(api, item));
    }
    let children = resolved.children();
    *resolved == Type::Float
        || !children.is_empty() && children.into_iter().all(|child| is_float(api, child))
}

/// Whether a variant that holds such a value holds it boxed: a struct, so that a further field does not make every
/// variant larger.
pub fn is_boxed_in_variant(api: &Api, ty: &Type) -> bool {
    let shape = match (ty, api.resolve(ty)) {
        (Type::Boxed(_), _) => return false,
        (_, Type::Named(id)) => &api.type_def(*id).shape,
        _ => return false,
    };
    matches!(shape, Shape::Struct(_) | Shape::Multipart(_))
}

/// The type of a value in a variant.
pub(crate) fn in_variant(scope: &Scope<'_>, inner: &Type) -> TokenStream {
    let plain = ty(scope, inner);
    if is_boxed_in_variant(scope.context.api, inner) {
        quote!(Box<#plain>)
    } else {
        plain
    }
}

/// Tokens of a type as it is written by hand: with a space after a comma, and between words.
pub(crate) fn type_text(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut out = String::with_capacity(text.len());
    for part in text.split(' ') {
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        if out.ends_with(is_word) && part.starts_with(is_word) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out.replace(',', ", ")
}
