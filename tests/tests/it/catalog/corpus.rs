//! Catalogs of documents of other APIs.

use std::path::Path;

use signon_codegen::{Generator, Input};
use signon_oracle::skip;
use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;

const DOCUMENTS: &[&str] = &[
    "petstore.yaml",
    "nexus.json",
    "keeper.json",
    "buildomat.json",
    "propolis.json",
    "hanko-admin.yaml",
];

#[test]
fn catalogs_of_other_documents_are_valid_and_their_examples_make_requests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if skip::without(&folder).unwrap() {
        return;
    }
    let mut found = Vec::new();
    let mut operations = 0;
    for document in DOCUMENTS {
        let catalog = catalog(&folder.join(document));
        operations += catalog.operations.len();
        found.extend(
            wrong(catalog)
                .into_iter()
                .map(|problem| format!("{document} {problem}")),
        );
    }
    assert!(operations > 100, "{operations} operations");
    assert!(
        found.is_empty(),
        "{} of {operations}:\n{}",
        found.len(),
        found.join("\n")
    );
}

fn catalog(path: &Path) -> Catalog {
    let generator = Generator::new("acme").expect("a name").keep_going(true);
    let text = generator.catalog(&Input::file(path));
    let text = text.unwrap_or_else(|report| panic!("{}", report.render(false)));
    Catalog::from_json(&text.text).expect("a catalog")
}

/// What is wrong with the schemas and the examples.
fn wrong(catalog: Catalog) -> Vec<String> {
    let mut found = Vec::new();
    for operation in &catalog.operations {
        let schemas = [
            Some(catalog.input_schema(operation)),
            catalog.output_schema(operation),
        ];
        for schema in schemas.into_iter().flatten() {
            if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
                found.push(format!("{}: {error}", operation.id));
            }
        }
    }
    let client = DynamicClient::builder(catalog).base_url("https://acme.example");
    let client = client.build().expect("a client");
    for operation in &client.catalog().operations {
        let Some(example) = operation.examples.first() else {
            continue;
        };
        if let Err(error) = client.dry_run(&operation.id, example.arguments.clone()) {
            found.push(error.to_string());
        }
    }
    found
}
