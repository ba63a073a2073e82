//! The documented error bodies of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::reference;
use super::response::{case_docs, description, guard, in_match_order, pattern, variant_type};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown};
use crate::ir::{Decoding, Operation, Status};
use crate::name::outcome::{Case, errors};
use crate::name::{EnumName, Identifier, OperationName, Shared};

/// The type of the error.
pub(crate) fn error_type(scope: &Scope<'_>, name: &OperationName) -> TokenStream {
    match &name.error {
        Some(error) => scope.item(name.module, &error.ident),
        None => reference("std::convert", "Infallible"),
    }
}

/// The enum of an operation's errors and how it is decoded, or an alias of the one that it shares.
pub(super) fn error(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Vec<TokenStream> {
    let Some(error) = &name.error else {
        return Vec::new();
    };
    let link = scope.link(name.module, &name.ident);
    let docs = Docs::line(Markdown::from("The errors that the spec documents for ") + link + ".");
    let shared = name.shared_error;
    if let Some(shared) = shared.and_then(|index| scope.context.names.errors.get(index)) {
        let type_name = ident(&error.ident);
        let shared = scope.item(shared.module, &shared.name.ident);
        return vec![quote!(#docs pub type #type_name = #shared;)];
    }
    let describe = |status| description(&operation.errors, status);
    definition(scope, &docs, error, &errors(operation), describe)
}

/// The enum of errors that operations share, and how it is decoded. It says of a status what all of them say.
pub(super) fn shared(scope: &Scope<'_>, shared: &Shared) -> Vec<TokenStream> {
    let operations = shared.operations.iter();
    let operations: Vec<&Operation> = operations
        .filter_map(|id| scope.context.api.operations.get(id.0))
        .collect();
    let Some((first, others)) = operations.split_first() else {
        return Vec::new();
    };
    let describe = |status| {
        let text = description(&first.errors, status);
        let agree = |other: &&Operation| description(&other.errors, status) == text;
        if others.iter().all(agree) {
            text
        } else {
            String::new()
        }
    };
    let docs = Docs::line("The errors of operations that document these statuses.");
    definition(scope, &docs, &shared.name, &errors(first), describe)
}

/// An enum of errors, and how it is decoded.
fn definition(
    scope: &Scope<'_>,
    docs: &Docs,
    name: &EnumName,
    cases: &[Case<'_>],
    describe: impl Fn(Status) -> String,
) -> Vec<TokenStream> {
    let type_name = ident(&name.ident);
    let variants = cases.iter().zip(&name.members).map(|(case, variant)| {
        let docs = case_docs(case, &describe(case.status));
        let variant = ident(variant);
        if !case.is_typed_error() {
            return quote!(#docs #variant,);
        }
        let inner = variant_type(scope, case.content);
        quote!(#docs #variant(#inner),)
    });
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #type_name {
            #(#variants)*
        }
    };
    let members: Vec<(Case<'_>, &Identifier)> = cases.iter().copied().zip(&name.members).collect();
    let documented = scope.runtime("DocumentedError");
    let response = scope.runtime("ErrorResponse");
    let decode = decode(scope, &members);
    let decoder = quote! {
        impl #documented for #type_name {
            #[inline]
            fn decode(response: &#response) -> Option<Self> {
                #decode
            }
        }
    };
    vec![definition, decoder]
}

/// The body of `decode`.
fn decode(scope: &Scope<'_>, members: &[(Case<'_>, &Identifier)]) -> TokenStream {
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
fn read(scope: &Scope<'_>, case: &Case<'_>, variant: &Identifier) -> TokenStream {
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
