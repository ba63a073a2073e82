//! Errors: how far the call got, what the provider said, and where a body does not fit.

use std::error::Error as _;
use std::time::Duration;

use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Error, ErrorKind, Operation, Request, RetryStopReason, TransportError};

use crate::acme::{self, GetThing, ListThings, Paging, Problem};

async fn fail(answer: Answer) -> Error {
    let memory = Memory::new();
    memory.answer(answer);
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = GetThing("1").send(&client).max_attempts(1).into_future();
    clock.drive(call).await.expect_err("the answer is an error")
}

#[tokio::test]
async fn documented_bodies_are_typed() {
    let error = fail(Answer::json(
        404,
        r#"{"code": "no_thing", "message": "No such thing."}"#,
    ))
    .await;
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(
        error.api::<GetThing>(),
        Some(Problem {
            code: "no_thing".to_owned()
        })
    );
    // An error of another operation is not taken for this one's.
    assert!(error.api::<ListThings>().is_none());
    assert_eq!(error.operation(), "getThing");
    assert_eq!(error.provider(), "acme");
    let error = fail(Answer::json(404, "[]")).await;
    assert!(error.api::<GetThing>().is_none());
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[tokio::test]
async fn provider_messages_are_on_one_line() {
    let cases = [
        (
            r#"{"message": "first_login is not\nallowed", "name": "BadRequestError", "statusCode": 400}"#,
            "BadRequestError: first_login is not allowed",
        ),
        (
            r#"{"status": {"error": true, "code": 400, "type": "bad request", "message": "Authorization is incorrect"}}"#,
            "400: Authorization is incorrect",
        ),
        (
            r#"{"status": {"error": true, "code": 400, "message": {"description": "taken", "attribute": "name"}}}"#,
            "400: taken",
        ),
        (
            r#"{"code": 422, "message": "Validation Failed", "errors": [{"field": "x", "message": ["bad"]}]}"#,
            "422: Validation Failed",
        ),
        (
            r#"{"code": "auth.missing", "message": "Header is missing.", "data": {}}"#,
            "auth.missing: Header is missing.",
        ),
        (
            r#"{"statusCode": 400, "error": "Bad Request", "message": "limit must be a number"}"#,
            "limit must be a number",
        ),
        (r#"{"error": "bad_request", "message": "BAD REQUEST"}"#, ""),
        (
            r#"{"error": "invalid_scope", "error_description": "no"}"#,
            "invalid_scope: no",
        ),
        (r#"{"error": {"code": "x", "message": "y"}}"#, "x: y"),
        (r#"{"errors": ["plain text"]}"#, "plain text"),
        (
            r#"{"title": "Gone", "detail": "It was deleted"}"#,
            "It was deleted",
        ),
    ];
    for (body, said) in cases {
        let error = fail(Answer::json(400, body).header("x-request-id", "req-7")).await;
        assert_eq!(
            error.to_string(),
            format!(
                "acme getThing: 400 Bad Request{} (request id req-7, 1 attempt, \
                 another attempt would end the same way)",
                if said.is_empty() {
                    String::new()
                } else {
                    format!(": {said}")
                }
            )
        );
    }
    for body in ["", "<html>", "[]", "null", "{"] {
        let error = fail(Answer::status(500).body(body)).await;
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        assert_eq!(error.message(), None);
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_neither_success_nor_lost() {
    let cases = [
        (
            r#"{"id": "s3cr3t"}"#,
            "$.id",
            "invalid type: string, expected i64",
        ),
        (
            r#"{"id": 1.5}"#,
            "$.id",
            "invalid type: floating point, expected i64",
        ),
        (r#"{"idd": 1}"#, "$", "missing field `id`"),
        (
            r#"{"a": [1, {"b]": "}"}], "id": [1, 2]}"#,
            "$.id",
            "invalid type: sequence, expected i64",
        ),
        ("{\"a\": 1,\n\"id\": nul}", "$.id", "expected ident"),
        (r#"{"id": 1} x"#, "$", "trailing characters"),
        (r#"{"id": "#, "$.id", "EOF while parsing a value"),
        ("<html>", "$", "expected value"),
        (
            "\"s3cr3t\"",
            "$",
            "invalid type: string, expected struct Thing",
        ),
    ];
    for (body, path, why) in cases {
        let error = fail(Answer::json(200, body)).await;
        assert_eq!(error.kind(), ErrorKind::Unexpected);
        assert_eq!(error.path(), Some(path), "{body}");
        assert_eq!(
            error.to_string(),
            format!(
                "acme getThing: the server accepted the request (200 OK), but answered with a body that does not \
                 fit the spec at `{path}`: {why} (1 attempt)"
            )
        );
        assert!(error.is_accepted() && !error.is_retryable() && error.may_have_been_sent());
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        assert!(!format!("{error:?}").contains("s3cr3t"));
        assert!(error.excerpt().is_some());
    }
    let page = Answer::json(200, "<html>").header("content-type", "text/html; charset=utf-8");
    let error = fail(page).await;
    assert_eq!(
        error.to_string(),
        "acme getThing: the server accepted the request (200 OK), but answered with a body of `text/html` where the \
         spec has JSON (1 attempt)"
    );
    let error = fail(Answer::json(200, "")).await;
    assert!(error.to_string().contains("an empty body"), "{error}");
    let error = fail(Answer::json(202, "{}")).await;
    assert!(
        error
            .to_string()
            .contains("does not have (`202 application/json`)"),
        "{error}"
    );
    let deep = format!(r#"{{"id": {}}}"#, "[".repeat(100_000));
    let error = fail(Answer::json(200, deep)).await;
    assert_eq!(error.kind(), ErrorKind::Unexpected);
    assert!(error.to_string().len() < 1000);
}

#[tokio::test]
async fn nested_paths() {
    let memory = Memory::new();
    memory.answer(Answer::json(
        200,
        r#"{"things": [{"id": 1}, {"id": 2}, {"id": true}]}"#,
    ));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let error = ListThings::new(Paging::Body)
        .send(&client)
        .await
        .unwrap_err();
    assert_eq!(error.path(), Some("$.things[2].id"));
    assert!(error.excerpt().unwrap().ends_with(r#"{"id": true}]}"#));
}

#[tokio::test]
async fn a_failed_connection() {
    let cause = std::io::Error::other("connection reset by peer");
    let error = fail(Answer::fails(TransportError::new(cause))).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.may_have_been_sent());
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Exhausted));
    assert_eq!(
        error.to_string(),
        "acme getThing: no whole answer came back: the connection failed: connection reset by peer \
         (1 attempt, no attempts left)"
    );
    assert!(error.source().is_some());
    let error = fail(Answer::fails(TransportError::not_sent("refused"))).await;
    assert!(!error.may_have_been_sent());
    assert!(error.is_retryable());
}

#[tokio::test]
async fn responses_come_with_typed_headers() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, "\u{feff}{\"id\": 1}").header("x-version", "7"));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let response = GetThing("1").send(&client).response().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers_as::<GetThing>().version.as_deref(),
        Some("7")
    );
    assert_eq!(response.attempts(), 1);
    assert_eq!(response.into_body().id, 1);
}

#[tokio::test]
async fn a_defect_is_reported_before_anything_is_sent() {
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let error = GetThing("..").send(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        error.to_string(),
        "acme getThing: the request could not be built: the path parameter `id` makes a segment \
         that is empty, `.` or `..`, which names another endpoint"
    );
    let error = client
        .call_raw(Request::new(&acme::GET))
        .timeout(Duration::from_secs(1))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("`id` has no value"), "{error}");
    assert_eq!(memory.count(), 0);
}
