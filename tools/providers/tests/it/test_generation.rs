//! The code that tests call generated crates with.

use signon_codegen::{Generator, Input};
use signon_providers::{driver, generate};

use crate::specs::acme;

/// A document of one operation, which takes a list and a body.
const INVOICES: &str = r##"
openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /invoices:
    post:
      operationId: createInvoice
      tags: [invoices]
      summary: Creates an invoice.
      externalDocs: { url: https://acme.example/docs }
      parameters:
        - name: expand
          in: query
          description: What is shown in full.
          schema: { type: array, items: { type: string } }
          example: [lines]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Invoice" }
            examples:
              documented: { value: { note: Thanks } }
      responses:
        "204": { description: Done. }
components:
  schemas:
    Invoice:
      type: object
      description: An invoice.
      properties:
        note: { type: string, description: A note. }
"##;

fn assert_contains(text: &str, parts: &[&str]) {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    for part in parts {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn tests_call_each_operation_with_the_values_of_the_examples() {
    let provider = acme("calls", "invoices/create_invoice", INVOICES);
    let trees = generate(&[provider], false, "0.1.0").expect("files");
    assert!(!trees.contains_key("generated/signon"), "the facade");
    assert!(
        trees["generated/acme"]
            .files
            .contains_key("src/invoices.rs")
    );
    assert_contains(
        &trees["tests/src/generated"].files["acme.rs"],
        &[
            "/create_invoice.yaml#/components/schemas/Invoice\" => { json_round_trip::<Invoice>(value) }",
            "(\"createInvoice\", \"request\", \"-\") => json_round_trip::<Invoice>(body),",
            "Case::of(\"createInvoice\", invoices_create_0)",
            "CreateInvoice::new(decode::<Invoice>(r#\"{\"note\":\"Thanks\"}\"#)).expand([\"lines\"])",
        ],
    );
}

#[test]
fn a_driver_takes_its_arguments_from_outside() {
    let generator = Generator::new("acme").expect("a name");
    let text = driver(&generator, &Input::text("acme.yaml", INVOICES)).expect("a driver");
    assert_contains(
        &text,
        &[
            "\"/invoices\",",
            "invoices_create_0,",
            "|output| (&&Answer(output)).written(),",
            "fn invoices_create_0(given: &Given) -> Result<CreateInvoice, String> {",
            "CreateInvoice::new(given.body::<Invoice>()?)",
            "if given.has(\"query\", \"expand\") {",
            "made.expand(given.value::<Vec<String>>(\"query\", \"expand\")?)",
        ],
    );
}
