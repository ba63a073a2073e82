//! The oracle finds what is wrong with a model, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signon_oracle::document::Document;
use signon_oracle::judge::ProblemKind;
use signon_oracle::round_trip::round_trip;
use signon_runtime::{Json, UnknownValue};

/// A document of two schemas: this one is `Thing`, and `Item` is the struct below.
fn thing(thing: &Value) -> Document {
    Document::new(json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {},
        "components": { "schemas": { "Thing": thing, "Item": item() } },
    }))
}

/// The schema `Thing`.
fn schema(document: &Document) -> &Value {
    document
        .at("#/components/schemas/Thing")
        .expect("the schema")
}

/// What is wrong with the round trip of `value` through the model `T`: the pointers and the kinds.
fn judge<T>(document: &Document, value: &Value) -> Vec<(String, ProblemKind)>
where
    T: serde::de::DeserializeOwned + Serialize + PartialEq + std::fmt::Debug + 'static,
{
    let outcome = round_trip::<T>(&value.to_string()).expect("the model takes the value");
    document
        .judge(schema(document), value, &outcome)
        .into_iter()
        .map(|problem| (problem.pointer, problem.kind))
        .collect()
}

fn item() -> Value {
    json!({
        "type": "object", "required": ["id"], "additionalProperties": true,
        "properties": { "id": { "type": "integer" }, "name": { "type": "string" }, "extra": {} },
    })
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Json>,
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

#[test]
fn a_model_that_has_its_fields_has_no_problem() {
    let value = json!({ "id": 1, "name": "a", "extra": { "x": [1.0] }, "custom": { "y": 2 } });
    assert_eq!(judge::<Item>(&thing(&item()), &value), []);
}

#[test]
fn a_field_that_the_model_lacks_is_untyped() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Nameless {
        id: i64,
        #[serde(flatten)]
        rest: BTreeMap<String, Json>,
    }
    let value = json!({ "id": 1, "name": "a", "custom": 2 });
    let found = judge::<Nameless>(&thing(&item()), &value);
    assert_eq!(found, [("/name".to_owned(), ProblemKind::Untyped)]);
}

#[test]
fn a_field_that_is_dropped_is_lost() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Bare {
        id: i64,
    }
    let value = json!({ "id": 1, "name": "a" });
    let found = judge::<Bare>(&thing(&item()), &value);
    assert_eq!(found, [("/name".to_owned(), ProblemKind::Changed)]);
}

#[test]
fn a_struct_that_is_free_form_is_untyped() {
    let value = json!({ "id": 1 });
    let found = judge::<Json>(&thing(&item()), &value);
    assert_eq!(found, [(String::new(), ProblemKind::Untyped)]);
}

#[test]
fn a_list_of_structs_is_looked_into() {
    let spec = thing(&json!({ "type": "array", "items": { "$ref": "#/components/schemas/Item" } }));
    assert_eq!(judge::<Vec<Item>>(&spec, &json!([{ "id": 1 }])), []);
    assert_eq!(
        judge::<Vec<Json>>(&spec, &json!([{ "id": 1 }])),
        [("/0".to_owned(), ProblemKind::Untyped)]
    );
}

#[test]
fn a_typed_member_wins_over_a_free_form_one() {
    let spec = thing(
        &json!({ "anyOf": [{ "type": "object", "additionalProperties": true }, { "$ref": "#/components/schemas/Item" }] }),
    );
    assert_eq!(judge::<Item>(&spec, &json!({ "id": 1, "name": "a" })), []);
    assert_eq!(
        judge::<Json>(&spec, &json!({ "id": 1 })),
        [(String::new(), ProblemKind::Untyped)]
    );
    assert_eq!(
        judge::<Json>(&spec, &json!({ "custom": 1 })),
        [],
        "no member declares `custom`"
    );
    assert_eq!(
        judge::<BTreeMap<String, Json>>(&spec, &json!({ "id": "x" })),
        [],
        "`id` is no integer here"
    );
}

#[test]
fn an_unknown_value_differs_from_a_listed_one() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Choice(UnknownValue);
    let spec = thing(&json!({ "type": "string", "enum": ["a"] }));
    assert_eq!(
        judge::<Choice>(&spec, &json!("a")),
        [(String::new(), ProblemKind::Untyped)]
    );
    assert_eq!(
        judge::<Choice>(&spec, &json!("b")),
        [(String::new(), ProblemKind::Invalid)]
    );
    assert_eq!(judge::<String>(&spec, &json!("a")), []);
}

#[test]
fn a_value_of_no_declared_kind_is_invalid_where_the_model_has_no_type_for_it() {
    let spec = thing(&json!({ "oneOf": [{ "type": "integer" }, { "type": "boolean" }] }));
    assert_eq!(
        judge::<Json>(&spec, &json!("x")),
        [(String::new(), ProblemKind::Invalid)]
    );
    assert_eq!(
        judge::<Json>(&spec, &json!(1)),
        [(String::new(), ProblemKind::Untyped)]
    );
}

#[test]
fn merged_schemas_are_one() {
    let all = json!({ "allOf": [{ "$ref": "#/components/schemas/Item" }, { "type": "object", "required": ["age"], "properties": { "age": { "type": "integer" } } }] });
    let spec = thing(&all);
    let found = judge::<Item>(&spec, &json!({ "id": 1, "age": 2 }));
    assert_eq!(found, [("/age".to_owned(), ProblemKind::Untyped)]);
}

#[test]
fn valid_values_differ_from_invalid_ones() {
    let document = thing(&item());
    let schema = schema(&document);
    assert!(document.is_valid(schema, &json!({ "id": 1.0, "other": null })));
    for invalid in [
        json!({}),
        json!({ "id": 1.5 }),
        json!({ "id": null }),
        json!([]),
        json!(null),
        json!({ "id": 1, "name": 2 }),
    ] {
        assert!(!document.is_valid(schema, &invalid), "{invalid}");
    }
}
