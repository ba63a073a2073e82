//! The judge itself: what it makes of a response of Prism's.

use std::path::PathBuf;

use serde_json::{Value, json};
use signon_corpus_driver::{NO_CALL, Outcome, Report};
use signon_corpus_tests::document::Document;
use signon_corpus_tests::judge::{Verdict, for_prism, verdict};
use signon_corpus_tests::operation::operations;

/// The verdict on a call of an operation that answers with a body, with a redirect, or with an error.
fn judged(outcome: Outcome) -> Verdict {
    let document = Document::new(
        "acme",
        PathBuf::new(),
        json!({ "paths": { "/jobs": { "get": { "responses": {
            "200": { "description": "All.", "content": { "application/json": {} } },
            "302": { "description": "Elsewhere." },
            "404": { "description": "None." }
        } } } } }),
    );
    let report = Report {
        outcome,
        ..Report::default()
    };
    let operations = operations(&document);
    verdict(
        &document,
        operations.first().expect("an operation"),
        &report,
    )
}

/// An outcome with this status and body.
fn failed(status: u16, body: &Value) -> Outcome {
    Outcome {
        error: Some("it failed".to_owned()),
        made: true,
        status: Some(status),
        body: Some(body.to_string()),
        ..Outcome::default()
    }
}

/// A complaint of Prism's about these places.
fn violations(places: &[&str]) -> Outcome {
    let list = places
        .iter()
        .map(|place| json!({ "location": [place, "body"], "message": "It is wrong." }));
    failed(500, &json!({ "validation": list.collect::<Vec<_>>() }))
}

/// The part that a verdict rejects.
fn part(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Fine => "fine",
        Verdict::NotOffered => "not offered",
        Verdict::Unanswered(_) => "unanswered",
        Verdict::Problem { part, .. } => part,
    }
}

#[test]
fn a_refusal_is_a_fault_of_the_request() {
    assert_eq!(part(&judged(violations(&["body"]))), "request");
    assert_eq!(part(&judged(violations(&["response", "query"]))), "request");
    assert_eq!(part(&judged(failed(404, &json!({})))), "request");
    assert_eq!(part(&judged(failed(500, &json!({})))), "request");
}

#[test]
fn a_fault_of_prisms_own_answer_is_none_of_the_request() {
    assert_eq!(
        part(&judged(violations(&["response", "response"]))),
        "unanswered"
    );
}

#[test]
fn an_answer_has_to_decode() {
    assert_eq!(part(&judged(Outcome::success())), "fine");
    assert_eq!(part(&judged(failed(302, &Value::Null))), "fine");
    assert_eq!(part(&judged(failed(200, &json!({})))), "answer");
    assert_eq!(part(&judged(failed(303, &Value::Null))), "answer");
}

#[test]
fn a_call_has_to_be_made() {
    assert_eq!(part(&judged(Outcome::unmade("a name is missing"))), "call");
    assert_eq!(part(&judged(Outcome::unmade(NO_CALL))), "not offered");
}

#[test]
fn prism_gets_what_it_can_read() {
    let document = json!({
        "x-a": [{ "$ref": "a.yaml" }],
        "x-b": 1,
        "b": { "$ref": "#/x", "nullable": true },
        "c": { "type": "string", "nullable": true, "enum": ["a", null] },
        "d": { "anyOf": [{ "type": "string" }, { "nullable": true }] },
        "properties": { "nullable": { "type": "boolean" } }
    });
    let expected = json!({
        "x-b": 1,
        "b": { "$ref": "#/x" },
        "c": { "type": "string", "nullable": true, "enum": ["a"] },
        "d": { "anyOf": [{ "type": "string" }, { "type": "string", "nullable": true, "maxLength": 0 }] },
        "properties": { "nullable": { "type": "boolean" } }
    });
    assert_eq!(for_prism(&document), expected);
}
