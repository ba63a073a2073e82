//! A bundle contains everything in its files, with the same meaning.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use signon_codegen::{Generator, Input, Notation};

/// Bundles files, the first of which is the document.
fn bundled(case: &str, files: &[(&str, &Value)]) -> Value {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("bundle")
        .join(case);
    fs::create_dir_all(&folder).expect("a folder");
    for (name, content) in files {
        fs::write(folder.join(name), content.to_string()).expect("a file");
    }
    let (main, _) = files.first().expect("a document");
    let generator = Generator::new("acme").expect("a name").keep_going(true);
    let bundle = generator.bundle(&Input::file(folder.join(main)), Notation::Json);
    serde_json::from_str(&bundle.expect("a document").text).expect("JSON")
}

/// Returns a document with one component.
fn document(name: &str, schema: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Bundle", "version": "1" },
        "paths": {},
        "components": { "schemas": { name: schema } }
    })
}

#[test]
fn a_schema_file_that_refers_to_itself_becomes_a_component() {
    let main = document(
        "Tree",
        &json!({ "properties": { "root": { "$ref": "node.json" } } }),
    );
    let node = json!({ "properties": { "children": { "items": { "$ref": "#" } } } });
    let bundle = bundled("recursive", &[("main.json", &main), ("node.json", &node)]);
    let reference = json!({ "$ref": "#/components/schemas/node" });
    assert_eq!(
        bundle["components"]["schemas"],
        json!({
            "Tree": { "properties": { "root": reference } },
            "node": { "properties": { "children": { "items": reference } } }
        })
    );
}

#[test]
fn schema_files_that_refer_to_each_other_become_one_component() {
    let main = document("Start", &json!({ "$ref": "a.json" }));
    let a = json!({ "properties": { "b": { "$ref": "b.json" } } });
    let b = json!({ "properties": { "a": { "$ref": "a.json" } } });
    let files = [("main.json", &main), ("a.json", &a), ("b.json", &b)];
    let bundle = bundled("mutual", &files);
    let reference = json!({ "$ref": "#/components/schemas/a" });
    assert_eq!(
        bundle["components"]["schemas"],
        json!({
            "Start": reference,
            "a": { "properties": { "b": { "properties": { "a": reference } } } }
        })
    );
}

#[test]
fn components_of_the_same_name_stay_separate() {
    let other = "other.json#/components/schemas/Item";
    let main = document(
        "Item",
        &json!({ "properties": { "other": { "$ref": other } } }),
    );
    let theirs = document("Item", &json!({ "type": "integer" }));
    let bundle = bundled("alike", &[("main.json", &main), ("other.json", &theirs)]);
    let reference = json!({ "$ref": "#/components/schemas/Item_other" });
    assert_eq!(
        bundle["components"]["schemas"],
        json!({
            "Item": { "properties": { "other": reference } },
            "Item_other": { "type": "integer" }
        })
    );
}

#[test]
fn aliases_of_a_component_in_another_file_become_the_component() {
    let main = document(
        "Item",
        &json!({ "$ref": "other.json#/components/schemas/Item" }),
    );
    let theirs = document("Item", &json!({ "type": "integer" }));
    let bundle = bundled("alias", &[("main.json", &main), ("other.json", &theirs)]);
    assert_eq!(
        bundle["components"]["schemas"],
        json!({ "Item": { "type": "integer" } })
    );
}

#[test]
fn bundling_terminates_for_components_that_only_refer_to_each_other() {
    let to = |file: &str| json!({ "$ref": format!("{file}.json#/components/schemas/Item") });
    let (main, theirs) = (
        document("Item", &to("other")),
        document("Item", &to("main")),
    );
    let bundle = bundled("cycle", &[("main.json", &main), ("other.json", &theirs)]);
    assert_eq!(
        bundle["components"]["schemas"]
            .as_object()
            .map(serde_json::Map::len),
        Some(2)
    );
}
