//! Deeply nested types, which must compile despite the recursion limits of rustc.

use serde_json::{Map, Value, json};
use signon_codegen::{Generator, Input, Runtime};

use crate::sandbox;

/// More levels than rustc accepts in a type.
const LEVELS: usize = 60;

/// Maximum number of inline levels of a schema.
const INLINE: usize = 20;

/// Returns components `{name}0`, `{name}1`, ...: each contains the next, the last is text.
fn chain(name: &str, level: impl Fn(Value) -> Value) -> Map<String, Value> {
    let next = |index| json!({ "$ref": format!("#/components/schemas/{name}{index}") });
    let mut schemas: Map<String, Value> = (0..LEVELS)
        .map(|index| (format!("{name}{index}"), level(next(index + 1))))
        .collect();
    schemas.insert(format!("{name}{LEVELS}"), json!({ "type": "string" }));
    schemas
}

/// Wraps a schema in inline lists of lists.
fn inline(inner: Value) -> Value {
    (0..INLINE).fold(inner, |inner, _| json!({ "type": "array", "items": inner }))
}

fn document() -> Value {
    let mut schemas = Map::new();
    schemas.extend(chain(
        "Map",
        |next| json!({ "type": "object", "additionalProperties": next }),
    ));
    schemas.extend(chain(
        "List",
        |next| json!({ "type": "array", "items": next }),
    ));
    schemas.extend(chain(
        "Null",
        |next| json!({ "type": "array", "items": { "anyOf": [next, { "type": "null" }] } }),
    ));
    // Each expands to twice the size of the next.
    schemas.extend(chain("Pair", |next| {
        json!({ "type": "array", "prefixItems": [next, next], "items": false, "minItems": 2 })
    }));
    schemas.extend(chain("Two", |next| {
        json!({ "type": "object", "properties": { "a": next, "b": next }, "required": ["a", "b"] })
    }));
    schemas.extend(chain("Tree", |next| {
        let children = json!({ "type": "object", "additionalProperties": next });
        json!({ "type": "object", "properties": { "children": children } })
    }));
    let names = ["Tree", "Map", "List", "Null", "Pair", "Two"];
    let holders = names.iter().map(|name| {
        let first = json!({ "$ref": format!("#/components/schemas/{name}0") });
        let holder = json!({ "type": "object", "properties": { "nested": inline(first) } });
        (format!("Holder{name}"), holder)
    });
    let holders: Map<String, Value> = holders.collect();
    let paths = holders.keys().map(|name| {
        let content = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
        let operation = json!({
            "operationId": format!("put{name}"),
            "requestBody": { "content": content },
            "responses": { "200": { "description": "Done.", "content": content } },
        });
        (format!("/{name}"), json!({ "put": operation }))
    });
    let paths: Map<String, Value> = paths.collect();
    schemas.extend(holders);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Nesting", "version": "1" },
        "servers": [{ "url": "https://nesting.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

#[test]
fn chains_of_components_compile() {
    let root = sandbox::folder("nesting");
    let input = Input::Text {
        name: "nesting.json".to_owned(),
        text: document().to_string(),
    };
    let generator = Generator::new("nesting")
        .expect("a name")
        .runtime(Runtime::Path(sandbox::runtime()));
    let output = generator
        .generate(&input)
        .unwrap_or_else(|report| panic!("{report}"));
    let files = output.files().iter();
    sandbox::doc_tests(
        &root,
        files.map(|(path, text)| (path.as_str(), text.as_str())),
    );
}
