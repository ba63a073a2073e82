//! Constants are not types: other values are preserved.

use constants_in_unions::models::{Money, Problem, ProblemDetailIssue, Refusal, Special, Step};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read: T = serde_json::from_value(value.clone()).expect("it decodes");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), *value);
    read
}

#[test]
fn values_other_than_the_constant_are_kept() {
    let money: Money = read(&json!({"kind": "cash", "currency": "SEK", "scale": 3, "exact": false}));
    assert_eq!(money.kind, "cash");
    assert_eq!(money.scale, 3);
}

#[test]
fn objects_that_differ_in_constants_alone_are_one_struct() {
    let problem: Problem = read(&json!({"details": [
        {"issue": "TOO_LONG", "hint": "Write less.", "field": "name"},
        {"issue": "BRAND_NEW", "hint": "Write nothing."},
    ]}));
    let details = problem.details.expect("details");
    let issues: Vec<&ProblemDetailIssue> = details.iter().map(|detail| &detail.issue).collect();
    assert_eq!(*issues[0], ProblemDetailIssue::TooLong);
    assert_eq!(issues[1].as_str(), "BRAND_NEW");
    let refusal: Refusal = read(&json!({"status": 422, "reason": "EARLY"}));
    assert_eq!(refusal.reason.expect("a reason").as_str(), "EARLY");
}

#[test]
fn objects_that_differ_in_more_stay_members_of_their_union() {
    assert!(matches!(read(&json!({"op": "remove", "path": "/a"})), Step::AddOrRemove(_)));
    assert!(matches!(read(&json!({"op": "move", "path": "/a", "from": "/b"})), Step::Move(_)));
    assert!(matches!(read(&json!({"op": "copy", "path": "/a"})), Step::Unknown(_)));
}

#[test]
fn adjacent_lists_of_constants_are_one_enum() {
    let special: Special = read(&json!({"details": [{"code": "B"}, {"code": "D", "at": "/name"}]}));
    let details = special.details.expect("details");
    assert_eq!(details[1].at.as_deref(), Some("/name"));
    assert_eq!(details[1].code.as_ref().expect("a code").as_str(), "D");
}
