//! The declared response headers of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{text_type, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code};
use crate::ir::{EnumRepr, Header, Operation, Shape, Type};
use crate::name::outcome;
use crate::name::{EnumName, OperationName, Shared};

/// The type of the headers.
pub(super) fn headers_type(scope: &Scope<'_>, name: &OperationName) -> TokenStream {
    name.headers.as_ref().map_or_else(
        || quote!(()),
        |headers| scope.item(name.module, &headers.ident),
    )
}

/// The struct of an operation's headers and how it is read, or an alias of the one that it shares.
pub(super) fn headers(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Vec<TokenStream> {
    let Some(headers) = &name.headers else {
        return Vec::new();
    };
    let link = scope.link(name.module, &name.ident);
    let docs = Docs::line(Markdown::from("The response headers of ") + link + ".");
    let shared = name.shared_headers;
    if let Some(shared) = shared.and_then(|index| scope.context.names.headers.get(index)) {
        let type_name = ident(&headers.ident);
        let shared = scope.item(shared.module, &shared.name.ident);
        return vec![quote!(#docs pub type #type_name = #shared;)];
    }
    let describe = |header: &Header| scope.docs(&header.doc);
    definition(
        scope,
        &docs,
        headers,
        &outcome::headers(operation),
        describe,
    )
}

/// The struct of headers that operations share, and how it is read. It says of a header what all of them say.
pub(super) fn shared(scope: &Scope<'_>, shared: &Shared) -> Vec<TokenStream> {
    let operations = shared.operations.iter();
    let operations = operations.filter_map(|id| scope.context.api.operations.get(id.0));
    let headers: Vec<Vec<&Header>> = operations.map(outcome::headers).collect();
    let Some((first, others)) = headers.split_first() else {
        return Vec::new();
    };
    let describe = |header: &Header| {
        let is_same = |other: &&&Header| other.key.eq_ignore_ascii_case(&header.key);
        let agrees = |others: &Vec<&Header>| {
            let other = others.iter().find(is_same);
            other.is_some_and(|other| other.doc == header.doc)
        };
        if others.iter().all(agrees) {
            scope.docs(&header.doc)
        } else {
            Docs::default()
        }
    };
    let docs = Docs::line("The response headers of operations that document these.");
    definition(scope, &docs, &shared.name, first, describe)
}

/// A struct of headers, and how it is read.
fn definition(
    scope: &Scope<'_>,
    docs: &Docs,
    name: &EnumName,
    headers: &[&Header],
    describe: impl Fn(&Header) -> Docs,
) -> Vec<TokenStream> {
    let type_name = ident(&name.ident);
    let fields = headers.iter().zip(&name.members).map(|(header, field)| {
        let mut docs = describe(header);
        if docs.is_empty() && scope.context.options.in_workspace() {
            docs = Docs::line(code(&header.key) + ".");
        }
        let docs = docs.attribute();
        let field = ident(field);
        let inner = ty(scope, header.ty.peel());
        quote!(#docs pub #field: Option<#inner>,)
    });
    let structure = quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #type_name {
            #(#fields)*
        }
    };
    vec![structure, read(scope, headers, name)]
}

/// How the headers are read.
fn read(scope: &Scope<'_>, headers: &[&Header], name: &EnumName) -> TokenStream {
    let page = scope.runtime("page");
    let documented = scope.runtime("DocumentedHeaders");
    let header_map = scope.runtime("HeaderMap");
    let type_name = ident(&name.ident);
    let fields = headers.iter().zip(&name.members).map(|(header, field)| {
        let field = ident(field);
        let key = &header.key;
        let parse = parse(scope, header.ty.peel());
        quote!(#field: #page::header(headers, #key) #parse)
    });
    quote! {
        impl #documented for #type_name {
            #[inline]
            fn read(headers: &#header_map) -> Self {
                Self { #(#fields),* }
            }
        }
    }
}

/// Makes a value of a header's text.
fn parse(scope: &Scope<'_>, inner: &Type) -> Option<TokenStream> {
    let api = scope.context.api;
    let resolved = api.resolve(inner);
    if *resolved == Type::String {
        return None;
    }
    if matches!(resolved, Type::Bool | Type::Integer(_) | Type::Float) {
        return Some(quote!(.and_then(|value| value.parse().ok())));
    }
    if let Type::Text(text) = resolved {
        let text = scope.runtime(text_type(*text));
        return Some(quote!(.map(#text::from)));
    }
    if let Type::Secret = resolved {
        let secret = scope.runtime("Secret");
        return Some(quote!(.map(#secret::from)));
    }
    if let Type::Json = resolved {
        let json = scope.runtime("Json");
        return Some(quote!(.map(#json::from)));
    }
    if let Type::List(item) = resolved {
        let item = list_item(scope, item);
        return Some(quote!(.map(|value| value.split(',').map(str::trim) #item .collect())));
    }
    if let Type::Named(id) = resolved
        && let Shape::Enum(of) = &api.type_def(*id).shape
    {
        let name = scope.model(*id);
        return Some(match of.repr {
            EnumRepr::String if of.closed => {
                quote!(.and_then(|value| #name::try_from(value.as_str()).ok()))
            }
            EnumRepr::Integer if of.closed => {
                quote!(.and_then(|value| #name::try_from(value.parse::<i64>().ok()?).ok()))
            }
            EnumRepr::String => quote!(.map(#name::from)),
            EnumRepr::Integer => {
                quote!(.and_then(|value| value.parse::<i64>().ok()).map(#name::from))
            }
            EnumRepr::Scalar => quote!(.map(|value| #name::from(value.as_str()))),
        });
    }
    // `lower` makes text of what no header can hold.
    Some(quote!(.and_then(|_| None)))
}

/// Whether a shape takes listed values alone.
fn is_closed(shape: &Shape) -> bool {
    matches!(shape, Shape::Enum(of) if of.closed)
}

/// Makes a value of an item's text.
fn list_item(scope: &Scope<'_>, item: &Type) -> TokenStream {
    let resolved = scope.context.api.resolve(item);
    if *resolved == Type::String {
        quote!(.map(str::to_owned))
    } else if matches!(resolved, Type::Bool | Type::Integer(_) | Type::Float) {
        quote!(.filter_map(|item| item.parse().ok()))
    } else if scope.context.api.shape_of(item).is_some_and(is_closed) {
        match scope.context.api.shape_of(item) {
            Some(Shape::Enum(of)) if of.repr == EnumRepr::Integer => {
                quote!(.filter_map(|item| item.parse::<i64>().ok()?.try_into().ok()))
            }
            _ => quote!(.filter_map(|item| item.try_into().ok())),
        }
    } else if matches!(
        resolved,
        Type::Text(_) | Type::Secret | Type::Json | Type::Named(_)
    ) {
        quote!(.map(Into::into))
    } else {
        quote!(.filter_map(|_| None))
    }
}
