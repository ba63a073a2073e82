//! Checks that generation time is linear in the size of a document, regardless of nesting.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use signon_codegen::{Code, Generator, Input};

/// The size of the second document relative to the first.
const FACTOR: usize = 16;

/// Generates from a small document and from a document that is [`FACTOR`] times as large. With quadratic complexity,
/// the large document would take `FACTOR * FACTOR` times as long.
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
    let quadratic = u32::try_from(FACTOR * FACTOR).expect("a small factor");
    // Half of the quadratic time leaves a margin for a linear run on a busy machine.
    assert!(many < few * quadratic / 2, "{test}: {few:?} and {many:?}");
}

/// The last stage to run.
#[derive(Clone, Copy, PartialEq)]
enum Output {
    /// Planning names.
    Names,
    /// Generating files.
    Files,
}

/// Generates a crate in memory and returns the reported codes.
fn generate(path: &Path, output: Output) -> Vec<Code> {
    let (generator, input) = (Generator::new("acme").expect("a name"), Input::file(path));
    let report = match output {
        Output::Names => generator.check(&input).map(|checked| checked.report),
        Output::Files => generator.generate(&input).map(|output| output.report),
    };
    let report = report.unwrap_or_else(|report| report);
    report
        .findings()
        .iter()
        .map(|finding| finding.code)
        .collect()
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
fn enum_values_take_linear_time() {
    assert_linear("enum", Output::Names, &[], 1_000, |count| {
        let values = list(count, |at| format!(r#""value{at}""#));
        let names = list(count, |at| format!(r#""Name{at}""#));
        let schema = format!(
            r#""s0": {{"type": "string", "enum": [{values}], "x-enum-varnames": [{names}]}}"#
        );
        document("Users.", &schema)
    });
}

#[test]
fn chains_of_references_take_linear_time() {
    assert_linear("chain", Output::Names, &[], 250, |count| {
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
fn nested_markup_takes_linear_time() {
    for (name, markup) in [
        ("code", "<code>"),
        ("list", "<ul><li>"),
        ("bracket", "["),
        ("link", "[a]("),
        ("quotation", "> "),
    ] {
        let size = 3_750 / markup.len();
        assert_linear(name, Output::Files, &[], size, |count| {
            document(&markup.repeat(count), r#""s0": {"type": "string"}"#)
        });
    }
}

#[test]
fn deep_lists_and_maps_take_linear_time() {
    for (name, open, close) in [("lists", "[", "]"), ("maps", "{a: ", "}")] {
        assert_linear(name, Output::Names, &[Code::Syntax], 1_000, |count| {
            let (open, close) = (open.repeat(count), close.repeat(count));
            format!("openapi: 3.1.0\ninfo: {{title: a, version: '1'}}\nx-a: {open}{close}\n")
        });
    }
}
