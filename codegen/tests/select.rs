//! A part of a document: the operations that are selected, and the schemas that they need.

use signon_codegen::diagnostic::{Code, Diagnostics, Strictness};
use signon_codegen::document::{At, Documents};
use signon_codegen::load::{SpecSet, add};
use signon_codegen::select::{Selection, Selector, select};
use signon_codegen::understand;

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

fn shop(diagnostics: &mut Diagnostics) -> SpecSet {
    let mut documents = Documents::default();
    let main = add("shop.yaml", SHOP.to_owned(), &mut documents, diagnostics);
    SpecSet {
        main: main.expect("a document"),
        documents,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    }
}

fn selectors(texts: &[&str]) -> Vec<Selector> {
    let selectors = texts.iter().map(|text| text.parse());
    selectors
        .collect::<Result<_, _>>()
        .expect("any text is a selector")
}

/// The ids of the operations, the keys of the schemas under `components`, and what was reported.
fn selected(include: &[&str], exclude: &[&str]) -> (Vec<String>, Vec<String>, String) {
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: false });
    let mut set = shop(&mut diagnostics);
    let selection = Selection {
        include: selectors(include),
        exclude: selectors(exclude),
    };
    select(&mut set, &selection, &mut diagnostics);
    let understood = understand(&mut set, "shop", &mut diagnostics);
    let told = diagnostics.render(&set.documents, false);
    let Ok((api, _)) = understood else {
        panic!("{told}");
    };
    let operations = api.operations.iter().map(|operation| operation.id.clone());
    let schemas = set.documents.root(set.main).get("components");
    let schemas = schemas.and_then(|components| components.get("schemas"));
    let schemas = schemas.into_iter().flat_map(At::entries);
    (
        operations.collect(),
        schemas.map(|(key, _)| key.to_owned()).collect(),
        told,
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
        let (operations, _, told) = selected(include, exclude);
        assert_eq!(operations, expected, "{include:?} {exclude:?}");
        assert!(!told.contains("unused-selector"), "{told}");
    }
}

#[test]
fn schemas_that_nothing_needs_are_left_out() {
    for (include, expected) in [
        // Without a selection all of them are generated.
        (
            &[][..],
            &[
                "Pet", "Dog", "Collar", "NewPet", "OrderId", "Order", "Customer", "Unused",
            ][..],
        ),
        // A discriminator leads to what extends the schema, and to what that needs.
        (&["listPets"], &["Pet", "Dog", "Collar"]),
        (&["createPet"], &["NewPet"]),
        // The parameters of a path, and a component that a reference leads into.
        (&["getOrder"], &["OrderId", "Order", "Customer"]),
        (&["deleteCopies"], &[]),
    ] {
        let (_, schemas, _) = selected(include, &[]);
        assert_eq!(schemas, expected, "{include:?}");
    }
}

#[test]
fn a_selector_that_matches_nothing_is_reported_with_the_nearest_name() {
    for (selector, help) in [
        ("listPet", "did you mean `listPets`?"),
        ("GET /pet", "did you mean `GET /pets`?"),
        ("tag:pet", "did you mean `tag:pets`?"),
        ("somethingElse", "select by `operationId`"),
    ] {
        let (_, _, told) = selected(&["*", selector], &[]);
        assert!(told.contains(Code::UnusedSelector.as_str()), "{told}");
        assert!(told.contains(help), "{told}");
    }
}
