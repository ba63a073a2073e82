//! Values that a schema allows survive a round trip.

use json_schema_values::models::{Thing, ThingPatternsValue};
use serde_json::{Value, json};

fn round_trip(value: Value) -> Thing {
    let thing: Thing = serde_json::from_value(value.clone()).expect("a thing");
    assert_eq!(serde_json::to_value(&thing).expect("JSON"), value);
    thing
}

#[test]
fn values_under_several_patterns_are_typed() {
    let thing = round_trip(json!({"patterns": {"n-1": 1, "s-1": "a", "o-1": {"a": "b", "c": null}}}));
    assert_eq!(thing.patterns.expect("patterns")["n-1"], ThingPatternsValue::Integer(1));
    let thing = round_trip(json!({"patternsAndOthers": {"id": "x", "n-1": 1.5, "n-2": null, "other": true}}));
    assert_eq!(thing.patterns_and_others.expect("others").id.as_deref(), Some("x"));
    round_trip(json!({"freePatterns": {"n-1": 1, "other": ["x"]}}));
}

#[test]
fn constants_of_objects_and_lists_are_objects_and_lists() {
    let value = json!({"objectConstant": {"a": 1}, "listConstant": [1, "x"], "objects": {"b": [2]}});
    let thing = round_trip(value);
    assert_eq!(thing.object_constant.expect("an object").len(), 1);
    assert_eq!(thing.list_constant.expect("a list").len(), 2);
    assert!(thing.objects.expect("an object").contains_key("b"));
    for mixed in [json!(1), json!("x"), json!(true), json!([]), json!({"a": null})] {
        round_trip(json!({"mixed": mixed}));
    }
}

#[test]
fn lists_with_contains_keep_their_items() {
    let thing = round_trip(json!({"nullableItems": [null, 1], "mixedItems": ["x", 1]}));
    assert_eq!(thing.nullable_items, Some(vec![None, Some(1)]));
}

#[test]
fn keys_that_only_conditions_name_are_kept() {
    let thing = round_trip(json!({"condition": {"kind": "big", "unit": "m", "size": 3}}));
    assert_eq!(thing.condition.expect("a condition").size, Some(3));
    round_trip(json!({"branches": {"kind": "number", "value": 1.5}}));
    round_trip(json!({"branches": {"kind": "text", "value": "a"}}));
}
