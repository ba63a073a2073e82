//! Requested traits that long chains of types cannot implement.

use std::fmt::Write as _;

use signon_codegen::{Code, Generator, Input};

const TYPES: usize = 3000;

/// Returns a chain of structs, each with the next in a field; the last has a floating-point number.
fn chain(order: impl Iterator<Item = usize>) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n",
    );
    for index in order {
        let next = if index + 1 == TYPES {
            String::from("type: number")
        } else {
            format!("$ref: '#/components/schemas/T{}'", index + 1)
        };
        let line = writeln!(
            text,
            "    T{index}: {{ type: object, additionalProperties: false, x-rust-derive: [Hash], properties: {{ a: {{ {next} }} }} }}"
        );
        line.expect("a text");
    }
    text
}

#[test]
fn each_type_of_a_chain_is_reported() {
    let forwards = chain(0..TYPES);
    let backwards = chain((0..TYPES).rev());
    let mixed = chain((0..TYPES).map(|index| (index * 7) % TYPES));
    for text in [forwards, backwards, mixed] {
        let generator = Generator::new("acme").expect("a name");
        let input = Input::Text {
            name: String::from("acme.yaml"),
            text,
        };
        let report = generator
            .check(&input)
            .map(|_| ())
            .expect_err("no type can be hashed");
        let reported = report.findings().into_iter();
        let reported = reported.filter(|finding| finding.code == Code::UnusedExtension);
        assert_eq!(reported.count(), TYPES);
    }
}
