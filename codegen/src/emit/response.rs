//! What a success holds, and how it is decoded.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{in_variant, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code, code_link};
use crate::ir::{Content, Decoding, Operation, Status};
use crate::name::outcome::{Case, Outcome, success};
use crate::name::{Identifier, OperationName};

/// The type of the output.
pub fn output_type(scope: &Scope<'_>, operation: &Operation, name: &OperationName) -> TokenStream {
    match (success(operation), &name.output) {
        (Outcome::Many(_), Some(output)) => scope.item(name.module, &output.ident),
        (Outcome::One(content), _) => content_type(scope, content),
        (Outcome::Many(_), None) => quote!(()),
    }
}

/// The type of a body.
pub(super) fn content_type(scope: &Scope<'_>, content: Option<&Content>) -> TokenStream {
    match content.map(|content| &content.decoding) {
        None => quote!(()),
        Some(Decoding::Json(inner) | Decoding::Xml(inner, _)) => ty(scope, inner),
        Some(Decoding::Text) => quote!(String),
        Some(Decoding::Binary) => scope.runtime("ByteStream"),
        Some(Decoding::Events(inner)) => {
            let stream = scope.runtime("EventStream");
            let inner = ty(scope, inner);
            quote!(#stream<#inner>)
        }
        Some(Decoding::Lines(inner)) => {
            let stream = scope.runtime("LineStream");
            let inner = ty(scope, inner);
            quote!(#stream<#inner>)
        }
    }
}

/// The type of a body in an enum: a struct is boxed, so that a new field does not make every variant larger.
pub(super) fn variant_type(scope: &Scope<'_>, content: Option<&Content>) -> TokenStream {
    match content.map(|content| &content.decoding) {
        Some(Decoding::Json(inner) | Decoding::Xml(inner, _)) => in_variant(scope, inner),
        Some(Decoding::Text | Decoding::Binary | Decoding::Events(_) | Decoding::Lines(_))
        | None => content_type(scope, content),
    }
}

/// The enum of outputs.
pub(super) fn output(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Option<TokenStream> {
    let (Outcome::Many(cases), Some(output)) = (success(operation), &name.output) else {
        return None;
    };
    let type_name = ident(&output.ident);
    let link = code_link(&name.ident, &name.ident);
    let mut docs = Docs::line(Markdown::from("The successful response of ") + link + ".");
    let last = cases.iter().rev().find(|case| case.several_media);
    if let Some(media) = last.and_then(|case| Some(&case.content?.media)) {
        docs.unwrapped("The server chooses among the media types.");
        let header = code(&format!(".header(\"Accept\", {media:?})"));
        docs.row(header + " on the call requests one of them.");
    }
    let streams = cases.iter().any(|case| {
        matches!(
            case.decoding(),
            Some(Decoding::Binary | Decoding::Events(_) | Decoding::Lines(_))
        )
    });
    let derives = if streams {
        quote!(Debug)
    } else {
        quote!(Clone, Debug, PartialEq)
    };
    let variants = cases.iter().zip(&output.members).map(|(case, variant)| {
        let docs = case_docs(case, &description(&operation.successes, case.status));
        let variant = ident(variant);
        if case.content.is_none() {
            return quote!(#docs #variant,);
        }
        let inner = variant_type(scope, case.content);
        quote!(#docs #variant(#inner),)
    });
    Some(quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #type_name {
            #(#variants)*
        }
    })
}

/// What a document says about a status.
pub(super) fn description(responses: &[crate::ir::Response], status: Status) -> String {
    let response = responses.iter().find(|response| response.status == status);
    response
        .and_then(|response| response.description.clone())
        .unwrap_or_default()
}

/// The doc comment of a variant.
pub(super) fn case_docs(case: &Case<'_>, description: &str) -> Docs {
    let media = match case.content {
        Some(content) if case.several_media => Markdown::from(" as ") + code(&content.media),
        _ => Markdown::default(),
    };
    let label = status_text(case.status) + media;
    let mut docs = Docs::default();
    if description.trim().is_empty() {
        docs.note(label + ".");
    } else {
        docs.labelled(label, description.trim());
    }
    docs
}

/// A status, in words.
pub(super) fn status_text(status: Status) -> Markdown {
    match status {
        Status::Code(code) => Markdown::from("Status ") + u64::from(code),
        Status::Range(digit) => Markdown::from("Status ") + u64::from(digit) + "xx",
        Status::Default => Markdown::from("Any other status"),
    }
}

/// The body of `decode`.
pub(super) fn decode(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> TokenStream {
    match (success(operation), &name.output) {
        (Outcome::One(content), _) => {
            let read = read(scope, content);
            quote!(response.#read)
        }
        (Outcome::Many(_), None) => quote!(response.undocumented()),
        (Outcome::Many(cases), Some(output)) => {
            let type_name = ident(&output.ident);
            let members: Vec<(Case<'_>, &Identifier)> =
                cases.into_iter().zip(&output.members).collect();
            let arms = in_match_order(&members)
                .into_iter()
                .map(|(case, variant, guarded)| {
                    let pattern = pattern(case.status);
                    let guard = guard(case, guarded);
                    let variant = ident(variant);
                    let read = read(scope, case.content);
                    let make = if case.content.is_none() {
                        quote!(|()| #type_name::#variant)
                    } else {
                        quote!(#type_name::#variant)
                    };
                    quote!(#pattern #guard => response.#read.map(#make),)
                });
            let has_default = members
                .iter()
                .any(|(case, _)| case.status == Status::Default);
            let rest = (!has_default).then(|| quote!(_ => response.undocumented(),));
            quote! {
                match response.status() {
                    #(#arms)*
                    #rest
                }
            }
        }
    }
}

/// The cases of each status, the preferred media type last: it takes what no other does, and needs no guard.
pub(super) fn in_match_order<'a>(
    members: &'a [(Case<'a>, &'a Identifier)],
) -> Vec<(&'a Case<'a>, &'a Identifier, bool)> {
    let mut arms = Vec::with_capacity(members.len());
    for of_status in members.chunk_by(|left, right| left.0.status == right.0.status) {
        if let Some(((first_case, first_variant), others)) = of_status.split_first() {
            arms.extend(others.iter().map(|(case, variant)| (case, *variant, true)));
            arms.push((first_case, *first_variant, false));
        }
    }
    arms
}

/// What makes an arm one media type's alone.
pub(super) fn guard(case: &Case<'_>, guarded: bool) -> Option<TokenStream> {
    let media = &case.content?.media;
    let essence = media.split(';').next().unwrap_or_default().trim();
    guarded.then(|| quote!(if response.is(#essence)))
}

/// A status as a pattern.
pub(super) fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(digit) => {
            let first = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100);
            let last = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// The call that reads a body.
fn read(scope: &Scope<'_>, content: Option<&Content>) -> TokenStream {
    let method = ident(match content.map(|content| &content.decoding) {
        None => "empty",
        Some(Decoding::Json(_)) => "json",
        Some(Decoding::Xml(_, root)) => {
            let root = super::xml::root(scope, *root);
            return quote!(xml(#root));
        }
        Some(Decoding::Text) => "text",
        Some(Decoding::Binary) => "stream",
        Some(Decoding::Events(_)) => "events",
        Some(Decoding::Lines(_)) => "lines",
    });
    quote!(#method())
}
