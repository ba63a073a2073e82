//! What takes time in proportion to its size, however it is nested.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use signon_codegen::diagnostic::{Code, Diagnostics, Strictness};
use signon_codegen::emit::{EmitOptions, Place, Runtime, emit};
use signon_codegen::format::format;
use signon_codegen::load::{Reach, load_file};
use signon_codegen::understand;

/// How much larger the second document is.
const FACTOR: usize = 8;

/// Generates from a small document and from one that is [`FACTOR`] times as large. If each part were compared with
/// each, the large one would take `FACTOR * FACTOR` times as long.
fn assert_linear(
    test: &str,
    output: Output,
    expected: &[Code],
    small: usize,
    document: impl Fn(usize) -> String,
) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("time-{test}"));
    let time = |size: usize| {
        fs::write(&path, document(size)).expect("a file");
        let runs = (0..3).map(|_| {
            let start = Instant::now();
            assert_eq!(generate(&path, output), expected, "{size}");
            start.elapsed()
        });
        runs.min().unwrap_or(Duration::ZERO)
    };
    let (few, many) = (time(small), time(small * FACTOR));
    assert!(many < few * 24, "{test}: {few:?} and {many:?}");
}

/// How far a document is followed.
#[derive(Clone, Copy, PartialEq)]
enum Output {
    /// To the names of everything.
    Names,
    /// To the files of a crate.
    Files,
}

/// Generates a crate in memory, and gives the codes that are reported.
fn generate(path: &Path, output: Output) -> Vec<Code> {
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: false });
    if let Ok(mut set) = load_file(path, Reach::Folder, &mut diagnostics)
        && let Ok((api, names)) = understand(&mut set, "acme", &mut diagnostics)
        && output == Output::Files
    {
        let options = EmitOptions {
            package: "acme".to_owned(),
            source: "acme.json".to_owned(),
            main_file: "acme.json".to_owned(),
            place: Place::Alone(Runtime::Version("0.1".to_owned())),
        };
        let tree = format(&emit(&api, &names, &options));
        assert!(!tree.files.is_empty());
    }
    diagnostics.sorted().iter().map(|one| one.code).collect()
}

fn document(description: &str, schemas: &str) -> String {
    format!(
        r##"{{"openapi": "3.1.0", "info": {{"title": "Acme", "version": "1"}}, "paths": {{"/users": {{"get": {{
        "operationId": "listUsers", "description": "{description}", "responses": {{"200": {{"description": "Users.",
        "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/s0"}}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"##
    )
}

fn list(count: usize, member: impl Fn(usize) -> String) -> String {
    (0..count).map(member).collect::<Vec<String>>().join(",")
}

#[test]
fn the_values_of_an_enum() {
    assert_linear("enum", Output::Names, &[], 2_000, |count| {
        let values = list(count, |at| format!(r#""value{at}""#));
        let names = list(count, |at| format!(r#""Name{at}""#));
        let schema = format!(
            r#""s0": {{"type": "string", "enum": [{values}], "x-enum-varnames": [{names}]}}"#
        );
        document("Users.", &schema)
    });
}

#[test]
fn a_chain_of_references() {
    assert_linear("chain", Output::Names, &[], 500, |count| {
        let schemas = list(count, |at| {
            let next = (at + 1) % count;
            format!(
                r##""s{at}": {{"type": "array", "items": {{"$ref": "#/components/schemas/s{next}"}}}}"##
            )
        });
        document("Users.", &schemas)
    });
}

#[test]
fn nested_markup_in_a_description() {
    for (name, markup) in [
        ("code", "<code>"),
        ("list", "<ul><li>"),
        ("bracket", "["),
        ("link", "[a]("),
        ("quotation", "> "),
    ] {
        let size = 7_500 / markup.len();
        assert_linear(name, Output::Files, &[], size, |count| {
            document(&markup.repeat(count), r#""s0": {"type": "string"}"#)
        });
    }
}

#[test]
fn deep_lists_and_maps() {
    for (name, open, close) in [("lists", "[", "]"), ("maps", "{a: ", "}")] {
        assert_linear(name, Output::Names, &[Code::Syntax], 2_000, |count| {
            let (open, close) = (open.repeat(count), close.repeat(count));
            format!("openapi: 3.1.0\ninfo: {{title: a, version: '1'}}\nx-a: {open}{close}\n")
        });
    }
}
