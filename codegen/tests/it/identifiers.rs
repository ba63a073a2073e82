//! Generated files are valid Rust without duplicate names, for all names in a document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use signon_codegen::{Generator, Input};

/// Returns the files of a document's crate.
fn generate(document: &Value) -> BTreeMap<String, String> {
    let input = Input::Text {
        name: "acme.json".to_owned(),
        text: document.to_string(),
    };
    let output = Generator::new("acme").expect("a name").generate(&input);
    let output = output.unwrap_or_else(|report| panic!("{report}"));
    output.files().clone()
}

fn document(paths: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Acme", "version": "1" },
        "servers": [{ "url": "https://acme.example" }],
        "paths": paths,
    })
}

/// Returns `count` operations, each with a tag.
fn tagged(tags: &[&str], count: usize) -> Value {
    let path = |(index, tag): (usize, &&str)| {
        let operation = json!({
            "operationId": format!("operation{index}"),
            "tags": [tag],
            "responses": { "204": { "description": "None." } },
        });
        (format!("/{index}"), json!({ "get": operation }))
    };
    document(&Value::Object(
        tags.iter()
            .cycle()
            .take(count)
            .enumerate()
            .map(path)
            .collect(),
    ))
}

/// Returns the calls of all operations in the manifest of a crate, by operation id.
fn calls(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let manifest = files.get("manifest.json").expect("a manifest");
    let manifest: Value = serde_json::from_str(manifest).expect("JSON");
    let operations = manifest.get("operations").and_then(Value::as_array);
    let text = |operation: &Value, key: &str| {
        let text = operation.get(key).and_then(Value::as_str);
        text.expect("a text").to_owned()
    };
    operations
        .expect("operations")
        .iter()
        .map(|operation| (text(operation, "id"), text(operation, "call")))
        .collect()
}

#[test]
fn adding_an_operation_changes_no_call() {
    let generated = |count: usize| {
        let document = tagged(&["users", "apps", "audit log"], count);
        calls(&generate(&document))
    };
    let all = generated(31);
    assert_eq!(all["operation0"], "users().operation0");
    assert_eq!(all["operation2"], "audit_log().operation2");
    for count in [1, 3, 30] {
        let fewer = generated(count);
        assert_eq!(fewer.len(), count);
        for (id, call) in &fewer {
            assert_eq!(all.get(id), Some(call), "{count} operations");
        }
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "rs")
}

/// Returns naming defects that would prevent compilation.
fn defects(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut defects = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| is_rust(path)) {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut items = BTreeSet::new();
        for item in &file.items {
            let Some(name) = item_name(item) else {
                continue;
            };
            if !items.insert(name.clone()) {
                defects.push(format!("{path}: `{name}` twice"));
            }
        }
        let functions = file.items.iter().filter_map(|item| {
            let inherent = if let syn::Item::Impl(item) = item {
                Some(item)
            } else {
                None
            };
            Some(&inherent.filter(|item| item.trait_.is_none())?.items)
        });
        for item in functions.flatten() {
            if let syn::ImplItem::Fn(function) = item {
                defects.extend(arguments_twice(path, &function.sig));
            }
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.len() > 255 {
            defects.push(format!("{path}: too long for the name of a file"));
        }
        if let Some(folder) = path.strip_suffix("/mod.rs")
            && files.contains_key(&format!("{folder}.rs"))
        {
            defects.push(format!("{path}: two files of one module"));
        }
    }
    defects
}

fn item_name(item: &syn::Item) -> Option<String> {
    if let syn::Item::Struct(item) = item {
        return Some(item.ident.to_string());
    }
    if let syn::Item::Enum(item) = item {
        return Some(item.ident.to_string());
    }
    if let syn::Item::Fn(item) = item {
        return Some(item.sig.ident.to_string());
    }
    if let syn::Item::Mod(item) = item {
        return Some(format!("mod {}", item.ident));
    }
    None
}

