//! Text for tests: what proves that a generated crate does what its document says. No part of the published crates.
//!
//! Three things come out of it: a round trip for each schema, a round trip for each body, and a call of each
//! operation with every parameter set, from the values that the document shows.

mod bodies;
mod calls;
mod schemas;

use std::fmt::Write;

use proc_macro2::TokenStream;

use crate::emit::{Context, EmitOptions, Runtime, RustFile, Scope, quoted};
use crate::format::{Tree, rust};
use crate::ir::Api;
use crate::name::Names;

/// `tests/src/generated/PROVIDER.rs`: `round_trip`, `round_trip_body` and `calls`, over `crate::call`.
pub fn tests(api: &Api, names: &Names, options: &EmitOptions) -> String {
    let context = Context {
        api,
        names,
        options,
    };
    let scope = Scope::outside(context, &options.crate_name());
    let helpers = |name: &str| scope.helper("crate::call", name);
    let mut functions = vec![schemas::round_trip(
        &scope,
        &helpers("trip"),
        schemas::is_any,
    )];
    functions.push(bodies::round_trip_body(&scope, &helpers("trip")));
    functions.extend(calls::calls(&scope, &helpers("Case"), &helpers("decode")));
    file(
        &scope,
        options,
        functions,
        "Round trips and calls, from the spec's own examples.",
    )
}

/// A crate that reads lines of JSON, `{"schema": pointer, "value": ..}`, from its input, decodes each value with the
/// model of its schema, encodes it again, and prints a line for each. `krate` is the generated crate's folder.
pub fn program(api: &Api, names: &Names, options: &EmitOptions, krate: &str) -> Tree {
    let context = Context {
        api,
        names,
        options,
    };
    let scope = Scope::outside(context, &options.crate_name());
    let trip = scope.helper("crate::trip", "trip");
    let functions = vec![schemas::round_trip(&scope, &trip, schemas::is_named)];
    let schemas = file(
        &scope,
        options,
        functions,
        "A round trip for each named schema.",
    );
    let files = [
        ("Cargo.toml", cargo_toml(options, krate)),
        ("src/main.rs", include_str!("probe/main.rs.txt").to_owned()),
        ("src/trip.rs", include_str!("probe/trip.rs.txt").to_owned()),
        ("src/schemas.rs", schemas),
    ];
    Tree {
        files: files
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text))
            .collect(),
    }
}

/// A file of generated functions.
fn file(
    scope: &Scope<'_>,
    options: &EmitOptions,
    functions: Vec<TokenStream>,
    about: &str,
) -> String {
    let mut items = scope.uses();
    items.extend(functions);
    rust(&RustFile {
        marker: options.marker(),
        docs: vec![about.to_owned()],
        items,
    })
}

/// `Cargo.toml` of the program.
fn cargo_toml(options: &EmitOptions, krate: &str) -> String {
    let mut out = format!(
        "# {}\n\n[package]\nname = \"{}-probe\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\n{} = {{ path = {}, default-features = false }}\nserde = \"1.0.228\"\nserde_json = \"1.0.145\"\n",
        options.marker(),
        options.package,
        options.package,
        quoted(krate)
    );
    if let crate::emit::Place::Alone(Runtime::Path(path)) = &options.place {
        let _ = writeln!(
            out,
            "signon-runtime = {{ path = {}, default-features = false }}",
            quoted(path)
        );
    }
    out.push_str("\n[profile.dev]\ndebug = false\n");
    out
}
