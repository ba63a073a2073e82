//! Other names for types, and types of their own around others.

use proc_macro2::TokenStream;
use quote::quote;

use super::provenance::type_docs;
use super::structs::to_parameter;
use super::types::{is_float, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code_link};
use crate::ir::{Type, TypeId};
use crate::name::Identifier;

/// The item of another name for a type.
pub(super) fn alias(scope: &Scope<'_>, id: TypeId, inner: &Type) -> Vec<TokenStream> {
    let name = ident(&scope.context.names.of_type(id).ident);
    let docs = type_docs(scope, id).attribute();
    let inner = ty(scope, inner);
    vec![quote!(#docs pub type #name = #inner;)]
}

/// The item of a name that a type had.
pub(super) fn former(former: &Identifier, name: &Identifier) -> TokenStream {
    let (docs, deprecated) = (former_docs(name, name), renamed(name));
    let (former, name) = (ident(former), ident(name));
    quote! {
        #docs
        #deprecated
        pub type #former = #name;
    }
}

/// The comment of a former name of an item.
pub(super) fn former_docs(path: &str, name: &str) -> Option<TokenStream> {
    Docs::line(Markdown::from("A former name of ") + code_link(name, path) + ".").attribute()
}

/// The attribute of a former name of an item.
pub(super) fn renamed(name: &str) -> TokenStream {
    let note = format!("renamed to `{name}`");
    quote!(#[deprecated(note = #note)])
}

/// The items of a type around another one, which is written as that one.
pub(super) fn newtype(scope: &Scope<'_>, id: TypeId, inner: &Type) -> Vec<TokenStream> {
    let name = ident(&scope.context.names.of_type(id).ident);
    let docs = type_docs(scope, id).attribute();
    let deserialize = scope.runtime("Deserialize");
    let serialize = scope.runtime("Serialize");
    let float = is_float(scope.context.api, inner)
        .then(|| quote!(#[serde(serialize_with = "signon_runtime::codegen::number")]));
    let inner = ty(scope, inner);
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, #deserialize, #serialize)]
            #[serde(transparent)]
            pub struct #name(#[doc = " The value."] #float pub #inner);
        },
        quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self(value)
                }
            }
        },
    ];
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}
