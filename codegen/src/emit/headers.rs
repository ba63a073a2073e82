//! The declared response headers of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{resolve, text_type, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code, code_link};
use crate::ir::{Header, Operation, Shape, Type};
use crate::name::outcome;
use crate::name::{EnumName, OperationName, Shared};

/// The type of the headers.
pub(super) fn headers_type(name: &OperationName) -> TokenStream {
    name.headers.as_ref().map_or_else(
        || quote!(()),
        |headers| {
            let headers = ident(&headers.ident);
            quote!(#headers)
        },
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
    let link = code_link(&name.ident, &name.ident);
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
        let inner = ty(scope, header_type(&header.ty));
        quote!(#docs pub #field: Option<#inner>,)
    });
    let structure = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #type_name {
            #(#fields)*
        }
    };
    vec![structure, read(scope, headers, name)]
}

/// How the headers are read.
fn read(scope: &Scope<'_>, headers: &[&Header], name: &EnumName) -> TokenStream {
    let _ = scope.runtime("page");
    let documented = scope.runtime("DocumentedHeaders");
    let header_map = scope.runtime("HeaderMap");
    let type_name = ident(&name.ident);
    let fields = headers.iter().zip(&name.members).map(|(header, field)| {
        let field = ident(field);
        let key = &header.key;
        let parse = parse(scope, header_type(&header.ty));
        quote!(#field: page::header(headers, #key) #parse)
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

/// A header is there or not; null it cannot be.
fn header_type(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => header_type(inner),
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
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Named(_) => ty,
    }
}

/// Makes a value of a header's text.
fn parse(scope: &Scope<'_>, inner: &Type) -> Option<TokenStream> {
    let api = scope.context.api;
    match resolve(api, inner) {
        Type::String => None,
        Type::Bool | Type::Integer(_) | Type::Float => {
            Some(quote!(.and_then(|value| value.parse().ok())))
        }
        Type::Text(text) => {
            let text = scope.runtime(text_type(*text));
            Some(quote!(.map(#text::from)))
        }
        Type::Secret => {
            let secret = scope.runtime("Secret");
            Some(quote!(.map(#secret::from)))
        }
        Type::Json => {
            let json = scope.runtime("Json");
            Some(quote!(.map(#json::from)))
        }
        Type::Named(id) => {
            let name = scope.model(*id);
            match api.type_def(*id).shape {
                Shape::IntegerChoice(_) => {
                    Some(quote!(.and_then(|value| value.parse::<i64>().ok()).map(#name::from)))
                }
                Shape::Choice(_) => Some(quote!(.map(#name::from))),
                Shape::MixedChoice(_) => Some(quote!(.map(|value| #name::from(value.as_str())))),
                Shape::Record(_)
                | Shape::Multipart(_)
                | Shape::Tagged(_)
                | Shape::Union(_)
                | Shape::Alias(_)
                | Shape::Newtype(_) => Some(quote!(.and_then(|_| None))),
            }
        }
        Type::List(item) => {
            let item = list_item(scope, item);
            Some(quote!(.map(|value| value.split(',').map(str::trim) #item .collect())))
        }
        Type::Null
        | Type::File
        | Type::Body
        | Type::Form
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Nullable(_)
        | Type::Boxed(_) => Some(quote!(.and_then(|_| None))),
    }
}

/// Makes a value of an item's text.
fn list_item(scope: &Scope<'_>, item: &Type) -> TokenStream {
    match resolve(scope.context.api, item) {
        Type::String => quote!(.map(str::to_owned)),
        Type::Bool | Type::Integer(_) | Type::Float => {
            quote!(.filter_map(|item| item.parse().ok()))
        }
        Type::Null
        | Type::File
        | Type::Body
        | Type::Form
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Tuple(_)
        | Type::List(_) => {
            quote!(.filter_map(|_| None))
        }
        Type::Text(_) | Type::Secret | Type::Json | Type::Named(_) | Type::Boxed(_) => {
            quote!(.map(Into::into))
        }
    }
}
