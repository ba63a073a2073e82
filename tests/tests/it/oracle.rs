//! What judges the models has to see what it is there to see.

use std::collections::BTreeMap;

use openapiv3::Schema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signon_runtime::{Json, UnknownValue};
use signon_tests::equal::differences;
use signon_tests::lossless::{FaultKind, faults};
use signon_tests::spec::Spec;
use signon_tests::spec::fit::fits;
use signon_tests::trip::trip;

/// A document of two schemas: this one is `Thing`, and `Item` is the record below.
fn thing(thing: &Value) -> Spec {
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {},
        "components": { "schemas": { "Thing": thing, "Item": record() } },
    });
    Spec::read("thing", document.to_string()).expect("the document is one")
}

/// The schema `Thing`.
fn schema(spec: &Spec) -> &Schema {
    let components = spec
        .api
        .components
        .as_ref()
        .expect("the document has components");
    spec.schema(components.schemas.get("Thing").expect("one is `Thing`"))
        .expect("it is a schema")
}

/// What is wrong with the way of `value` through the model `T`, as places and kinds.
fn judge<T>(spec: &Spec, value: &Value) -> Vec<(String, FaultKind)>
where
    T: serde::de::DeserializeOwned + Serialize + PartialEq + std::fmt::Debug,
{
    let trip = trip::<T>(&value.to_string()).expect("the model takes the value");
    let schema = schema(spec);
    faults(spec, schema, value, &trip)
        .into_iter()
        .map(|fault| (fault.pointer, fault.kind))
        .collect()
}

fn record() -> Value {
    json!({
        "type": "object", "required": ["id"], "additionalProperties": true,
        "properties": { "id": { "type": "integer" }, "name": { "type": "string" }, "extra": {} },
    })
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Json>,
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

#[test]
fn a_model_that_knows_its_fields_has_no_fault() {
    let value = json!({ "id": 1, "name": "a", "extra": { "x": [1.0] }, "custom": { "y": 2 } });
    assert_eq!(judge::<Record>(&thing(&record()), &value), []);
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
    let found = judge::<Nameless>(&thing(&record()), &value);
    assert_eq!(found, [("/name".to_owned(), FaultKind::Untyped)]);
}

#[test]
fn a_field_that_is_dropped_is_lost() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Bare {
        id: i64,
    }
    let value = json!({ "id": 1, "name": "a" });
    let found = judge::<Bare>(&thing(&record()), &value);
    assert_eq!(found, [("/name".to_owned(), FaultKind::Changed)]);
}

#[test]
fn a_record_that_is_free_form_is_untyped() {
    let value = json!({ "id": 1 });
    let found = judge::<Json>(&thing(&record()), &value);
    assert_eq!(found, [(String::new(), FaultKind::Untyped)]);
}

#[test]
fn a_list_of_records_is_looked_into() {
    let spec = thing(&json!({ "type": "array", "items": { "$ref": "#/components/schemas/Item" } }));
    assert_eq!(judge::<Vec<Record>>(&spec, &json!([{ "id": 1 }])), []);
    assert_eq!(
        judge::<Vec<Json>>(&spec, &json!([{ "id": 1 }])),
        [("/0".to_owned(), FaultKind::Untyped)]
    );
}

#[test]
fn a_typed_member_wins_over_a_free_form_one() {
    let spec = thing(
        &json!({ "anyOf": [{ "type": "object", "additionalProperties": true }, { "$ref": "#/components/schemas/Item" }] }),
    );
    assert_eq!(judge::<Record>(&spec, &json!({ "id": 1, "name": "a" })), []);
    assert_eq!(
        judge::<Json>(&spec, &json!({ "id": 1 })),
        [(String::new(), FaultKind::Untyped)]
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
fn an_unknown_value_is_told_from_a_listed_one() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Choice(UnknownValue);
    let spec = thing(&json!({ "type": "string", "enum": ["a"] }));
    assert_eq!(
        judge::<Choice>(&spec, &json!("a")),
        [(String::new(), FaultKind::Untyped)]
    );
    assert_eq!(
        judge::<Choice>(&spec, &json!("b")),
        [(String::new(), FaultKind::Unlisted)]
    );
    assert_eq!(judge::<String>(&spec, &json!("a")), []);
}

#[test]
fn a_value_of_no_declared_kind_is_unlisted_where_the_model_does_not_know_it() {
    let spec = thing(&json!({ "oneOf": [{ "type": "integer" }, { "type": "boolean" }] }));
    assert_eq!(
        judge::<Json>(&spec, &json!("x")),
        [(String::new(), FaultKind::Unlisted)]
    );
    assert_eq!(
        judge::<Json>(&spec, &json!(1)),
        [(String::new(), FaultKind::Untyped)]
    );
}

#[test]
fn merged_schemas_are_one() {
    let all = json!({ "allOf": [{ "$ref": "#/components/schemas/Item" }, { "type": "object", "required": ["age"], "properties": { "age": { "type": "integer" } } }] });
    let spec = thing(&all);
    let found = judge::<Record>(&spec, &json!({ "id": 1, "age": 2 }));
    assert_eq!(found, [("/age".to_owned(), FaultKind::Untyped)]);
}

#[test]
fn values_are_told_from_misfits() {
    let spec = thing(&record());
    let schema = schema(&spec);
    assert!(fits(&spec, &[schema], &json!({ "id": 1.0, "other": null })));
    for misfit in [
        json!({}),
        json!({ "id": 1.5 }),
        json!({ "id": null }),
        json!([]),
        json!(null),
        json!({ "id": 1, "name": 2 }),
    ] {
        assert!(!fits(&spec, &[schema], &misfit), "{misfit}");
    }
}

#[test]
fn numbers_are_compared_by_value() {
    assert_eq!(differences(&json!([42.0, 1e3]), &json!([42, 1000])), []);
    let (large, larger) = (
        json!(9_007_199_254_740_993_i64),
        json!(9_007_199_254_740_992_i64),
    );
    assert_eq!(differences(&large, &larger).len(), 1);
    assert_eq!(
        differences(&json!({ "a": null }), &json!({})),
        [("/a".to_owned(), "is lost".to_owned())]
    );
    assert_eq!(
        differences(&json!({}), &json!({ "a": null })),
        [("/a".to_owned(), "is added".to_owned())]
    );
}
