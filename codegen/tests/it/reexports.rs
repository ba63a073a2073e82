//! A type keeps its path in the module of a tag when an operation of another tag begins to use it.
//!
//! `tests/values/modules_shared.rs` is compiled with the crate of the golden case `modules_shared`, and names the crate's former paths.
//! This test reads these paths from the crate without the operations that moved the types.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use signon_codegen::{Change, Comparison, Generator, Input, Output, Verdict};

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(path)
}

fn input(document: &Value) -> Input {
    Input::Text {
        name: "acme.yaml".to_owned(),
        text: serde_yaml::to_string(document).expect("YAML"),
    }
}

fn generator() -> Generator {
    Generator::new("acme").expect("a name").keep_going(true)
}

fn generated(document: &Value) -> Output {
    let output = generator().generate(&input(document));
    output.unwrap_or_else(|report| panic!("{report}"))
}

fn compared(old: &Value, new: &Value) -> Comparison {
    let compared = generator().diff(&input(old), &input(new));
    compared.unwrap_or_else(|report| panic!("{report}"))
}

fn breaks(comparison: &Comparison) -> Vec<&Change> {
    let all = comparison.changes.iter();
    all.filter(|change| change.verdict == Verdict::Major)
        .collect()
}

/// Returns the document of the golden case, before and after operations of `apps` use types of `users`.
fn versions() -> (Value, Value) {
    let text = fs::read_to_string(file("golden/modules_shared.yaml")).expect("the golden case");
    let after: Value = serde_yaml::from_str(&text).expect("YAML");
    let mut before = after.clone();
    let paths = before.get_mut("paths").and_then(Value::as_object_mut);
    assert!(paths.expect("paths").remove("/apps/{id}/owner").is_some());
    (before, after)
}

/// Returns the names of the public items in a folder's files.
fn public_items(output: &Output, folder: &str) -> BTreeSet<String> {
    let files = output.files().iter();
    let texts = files.filter(|(path, _)| path.starts_with(folder));
    let items = texts.flat_map(|(_, text)| syn::parse_file(text).expect("Rust").items);
    let name = |item: syn::Item| {
        if let syn::Item::Struct(of) = item {
            Some(of.ident.to_string())
        } else if let syn::Item::Enum(of) = item {
            Some(of.ident.to_string())
        } else if let syn::Item::Type(of) = item {
            Some(of.ident.to_string())
        } else {
            None
        }
    };
    items.filter_map(name).collect()
}

#[test]
fn the_consumer_names_every_path_that_a_tag_had() {
    let (before, _) = versions();
    let before = generated(&before);
    let consumer = fs::read_to_string(file("values/modules_shared.rs")).expect("the consumer");
    let mut missing = Vec::new();
    for part in ["models", "errors", "headers"] {
        let names = public_items(&before, &format!("src/users/{part}"));
        assert!(!names.is_empty(), "{part}");
        let paths = names.iter();
        let paths = paths.map(|name| format!("<users::{name}, users::{part}::{name}>"));
        missing.extend(paths.filter(|paths| !consumer.contains(paths)));
    }
    let operations = public_items(&before, "src/users.rs");
    let operations = operations.iter();
    let paths = operations.map(|name| format!("<users::{name}, users::{name}>"));
    missing.extend(paths.filter(|paths| !consumer.contains(paths)));
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn types_that_another_tag_begins_to_use_do_not_break_callers() {
    let (before, after) = versions();
    let (old, new) = (generated(&before), generated(&after));
    assert!(public_items(&old, "src/users/models").contains("User"));
    assert!(public_items(&new, "src/models").contains("User"));
    let comparison = compared(&before, &after);
    assert_eq!(breaks(&comparison), Vec::<&Change>::new());
    let added = |path: &str| {
        let mut all = comparison.changes.iter();
        all.any(|change| change.code == "rust-added" && change.subject == path)
    };
    for path in [
        "models::User",
        "errors::ProblemFor404",
        "headers::NextHeaders",
    ] {
        assert!(added(path), "{path}: {}", comparison.text());
    }
}

#[test]
fn a_type_that_another_tag_no_longer_uses_breaks_its_callers() {
    let (before, after) = versions();
    let comparison = compared(&after, &before);
    let subjects: Vec<&str> = breaks(&comparison)
        .into_iter()
        .map(|change| change.subject.as_str())
        .collect();
    assert!(subjects.contains(&"models::User"), "{subjects:?}");
    assert!(!subjects.contains(&"users::User"), "{subjects:?}");
}

#[test]
fn a_component_that_is_removed_breaks_its_callers() {
    let (_, before) = versions();
    let text = before
        .to_string()
        .replace("schemas/User\"", "schemas/Address\"");
    let after: Value = serde_json::from_str(&text).expect("JSON");
    let comparison = compared(&before, &after);
    let of_user = breaks(&comparison);
    let removed: Vec<&str> = of_user
        .iter()
        .filter(|change| change.code == "rust-removed")
        .map(|change| change.subject.as_str())
        .collect();
    assert!(
        removed.iter().any(|path| path.ends_with("users::User")),
        "{removed:?}"
    );
}

/// Returns a document in which operations of one tag use `count` components, and operations of a second tag if `is_shared`.
fn many(count: usize, is_shared: bool) -> Value {
    let operation = |tag: &str, id: &str, key: &str| {
        let content = |key: &str| {
            let schema = json!({"$ref": format!("#/components/schemas/{key}")});
            json!({"application/json": {"schema": schema}})
        };
        json!({"get": {"tags": [tag], "operationId": id, "responses": {
            "200": {"description": "Done.", "content": content(key)},
            "404": {"description": "There is none.", "content": content("GetFirstError")},
        }}})
    };
    let object = |key: &str| json!({"type": "object", "properties": {(key): {"type": "string"}}});
    let parts = || (0..count).map(|index| format!("Part{index}"));
    let properties = parts().map(|key| {
        let reference = json!({"$ref": format!("#/components/schemas/{key}")});
        (key, reference)
    });
    let properties: Map<String, Value> = properties.collect();
    let whole = json!({"type": "object", "properties": properties});
    let schemas = parts().map(|key| (key, object("name"))).chain([
        ("Whole".to_owned(), whole),
        ("GetFirstError".to_owned(), object("detail")),
    ]);
    let schemas: Map<String, Value> = schemas.collect();
    let third = is_shared.then(|| {
        (
            "/third".to_owned(),
            operation("second", "getThird", "Whole"),
        )
    });
    let paths = [
        ("/first".to_owned(), operation("first", "getFirst", "Whole")),
        (
            "/second".to_owned(),
            operation("second", "getSecond", "Part0"),
        ),
    ];
    let paths: Map<String, Value> = paths.into_iter().chain(third).collect();
    json!({
        "openapi": "3.1.0", "info": {"title": "Acme", "version": "1"},
        "paths": paths, "components": {"schemas": schemas},
    })
}

#[test]
fn a_module_that_reaches_many_types_re_exports_all() {
    for (count, is_glob) in [(150, false), (250, true)] {
        let (before, after) = (many(count, false), many(count, true));
        let output = generated(&after);
        let models = &output.files()["src/first/models.rs"];
        assert_eq!(
            models.contains("pub use crate::models::*;"),
            is_glob,
            "{models}"
        );
        assert_eq!(breaks(&compared(&before, &after)).len(), 0, "{count} types");
    }
}
