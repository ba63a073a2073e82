//! The crate's root: what the crate is, a first call, and its modules.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::title;
use super::item::{Item, gate};
use super::plan::Module;
use super::{Context, Scope, example, ident, module, rate_limit, reexports};
use crate::comment::{Docs, Example, Markdown, code, link, one_line};
use crate::ir::{Operation, OperationId};

/// rustc takes 128 steps, and up to four for each type that is nested in another.
const USUAL_DEPTH: usize = 32;
const STEPS: usize = 4;

/// The plan of `src/lib.rs`, or of `mod.rs` of a module.
pub(super) fn plan(context: Context<'_>) -> Module<'_> {
    // `include!` takes neither attributes nor comments of the file as a whole.
    let docs = if context.options.is_module() {
        Docs::default()
    } else {
        docs(context)
    };
    Module {
        docs,
        items: vec![Item::Root],
        ..Module::default()
    }
}

/// What the crate is, with a first call.
fn docs(context: Context<'_>) -> Docs {
    let mut docs =
        Docs::line(Markdown::from(context.options.purpose()) + one_line(title(context)) + ".");
    docs.text(&introduction(context));
    docs.example(first_call(context));
    let version = context.api.version.trim();
    if !version.is_empty() {
        docs.note(Markdown::from("Version of the API: ") + one_line(version) + ".");
    }
    if let Some(url) = &context.api.docs_url {
        docs.note(link("The provider's documentation", url) + ".");
    }
    for limit in &context.api.rate_limits {
        docs.note(rate_limit::sentence(limit));
    }
    if let Some(limit) = recursion_limit(context.api.derived.depth) {
        let attribute = code(&format!("#![recursion_limit = \"{limit}\"]"));
        docs.note(
            Markdown::from("The types are nested up to ")
                + context.api.derived.depth as u64
                + " deep. A crate that uses them may have to say "
                + attribute
                + ", too.",
        );
    }
    docs
}

/// The attributes of a crate whose types are nested more than rustc allows by itself.
fn limits(context: Context<'_>) -> Vec<TokenStream> {
    let limit = recursion_limit(context.api.derived.depth);
    // A doc test is a crate of its own.
    let limits = limit.into_iter().flat_map(|limit| {
        [
            quote!(#![recursion_limit = #limit]),
            quote!(#![doc(test(attr(recursion_limit = #limit)))]),
        ]
    });
    limits.collect()
}

/// How many steps rustc must be allowed, where the usual number may not do.
fn recursion_limit(depth: usize) -> Option<String> {
    let steps = depth.saturating_mul(STEPS).checked_next_power_of_two()?;
    (depth > USUAL_DEPTH).then(|| steps.to_string())
}

/// What the document says about the API, up to its first heading.
fn introduction(context: Context<'_>) -> String {
    let description = context.api.description.as_deref().unwrap_or_default();
    let before_heading = description
        .lines()
        .take_while(|line| !line.trim_start().starts_with('#'));
    before_heading.take(24).collect::<Vec<_>>().join("\n")
}

/// Modules and re-exports.
pub(super) fn items(context: Context<'_>) -> Vec<TokenStream> {
    let has_client = !context.options.types_only;
    let mut items = if context.options.is_module() {
        Vec::new()
    } else {
        limits(context)
    };
    if has_client {
        items.push(quote!(
            mod api;
        ));
        items.push(quote!(
            pub mod client;
        ));
    }
    for index in module::inhabited(context) {
        let module = context.names.module(index);
        let (name, gate) = (ident(&module.ident), gate(module.feature.as_deref()));
        items.push(quote!(#gate pub mod #name;));
    }
    if !context.api.schemes.is_empty() {
        items.push(quote!(
            pub mod security;
        ));
    }
    if super::xml::is_used(context) {
        items.push(quote!(
            #[doc(hidden)]
            pub mod xml;
        ));
    }
    if has_client {
        items.push(quote!(
            pub use self::client::Client;
        ));
    }
    items.extend(reexports::items());
    if context.options.has_catalog() {
        items.push(quote!(
            #[doc = " The operations of the API as data, for `signon_runtime::catalog`: JSON."]
            #[cfg(feature = "catalog")]
            pub const fn catalog() -> &'static str {
                include_str!("../catalog.json")
            }
        ));
    }
    items
}

/// The operation that a reader sees first: one that asks for little, and is paged if such a one is.
fn first_operation(context: Context<'_>) -> Option<(OperationId, &Operation)> {
    let operations = || {
        context
            .api
            .operations
            .iter()
            .enumerate()
            .map(|(index, op)| (OperationId(index), op))
    };
    let reads = |operation: &Operation| operation.method == "GET" && !operation.doc.deprecated;
    let asks = |operation: &Operation| {
        operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
            .count()
    };
    operations()
        .filter(|(_, op)| reads(op))
        .min_by_key(|(_, op)| (asks(op), op.pagination.is_none()))
        .or_else(|| operations().next())
}

/// The first call, as a doctest.
pub(super) fn first_call(context: Context<'_>) -> Example {
    let Some((id, operation)) = first_operation(context) else {
        return Example::new(Vec::new());
    };
    let scope = Scope::of_example(context);
    let mut parameters = Vec::new();
    let value = example::value(&scope, id, operation, &mut parameters);
    let arguments = super::client::example_arguments(&scope, &mut parameters);
    let client = scope.own_crate("", "Client");
    let use_of_it = example::use_of(context, id, operation, &value);
    let print = operation
        .pagination
        .is_none()
        .then(|| quote!(println!("{response:?}");));
    let statements = quote! {
        let client = #client::new(#(#arguments),*)?;
        #use_of_it
        #print
    };
    let example = example::lines(&scope, statements, parameters);
    let module = context.names.of_operation(id).module;
    match &context.names.module(module).feature {
        Some(feature) => example.behind(feature),
        None => example,
    }
}