fn arguments_twice(path: &str, signature: &syn::Signature) -> Option<String> {
    let mut arguments = BTreeSet::new();
    let mut names = signature.inputs.iter().filter_map(|input| {
        if let syn::FnArg::Typed(argument) = input
            && let syn::Pat::Ident(pattern) = &*argument.pat
        {
            return Some(pattern.ident.to_string());
        }
        None
    });
    let twice = names.find(|name| !arguments.insert(name.clone()))?;
    Some(format!("{path}: `{}` has `{twice}` twice", signature.ident))
}

#[test]
fn tags_with_similar_names_have_separate_clients() {
    for tags in [
        &["v1", "V 1", "v-1"][..],
        &["foo1", "foo_1"],
        &["result", "result_operations", "Result operations"],
        &["clone", "clone_operations"],
    ] {
        let files = generate(&tagged(tags, 40));
        assert_eq!(defects(&files), [] as [String; 0], "{tags:?}");
    }
}

#[test]
fn tags_do_not_become_special_rust_files() {
    for tag in ["mod", "lib", "main", "client", "build", "models"] {
        for count in [1, 40, 210] {
            let files = generate(&tagged(&["users", tag], count));
            assert_eq!(defects(&files), [] as [String; 0], "{tag} {count}");
            assert!(!files.contains_key("src/main.rs"));
            assert!(!files.contains_key("build.rs"));
        }
    }
}

#[test]
fn file_names_of_long_tags_are_shortened() {
    let long = "a".repeat(250);
    let longer = "a".repeat(400);
    let files = generate(&tagged(&[&long, &longer], 40));
    assert_eq!(defects(&files), [] as [String; 0]);
    assert!(
        files.keys().all(|path| path.len() < 220),
        "{:?}",
        files.keys()
    );
    assert_eq!(files, generate(&tagged(&[&long, &longer], 40)));
}

#[test]
fn the_first_example_is_compiled_only_with_the_feature_of_its_operation() {
    let example = |count: usize| {
        let tags: Vec<String> = (0..count).map(|index| format!("tag{index}")).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let mut files = generate(&tagged(&tags, count));
        let root = files.remove("src/lib.rs").unwrap_or_default();
        let readme = files.remove("README.md").unwrap_or_default();
        assert!(!readme.contains("cfg("), "{readme}");
        root.contains("//! # #[cfg(feature = \"tag-tag0\")]\n//! # mod example {\n")
    };
    assert!(example(41));
    assert!(!example(40));
}

#[test]
fn arguments_of_a_client_have_distinct_names() {
    let mut document = tagged(&["users"], 1);
    document["servers"] = json!([{
        "url": "https://{1}.{a-b}.{a_b}.{base_url}.example/{token}/{type}",
        "variables": { "1": {}, "a-b": {}, "a_b": {}, "base_url": {}, "token": {}, "type": {} },
    }]);
    document["components"] = json!({ "securitySchemes": {
        "token": { "type": "http", "scheme": "bearer" },
        "Token": { "type": "http", "scheme": "basic" },
        "a-b": { "type": "apiKey", "in": "header", "name": "X-A" },
        "token_credential": { "type": "apiKey", "in": "header", "name": "X-B" },
    } });
    document["security"] = json!([{ "token": [], "Token": [], "a-b": [], "token_credential": [] }]);
    let files = generate(&document);
    assert_eq!(defects(&files), [] as [String; 0]);
    document["servers"] = json!([{ "url": "/" }]);
    document["security"] = json!([{ "token": [] }]);
    assert_eq!(defects(&generate(&document)), [] as [String; 0]);
}

#[test]
fn examples_of_custom_schemes_compile() {
    for scheme in [
        json!({ "type": "http", "scheme": "digest" }),
        json!({ "type": "mutualTLS" }),
    ] {
        let mut document = tagged(&["users"], 1);
        document["components"] = json!({ "securitySchemes": { "own": scheme } });
        document["security"] = json!([{ "own": [] }]);
        let files = generate(&document);
        let root = &files["src/lib.rs"];
        assert!(!root.contains("Client::new(\"source\")"), "{root}");
        assert!(
            root.contains("source: impl acme::CredentialSource"),
            "{root}"
        );
    }
}

