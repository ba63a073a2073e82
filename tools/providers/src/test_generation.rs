//! Text for tests: what proves that a generated crate does what its document says.
//!
//! Four things come out of it: a round trip for each schema, a round trip for each body, a call of each operation
//! with every parameter set, from the values that the document shows, and a call of each operation with arguments
//! that are given as JSON when it is made.

mod bodies;
mod calls;
mod from_example;
mod from_json;
mod schemas;

use proc_macro2::TokenStream;
use signon_codegen::internal::comment::Docs;
use signon_codegen::internal::emit::{Context, RustFile, Scope, reference, trait_in_scope};
use signon_codegen::internal::output::rust;
use signon_codegen::internal::{options, understand};
use signon_codegen::{Generator, Input, Report};

/// `tests/src/generated/PROVIDER.rs`: `round_trip`, `round_trip_body` and `calls`, over `crate::call`.
pub(crate) fn tests(context: Context<'_>) -> String {
    let scope = Scope::outside(context, &context.options.crate_name());
    let helpers = |name: &'static str| reference("crate::call", name);
    let mut functions = vec![schemas::round_trip(&scope, &helpers("json_round_trip"))];
    functions.push(bodies::round_trip_body(&scope, &helpers("json_round_trip")));
    functions.extend(from_example::functions(
        &scope,
        &helpers("Case"),
        &helpers("decode"),
    ));
    file(
        &scope,
        functions,
        "Round trips and calls, from the spec's own examples.",
    )
}

/// The source of a program that calls each operation of a document with arguments that it is given as JSON: `calls`, over
/// `crate::call`.
///
/// # Errors
///
/// What is wrong with the document.
pub fn driver(generator: &Generator, input: &Input) -> Result<String, Report> {
    let understood = understand(generator, input)?;
    let options = options(generator, input);
    Ok(calls_from_json(understood.context(&options)))
}

fn calls_from_json(context: Context<'_>) -> String {
    let scope = Scope::outside(context, &context.options.crate_name());
    let helper = |name: &'static str| reference("crate::call", name);
    let mut functions =
        from_json::functions(&scope, &helper("Call"), &helper("Given"), &helper("Answer"));
    // The traits that choose how a response is written.
    functions.extend(["Unwritten", "Written"].map(|name| trait_in_scope(&helper(name))));
    file(
        &scope,
        functions,
        "Calls, with arguments that are given when they are made.",
    )
}

/// A file of generated functions.
fn file(scope: &Scope<'_>, functions: Vec<TokenStream>, about: &'static str) -> String {
    let marker = scope.context.options.marker();
    rust(RustFile::outside(marker, Docs::line(about), functions))
}
