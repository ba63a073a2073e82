//! The declared response headers of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{resolve, text_type, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code, code_link};
use crate::ir::{Operation, Shape, Type};
use crate::name::outcome;
use crate::name::{EnumName, OperationName};

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

/// The struct, and how it is read.
pub(super) fn headers(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Vec<TokenStream> {
    let Some(headers) = &name.headers else {
        return Vec::new();
    };
    let type_name = ident(&headers.ident);
    let about = Markdown::from("The headers that come with what ")
        + code_link(&name.ident, &name.ident)
        + " gives.";
    let docs = Docs::line(about);
    let fields = outcome::headers(operation)
        .into_iter()
        .zip(&headers.members)
        .map(|(header, field)| {
            let mut docs = scope.docs(&header.doc);
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
    vec![structure, read(scope, operation, headers)]
}

/// How the headers are read.
fn read(scope: &Scope<'_>, operation: &Operation, name: &EnumName) -> TokenStream {
    let _ = scope.runtime("page");
    let documented = scope.runtime("DocumentedHeaders");
    let header_map = scope.runtime("HeaderMap");
    let type_name = ident(&name.ident);
    let fields = outcome::headers(operation)
        .into_iter()
        .zip(&name.members)
        .map(|(header, field)| {
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
