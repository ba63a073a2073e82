//! The sampler: values that its own schemas allow, and the two extents.

use std::path::PathBuf;

use serde_json::{Value, json};
use signon_corpus_tests::document::Document;
use signon_corpus_tests::plan::plans;
use signon_corpus_tests::sample::{Location, Sampler};
use signon_corpus_tests::schema::Extent;

fn document(root: Value) -> Document {
    Document::new("acme", PathBuf::new(), root)
}

/// The least and the most of a schema.
fn both(schema: &Value) -> [Value; 2] {
    let document = document(json!({
        "components": { "schemas": { "Tree": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": { "type": "string" },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } }
            }
        } } }
    }));
    [Extent::Least, Extent::Most].map(|extent| {
        let sampler = Sampler {
            document: &document,
            extent,
            location: Location::Body,
        };
        sampler.value(schema).expect("a value")
    })
}

#[test]
fn what_is_required_and_everything() {
    let schema = json!({
        "type": "object",
        "required": ["id", "made"],
        "properties": {
            "id": { "type": "integer", "minimum": 5, "maximum": 9 },
            "made": { "type": "string", "readOnly": true },
            "flag": { "type": "boolean" }
        }
    });
    assert_eq!(
        both(&schema),
        [json!({"id": 5}), json!({"id": 9, "flag": true})]
    );
}

#[test]
fn unions_give_their_first_and_their_last_member() {
    let schema = json!({ "oneOf": [
        { "type": "integer", "multipleOf": 7, "minimum": 1 },
        { "enum": ["a", "b", null] },
        { "type": "null" }
    ] });
    assert_eq!(both(&schema), [json!(7), json!("b")]);
    let exclusive = json!({
        "type": "object",
        "properties": { "a": { "const": 1 }, "b": { "const": 2 } },
        "oneOf": [{ "required": ["a"] }, { "required": ["b"] }]
    });
    assert_eq!(both(&exclusive), [json!({"a": 1}), json!({"b": 2})]);
}

#[test]
fn patterns_are_kept() {
    let schema = json!({ "type": "string", "pattern": "^(?!ab)[a-c]{2}-\\d+$", "minLength": 6 });
    let [least, most] = both(&schema);
    assert_eq!(least, most);
    let text = least.as_str().expect("a text");
    assert!(text.len() >= 6 && text.starts_with("aa-"), "{text}");
}

#[test]
fn what_contains_itself_ends() {
    let [least, most] = both(&json!({ "$ref": "#/components/schemas/Tree" }));
    assert_eq!(least, json!({"name": "plain"}));
    assert!(
        most["name"].is_string() && most.get("children").is_none(),
        "{most}"
    );
}

#[test]
fn each_operation_is_called_twice_for_each_body() {
    let document = document(json!({ "paths": { "/jobs/{id}": {
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "post": {
            "parameters": [
                { "name": "size", "in": "query", "schema": { "type": "integer" } },
                { "name": "Accept", "in": "header", "schema": { "type": "string" } }
            ],
            "requestBody": { "required": true, "content": {
                "application/json": { "schema": { "type": "integer" } },
                "text/plain": {}
            } },
            "responses": { "404": { "description": "None." } }
        }
    } } }));
    let (plans, errors) = plans(&document);
    assert_eq!(errors, [""; 0]);
    let described: Vec<_> = plans
        .iter()
        .map(|plan| {
            let given = serde_json::to_value(&plan.given).expect("arguments");
            (plan.extent, plan.media.as_deref(), given)
        })
        .collect();
    let given = |path: &str, query: Value, body: Value| json!({ "path": { "id": path }, "query": query, "header": {}, "cookie": {}, "body": body });
    let hard = "a b/c?d=e&f+g%h#i;j:k,ä";
    assert_eq!(
        described,
        [
            (
                Extent::Least,
                Some("application/json"),
                given("plain", json!({}), json!(1))
            ),
            (
                Extent::Least,
                Some("text/plain"),
                given("plain", json!({}), json!("content"))
            ),
            (
                Extent::Most,
                Some("application/json"),
                given(hard, json!({"size": 70123}), json!(70123))
            ),
            (
                Extent::Most,
                Some("text/plain"),
                given(hard, json!({"size": 70123}), json!("content"))
            ),
        ]
    );
    assert_eq!(plans[0].only_error, Some(404));
}
