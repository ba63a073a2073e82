//! An application whose one dependency is a client crate.

#![cfg(test)]

use std::time::Duration;

use signon_torii::apps::{GetApp, ListApps};
use signon_torii::runtime::blocking::wait;
use signon_torii::runtime::jiff::civil::date;
use signon_torii::testing::{Answer, Memory, TestClock};
use signon_torii::users::ListUsers;
use signon_torii::{
    Bytes, Call, Client, Error, ErrorKind, Field, HeaderMap, Items, Json, PagedCall, RawResponse,
    Response, RetryPolicy, StatusCode, UnknownFields,
};

/// A client that takes its responses from a script, and retries once.
fn client(memory: &Memory, clock: &TestClock) -> Result<Client, Error> {
    let retry = RetryPolicy::new()
        .max_attempts(2)
        .backoff_between(Duration::from_millis(1), Duration::from_millis(2));
    Client::builder()
        .credential(signon_torii::security::api_key("key"))
        .retry(retry)
        .timeout(Duration::from_secs(5))
        .transport(memory.clone())
        .clock(clock.clone())
        .build()
}

/// A function of the application, with the types of a call in its signature.
fn app(client: &Client, id: i64) -> Call<'_, signon_torii::apps::GetAppResponse> {
    client.apps().get(&GetApp::new(id))
}

fn apps(client: &Client) -> PagedCall<'_, ListApps> {
    client.apps().list(&ListApps::new())
}

fn items(client: &Client) -> Items<'_, ListUsers> {
    client.users().list(&ListUsers::new()).items()
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

const APP: &str = r#"{"app": {"id": 7, "creationTime": "2026-01-02T03:04:05Z"}, "region": "eu"}"#;

#[test]
fn a_transient_error_is_retried_and_the_answer_is_read_with_its_header_and_dates() {
    let (memory, clock) = (Memory::new(), TestClock::new());
    memory.answer(Answer::status(503));
    memory.answer(Answer::json(200, APP).header("x-request-id", "r-1"));
    let client = client(&memory, &clock).expect("a client");
    let response: Response<_> =
        wait(clock.drive(app(&client, 7).response())).expect("the second answer");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(request_id(response.headers()), Some("r-1"));
    assert_eq!((response.attempts(), memory.count()), (2, 2));
    let answer = response.into_body();
    let Field::Value(created) = answer.app.creation_time else {
        panic!("no time: {:?}", answer.app);
    };
    let created = created.to_jiff().expect("a timestamp");
    let day = created.strftime("%F").to_string();
    assert_eq!(day, date(2026, 1, 2).to_string());
    assert_eq!(region(&answer.unknown_fields), Some("eu"));
}

/// What the spec does not declare.
fn region(fields: &UnknownFields) -> Option<&str> {
    fields.get("region").and_then(Json::as_str)
}

#[test]
fn an_error_is_matched_by_how_far_the_call_got_and_by_status() {
    let (memory, clock) = (Memory::new(), TestClock::new());
    memory.answer(Answer::json(404, r#"{"error": "no app"}"#));
    let client = client(&memory, &clock).expect("a client");
    let error = wait(clock.drive(app(&client, 7).into_future())).expect_err("an error");
    let advice = match (error.kind(), error.status()) {
        (ErrorKind::Api, Some(StatusCode::NOT_FOUND)) => "there is none",
        (ErrorKind::Api, _) => "refused",
        _ => "not answered",
    };
    assert_eq!(advice, "there is none");
    let body: Option<&Bytes> = error.body();
    assert_eq!(body.map(Bytes::len), Some(19));
}

#[test]
fn pages_are_read_and_what_was_sent_is_seen() {
    let (memory, clock) = (Memory::new(), TestClock::new());
    memory.answer(Answer::json(
        200,
        r#"{"apps": [{"id": 1}], "nextCursor": "c"}"#,
    ));
    memory.answer(Answer::json(200, r#"{"apps": [{"id": 2}]}"#));
    memory.answer(Answer::json(200, r#"{"users": []}"#));
    let client = client(&memory, &clock).expect("a client");
    let all = wait(clock.drive(apps(&client).items().collect_all())).expect("two pages");
    assert_eq!(all.len(), 2);
    let users = wait(clock.drive(items(&client).collect_all())).expect("a page");
    assert!(users.is_empty());
    let targets: Vec<String> = memory
        .requests()
        .iter()
        .map(signon_torii::testing::Recorded::target)
        .collect();
    assert_eq!(
        targets,
        ["/v1.0/apps", "/v1.0/apps?cursor=c", "/v1.0/users"]
    );
}

#[test]
fn a_request_can_be_sent_without_a_model() {
    let (memory, clock) = (Memory::new(), TestClock::new());
    memory.answer(Answer::json(200, APP));
    let client = client(&memory, &clock).expect("a client");
    let request = signon_torii::Operation::request(&GetApp::new(7));
    let call = client.as_ref().call_raw(request);
    let answer: RawResponse = wait(clock.drive(call.into_future())).expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
}