#[test]
fn operation_ids_are_unique() {
    let operation =
        |id: &str| json!({ "operationId": id, "responses": { "204": { "description": "" } } });
    let files = generate(&document(&json!({
        "/a": { "get": operation("x") },
        "/b": { "get": operation("x") },
        "/c": { "get": operation("getB") },
        "/d": { "get": operation("GET /b") },
        "/e": { "get": { "responses": { "204": { "description": "" } } } },
        "/f": { "get": operation("getE") },
    })));
    let manifest: Value = serde_json::from_str(&files["manifest.json"]).expect("JSON");
    let ids: Vec<&str> = manifest["operations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|operation| operation["id"].as_str())
        .collect();
    let different: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (6, 6), "{ids:?}");
    for kept in ["x", "getB", "GET /b", "getE"] {
        assert!(ids.contains(&kept), "{ids:?}");
    }
}

#[test]
fn crate_names_cannot_conflict_with_names_in_generated_code() {
    for name in [
        "crate",
        "Self",
        "self",
        "super",
        "std",
        "core",
        "alloc",
        "test",
        "proc_macro",
        "proc-macro",
        "serde",
        "serde_json",
        "serde-json",
        "signon_runtime",
        "signon-runtime",
        "1a",
        "a.b",
        "",
        "a b",
    ] {
        assert!(Generator::new(name).is_err(), "{name}");
    }
    for name in ["acme", "acme-client", "type", "Acme_2"] {
        assert!(Generator::new(name).is_ok(), "{name}");
    }
}

#[test]
fn names_have_no_consecutive_underscores() {
    let mut document = tagged(&["users"], 1);
    let schemes = ["self", "Self", "SELF", "crate", "Crate"];
    let all = |value: Value| -> serde_json::Map<String, Value> {
        let one = |scheme: &str| (scheme.to_owned(), value.clone());
        schemes.into_iter().map(one).collect()
    };
    document["components"] = json!({
        "securitySchemes": all(json!({ "type": "http", "scheme": "bearer" })),
        "schemas": { "Thing": {
            "type": "object",
            "properties": all(json!({ "type": "string", "default": "x" })),
        } },
    });
    document["security"] = json!([all(json!([]))]);
    let files = generate(&document);
    assert_eq!(defects(&files), [] as [String; 0]);
    // rustc warns about such names: they are not in snake case.
    let named = |text: &str| {
        let mut words = text.split(|char: char| !char.is_alphanumeric() && char != '_');
        words.find(|word| word.contains("__")).map(str::to_owned)
    };
    let found: Vec<String> = files.values().filter_map(|text| named(text)).collect();
    assert_eq!(found, [] as [String; 0]);
}

#[test]
fn file_names_that_start_with_a_digit_become_valid_names() {
    let pet = |property: &str| {
        let pet = json!({ "type": "object", "properties": { property: { "type": "string" } } });
        json!({ "openapi": "3.1.0", "components": { "schemas": { "Pet": pet } } })
    };
    let mut main = pet("name");
    main["info"] = json!({ "title": "Acme", "version": "1" });
    main["components"]["schemas"]["Pets"] = json!({
        "type": "object",
        "properties": {
            "own": { "$ref": "#/components/schemas/Pet" },
            "other": { "$ref": "3.json#/components/schemas/Pet" },
        },
    });
    let input = Input::Texts {
        main: "acme.json".to_owned(),
        texts: BTreeMap::from([
            ("acme.json".to_owned(), main.to_string()),
            ("3.json".to_owned(), pet("age").to_string()),
        ]),
    };
    let output = Generator::new("acme").expect("a name").generate(&input);
    let files = output
        .unwrap_or_else(|report| panic!("{report}"))
        .files()
        .clone();
    assert_eq!(defects(&files), [] as [String; 0]);
    let models = files.get("src/models.rs").expect("the models");
    assert!(models.contains("pub struct Type3Pet {"), "{models}");
}
