//! Lists with different types at each position survive a round trip.

use serde_json::json;
use tuples::models::{Leg, Open, Route, Words};

#[test]
fn a_closed_list_is_a_rust_tuple() {
    let value = json!([[1.5, 2], null, {"km": 7}]);
    let leg: Leg = serde_json::from_value(value.clone()).expect("a leg");
    assert_eq!(leg.0, (1.5, 2.0));
    assert_eq!(leg.1, None);
    assert_eq!(leg.2.km, 7);
    assert_eq!(serde_json::to_value(&leg).expect("JSON"), json!([[1.5, 2.0], null, {"km": 7}]));
    assert!(serde_json::from_value::<Leg>(json!([[1, 2], null])).is_err());
}

#[test]
fn an_open_list_ends_early_or_goes_on() {
    for value in [json!([]), json!([1]), json!([1, null]), json!([1, "foo", false, {"a": null}])] {
        let open: Open = serde_json::from_value(value.clone()).expect("a list");
        assert_eq!(serde_json::to_value(&open).expect("JSON"), value);
    }
    let words: Words = serde_json::from_value(json!([true, "a", "b"])).expect("a list");
    assert_eq!(words.items, (Some(true),));
    assert_eq!(words.rest, ["a", "b"]);
}

#[test]
fn integral_numbers_are_written_as_integers() {
    let route = Route::new((1.0, 2.5), []);
    assert_eq!(serde_json::to_string(&route).expect("JSON"), r#"{"start":[1,2.5],"legs":[]}"#);
}
