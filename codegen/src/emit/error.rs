//! The documented error bodies of an operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::response::{
    case_docs, description, guard, in_match_order, pattern, status_text, variant_type,
};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code_link};
use crate::ir::{Decoding, Operation, Status};
use crate::name::outcome::{Case, errors};
use crate::name::{OperationName, SharedError};

/// The type of the error.
pub(crate) fn error_type(scope: &Scope<'_>, name: &OperationName) -> TokenStream {
    match &name.error {
        Some(error) => scope.item(name.module, &error.ident),
        None => scope.std("convert", "Infallible"),
    }
}

/// The enum of errors, and how it is decoded.
pub(super) fn error(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Vec<TokenStream> {
    let Some(error) = &name.error else {
        return Vec::new();
    };
    let type_name = ident(&error.ident);
    let link = code_link(&name.ident, &name.ident);
    let about = Markdown::from("The errors that the spec documents for ") + link + ".";
    let docs = Docs::line(about);
    if let Some(shared) = name
        .shared_error
        .and_then(|index| scope.context.names.errors.get(index))
    {
        let shared = scope.item(shared.module, &shared.name.ident);
        return vec![quote!(#docs pub type #type_name = #shared;)];
    }
    let cases = errors(operation);
    let variants = cases.iter().zip(&error.members).map(|(case, variant)| {
        let docs = case_docs(case, &description(&operation.errors, case.status));
        let variant = ident(variant);
        if !case.is_typed_error() {
            return quote!(#docs #variant,);
        }
        let inner = variant_type(scope, case.content);
        quote!(#docs #variant(#inner),)
    });
    let choice = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #type_name {
            #(#variants)*
        }
    };
    let members: Vec<(Case<'_>, &String)> = cases.into_iter().zip(&error.members).collect();
    vec![
        choice,
        documented(scope, &type_name, &decode(scope, &members)),
    ]
}

/// The items of an error that operations share.
pub(super) fn shared(scope: &Scope<'_>, shared: &SharedError) -> Vec<TokenStream> {
    let type_name = ident(&shared.name.ident);
    let variants: Vec<Ident> = shared
        .name
        .members
        .iter()
        .map(|variant| ident(variant))
        .collect();
    let docs = shared
        .statuses
        .iter()
        .map(|status| Docs::line(status_text(*status) + "."));
    let body = scope.model(shared.body);
    let value = |variant: &Ident| quote!(response.json().map(Self::#variant));
    let decode = match (shared.statuses.as_slice(), variants.as_slice()) {
        ([Status::Default], [variant]) => value(variant),
        (statuses, variants) => {
            let arms = statuses.iter().zip(variants).map(|(status, variant)| {
                let (pattern, value) = (pattern(*status), value(variant));
                quote!(#pattern => #value,)
            });
            let rest = (!statuses.contains(&Status::Default)).then(|| quote!(_ => None,));
            quote! {
                match response.status() {
                    #(#arms)*
                    #rest
                }
            }
        }
    };
    vec![
        quote! {
            #[doc = " What operations document as their errors."]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #type_name {
                #(#docs #variants(Box<#body>),)*
            }
        },
        documented(scope, &type_name, &decode),
    ]
}

/// How an enum of errors is decoded.
fn documented(scope: &Scope<'_>, type_name: &Ident, decode: &TokenStream) -> TokenStream {
    let documented = scope.runtime("DocumentedError");
    let response = scope.runtime("ErrorResponse");
    quote! {
        impl #documented for #type_name {
            #[inline]
            fn decode(response: &#response) -> Option<Self> {
                #decode
            }
        }
    }
}

/// The body of `decode`.
fn decode(scope: &Scope<'_>, members: &[(Case<'_>, &String)]) -> TokenStream {
    let arms: Vec<(TokenStream, TokenStream)> = in_match_order(members)
        .into_iter()
        .map(|(case, variant, guarded)| {
            let pattern = pattern(case.status);
            let guard = guard(case, guarded);
            (quote!(#pattern #guard), read(scope, case, variant))
        })
        .collect();
    let has_default = members
        .iter()
        .any(|(case, _)| case.status == Status::Default);
    if let ([(_, value)], true) = (arms.as_slice(), has_default) {
        return value.clone();
    }
    let rest = (!has_default).then(|| quote!(_ => None,));
    let arms = arms
        .into_iter()
        .map(|(pattern, value)| quote!(#pattern => #value,));
    quote! {
        match response.status() {
            #(#arms)*
            #rest
        }
    }
}

/// Reads the body of an error.
fn read(scope: &Scope<'_>, case: &Case<'_>, variant: &str) -> TokenStream {
    let variant = ident(variant);
    match case.decoding() {
        Some(Decoding::Json(_)) => quote!(response.json().map(Self::#variant)),
        Some(Decoding::Xml(_, root)) => {
            let root = super::xml::root(scope, *root);
            quote!(response.xml(#root).map(Self::#variant))
        }
        Some(Decoding::Text) => quote!(response.text().map(Self::#variant)),
        Some(Decoding::Binary | Decoding::Events(_) | Decoding::Lines(_)) | None => {
            quote!(Some(Self::#variant))
        }
    }
}
