//! Selection of operations of a document, and of the schemas that they need.

use serde_json::Value;
use signon_codegen::{Code, Generator, Input, Notation, Selection, Selector};

const SHOP: &str = r##"
openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        "200": { description: Pets., content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Pet" } } } } }
    post:
      operationId: createPet
      tags: [pets, admin]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/NewPet" } } } }
      responses: { "204": { description: Done. } }
  /orders/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { $ref: "#/components/schemas/OrderId" } }
    get:
      operationId: getOrder
      tags: [orders]
      responses:
        "200": { description: An order., content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
  /copies:
    $ref: "#/components/pathItems/Copies"
components:
  pathItems:
    Copies:
      get:
        operationId: listCopies
        responses: { "204": { description: None. } }
      delete:
        operationId: deleteCopies
        responses: { "204": { description: Done. } }
  schemas:
    Pet:
      type: object
      required: [kind]
      discriminator: { propertyName: kind }
      properties: { kind: { type: string } }
    Dog:
      allOf:
        - $ref: "#/components/schemas/Pet"
        - { type: object, properties: { collar: { $ref: "#/components/schemas/Collar" } } }
    Collar: { type: object, properties: { color: { type: string } } }
    NewPet: { type: object, properties: { name: { type: string } } }
    OrderId: { type: string, enum: [first, second] }
    Order: { type: object, properties: { address: { $ref: "#/components/schemas/Customer/properties/address" } } }
    Customer: { type: object, properties: { address: { type: object, properties: { street: { type: string } } } } }
    Unused: { type: object, properties: { nothing: { type: string } } }
"##;

fn selectors(texts: &[&str]) -> Vec<Selector> {
    let selectors = texts.iter().map(|text| text.parse());
    selectors
        .collect::<Result<_, _>>()
        .expect("any text is a selector")
}

fn sorted(texts: &[&str]) -> Vec<String> {
    let mut sorted: Vec<String> = texts.iter().copied().map(str::to_owned).collect();
    sorted.sort();
    sorted
}

/// Returns the ids of the operations, the keys of the schemas under `components`, both sorted, and the diagnostics.
fn selected(include: &[&str], exclude: &[&str]) -> (Vec<String>, Vec<String>, String) {
    let selection = Selection {
        include: selectors(include),
        exclude: selectors(exclude),
    };
    let generator = Generator::new("shop").expect("a name").select(selection);
    let input = Input::text("shop.yaml", SHOP);
    let json = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
    let manifest = json(generator.manifest(&input).expect("a manifest").text);
    let bundle = json(
        generator
            .bundle(&input, Notation::Json)
            .expect("a document")
            .text,
    );
    let operations = manifest
        .pointer("/operations")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let ids = operations.filter_map(|operation| operation.get("id")?.as_str());
    let schemas = bundle
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let keys = schemas.into_iter().flatten().map(|(key, _)| key.as_str());
    (
        sorted(&ids.collect::<Vec<_>>()),
        sorted(&keys.collect::<Vec<_>>()),
        generator.check(&input).expect("an API").report.to_string(),
    )
}

#[test]
fn operations_are_selected_by_id_endpoint_and_tag() {
    let all = [
        "listPets",
        "createPet",
        "getOrder",
        "listCopies",
        "deleteCopies",
    ];
    for (include, exclude, expected) in [
        (&[][..], &[][..], &all[..]),
        (&["listPets"], &[], &["listPets"]),
        (&["list*"], &[], &["listPets", "listCopies"]),
        (&["tag:pets"], &["tag:admin"], &["listPets"]),
        (&["get /*"], &["getO????"], &["listPets", "listCopies"]),
        (
            &[],
            &["* /pets"],
            &["getOrder", "listCopies", "deleteCopies"],
        ),
        (
            &["DELETE /copies", "tag:order?"],
            &[],
            &["getOrder", "deleteCopies"],
        ),
    ] {
        let (operations, _, report) = selected(include, exclude);
        assert_eq!(operations, sorted(expected), "{include:?} {exclude:?}");
        assert!(!report.contains("unused-selector"), "{report}");
    }
}

#[test]
fn unused_schemas_are_left_out() {
    for (include, expected) in [
        // Without a selection, all schemas are generated.
        (
            &[][..],
            &[
                "Pet", "Dog", "Collar", "NewPet", "OrderId", "Order", "Customer", "Unused",
            ][..],
        ),
        // A discriminator leads to the schemas that extend its schema, and to their dependencies.
        (&["listPets"], &["Pet", "Dog", "Collar"]),
        (&["createPet"], &["NewPet"]),
        // The parameters of a path, and a component that a reference leads into.
        (&["getOrder"], &["OrderId", "Order", "Customer"]),
        (&["deleteCopies"], &[]),
    ] {
        let (_, schemas, _) = selected(include, &[]);
        assert_eq!(schemas, sorted(expected), "{include:?}");
    }
}

#[test]
fn unmatched_selectors_are_reported_with_the_nearest_name() {
    for (selector, help) in [
        ("listPet", "did you mean `listPets`?"),
        ("GET /pet", "did you mean `GET /pets`?"),
        ("tag:pet", "did you mean `tag:pets`?"),
        ("somethingElse", "select by `operationId`"),
    ] {
        let (_, _, report) = selected(&["*", selector], &[]);
        assert!(report.contains(Code::UnusedSelector.as_str()), "{report}");
        assert!(report.contains(help), "{report}");
    }
}
