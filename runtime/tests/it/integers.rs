//! JSON has one kind of number: an integer may be written with a fraction of zero or an exponent.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signon_runtime::codegen::{Deserialize, Serialize};
use signon_runtime::{Field, UnknownFields};

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Counts {
    id: i64,
    small: i32,
    #[serde(nullable)]
    nullable: Option<i64>,
    optional: Option<i64>,
    field: Field<i64>,
    list: Vec<Option<i64>>,
    map: BTreeMap<String, i64>,
    wrapped: Wrapped,
    #[serde(flatten)]
    unknown: UnknownFields,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
struct Wrapped(i64);

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Totals {
    #[serde(flatten)]
    by_name: BTreeMap<String, i64>,
}

/// The text of a `Counts` whose integers are all written as `number`.
fn text(number: &str) -> String {
    r#"{"id":N,"small":N,"nullable":N,"optional":N,"field":N,"list":[N,null],"map":{"a":N},"wrapped":N,"other":1.5}"#
        .replace('N', number)
}

#[test]
fn integers_are_decoded_from_any_spelling() {
    for (spelling, plain) in [
        ("7.0", 7),
        ("1e3", 1000),
        ("-2.50E1", -25),
        ("-0.0", 0),
        ("12", 12),
    ] {
        let counts: Counts = serde_json::from_str(&text(spelling)).unwrap();
        let expected: Value = serde_json::from_str(&text(&plain.to_string())).unwrap();
        assert_eq!(serde_json::to_value(&counts).unwrap(), expected);
        let totals: Totals = serde_json::from_str(&format!(r#"{{"a":{spelling}}}"#)).unwrap();
        assert_eq!(totals.by_name["a"], plain);
    }
}

#[test]
fn what_is_no_integer_is_a_decode_error() {
    for spelling in [
        "7.5",
        "1e-1",
        "1e30",
        "9223372036854775808",
        "\"7\"",
        "true",
    ] {
        let error = serde_json::from_str::<Counts>(&text(spelling)).unwrap_err();
        assert!(error.to_string().contains("expected i64"), "{error}");
    }
    // Another integer has the same float.
    serde_json::from_str::<Wrapped>("9007199254740993.0").unwrap_err();
    assert_eq!(
        serde_json::from_str::<Wrapped>("9007199254740993").unwrap(),
        Wrapped(9_007_199_254_740_993)
    );
}

#[test]
fn each_width_is_decoded_up_to_its_largest_integer() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(transparent)]
    struct Small(i32);
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(transparent)]
    struct Large(u64);
    assert_eq!(
        serde_json::from_value::<Large>(json!(u64::MAX)).unwrap(),
        Large(u64::MAX)
    );
    serde_json::from_value::<Large>(json!(-1.0)).unwrap_err();
    assert_eq!(
        serde_json::from_value::<Small>(json!(2_147_483_647.0)).unwrap(),
        Small(i32::MAX)
    );
    serde_json::from_value::<Small>(json!(2_147_483_648_i64)).unwrap_err();
    serde_json::from_value::<Small>(json!(2_147_483_648.0)).unwrap_err();
}
