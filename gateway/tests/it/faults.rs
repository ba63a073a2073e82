//! Providers that fail: what the caller gets, and what it does not get.

use std::time::Duration;

use signon_runtime::testing::{Answer, Memory};

use crate::support::gateway::{self, ONELOGIN, ONELOGIN_TOKEN, Running, TORII, TORII_KEY};
use crate::support::provider;

/// A gateway in front of an account at OneLogin that is played by `memory`.
async fn start(memory: &Memory, more: &str) -> Running {
    let account = gateway::onelogin(&provider::serve(memory.clone()).await);
    let config = gateway::config(&format!("{account}\n{more}"));
    Running::start(&config.replace(&format!("accounts = [\"{TORII}\"]"), "")).await
}

fn user(id: &str) -> String {
    format!("/unified/user-directory/users/{id}?integrated_account_id={ONELOGIN}")
}

#[tokio::test]
async fn the_status_of_the_provider_is_passed_on_with_its_answer() {
    let memory = Memory::new();
    let running = start(&memory, "").await;
    for status in [400, 401, 403, 404, 409, 422, 500, 501] {
        let body = r#"{"message": "it went wrong", "statusCode": 1, "name": "Wrong"}"#;
        memory.answer(Answer::json(status, body));
        let answer = running
            .call(&format!("PATCH {}", user("7")), "{\"title\":\"x\"}")
            .await;
        assert_eq!(answer.status, status, "{}", answer.text);
        let envelope = answer.json();
        assert_eq!(envelope["truto_is_remote_error"], true);
        assert_eq!(envelope["message"], "it went wrong");
        assert_eq!(envelope["raw_response"]["name"], "Wrong");
        let insight = if status == 403 {
            "forbidden_error"
        } else {
            "remote_error"
        };
        assert!(
            envelope["truto_error_insight"][insight].is_object(),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn a_limit_of_the_provider_is_passed_on_with_its_wait() {
    let memory = Memory::new();
    let running = start(&memory, "").await;
    memory.answer(
        Answer::json(429, r#"{"message": "slow down"}"#)
            .header("retry-after", "120")
            .header("x-ratelimit-limit", "5000")
            .header("x-internal", "1"),
    );
    let answer = running.call(&format!("GET {}", user("7")), "").await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), Some("120"));
    assert_eq!(answer.header("x-ratelimit-limit"), Some("5000"));
    assert_eq!(answer.header("x-internal"), None);
    assert!(answer.json()["truto_error_insight"]["rate_limit_error"].is_object());
    assert_eq!(memory.count(), 1, "the wait is the caller's");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_a_bad_gateway() {
    let memory = Memory::new();
    let running = start(&memory, "").await;
    memory.answer(Answer::json(200, "<html>"));
    assert_eq!(
        running.call(&format!("GET {}", user("7")), "").await.status,
        502
    );
    // A change that took effect is not one to repeat.
    memory.answer(Answer::json(200, "<html>"));
    let answer = running
        .call(&format!("PATCH {}", user("7")), "{\"title\":\"x\"}")
        .await;
    assert_eq!(answer.status, 500);
    let took_effect = &answer.json()["details"]["took_effect"];
    assert!(
        took_effect[0]
            .as_str()
            .is_some_and(|call| call.contains("updateUser")),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn empty_pages_before_the_last_are_skipped() {
    let memory = Memory::new();
    let running = start(&memory, "").await;
    memory.answer(Answer::json(200, "[]").header("after-cursor", "a"));
    memory.answer(Answer::json(200, "[]").header("after-cursor", "b"));
    memory.answer(Answer::json(200, r#"[{"id": 7}]"#));
    let line = format!("GET /unified/user-directory/users?integrated_account_id={ONELOGIN}");
    let answer = running.call(&line, "").await;
    assert_eq!(answer.json()["result"][0]["id"], "7");
    // A provider that never ends does not hold the request for ever.
    memory.handle(|request| {
        let cursor = request.url.query_pairs().find(|(name, _)| name == "cursor");
        let next = cursor
            .and_then(|(_, cursor)| cursor.parse::<u32>().ok())
            .unwrap_or(0)
            + 1;
        Answer::json(200, "[]").header("after-cursor", &next.to_string())
    });
    assert_eq!(running.call(&line, "").await.status, 502);
}

#[tokio::test]
async fn the_credentials_of_an_account_are_in_no_answer() {
    let memory = Memory::new();
    memory.handle(|request| {
        let sent = request
            .headers
            .get("authorization")
            .and_then(|value| value.to_str().ok());
        let sent = sent.unwrap_or_default().to_owned();
        let body = format!(r#"{{"id": 7, "title": "{sent}", "message": "you sent {sent}"}}"#);
        let status = if request.method == "GET" { 200 } else { 422 };
        Answer::json(status, body)
    });
    let running = start(&memory, "").await;
    for (line, body) in [
        (format!("GET {}", user("7")), ""),
        (format!("PATCH {}", user("7")), "{\"title\":\"x\"}"),
        (
            format!("GET /proxy/api/2/users/7?integrated_account_id={ONELOGIN}"),
            "",
        ),
        (
            format!("PUT /proxy/api/2/users/7?integrated_account_id={ONELOGIN}"),
            "{}",
        ),
    ] {
        let answer = running.call(&line, body).await;
        assert!(
            answer.text.contains("Bearer [redacted]"),
            "{line}: {}",
            answer.text
        );
        assert!(!answer.text.contains(ONELOGIN_TOKEN), "{line}");
    }
    // It was sent, though.
    let sent = memory.requests();
    let expected = format!("Bearer {ONELOGIN_TOKEN}");
    assert!(
        sent.iter()
            .all(|sent| sent.headers["authorization"] == *expected)
    );
}

#[tokio::test]
async fn tokens_that_are_fetched_are_in_no_answer() {
    let memory = Memory::new();
    memory.handle(|request| {
        if request.url.path().ends_with("/token") {
            let body = r#"{"access_token": "fetched-token-0123", "token_type": "bearer", "expires_in": 3600}"#;
            return Answer::json(200, body);
        }
        let sent = request.headers.get("authorization").and_then(|value| value.to_str().ok());
        Answer::json(422, format!(r#"{{"message": "{}"}}"#, sent.unwrap_or_default()))
    });
    let url = provider::serve(memory.clone()).await;
    let account = gateway::onelogin(&url).replace(
        "credentials.token = { env = \"ONELOGIN_TOKEN\" }",
        "credentials.client_id = { env = \"TOKEN\" }\n credentials.client_secret = { env = \"TORII_KEY\" }",
    );
    let config = gateway::config(&account).replace(&format!("accounts = [\"{TORII}\"]"), "");
    let running = Running::start(&config).await;
    let answer = running.call(&format!("GET {}", user("7")), "").await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("[redacted]"), "{}", answer.text);
    assert!(!answer.text.contains("fetched-token") && !answer.text.contains(TORII_KEY));
    assert!(
        memory
            .requests()
            .iter()
            .any(
                |sent| sent.headers["authorization"] == "Bearer fetched-token-0123"
                    || sent.headers["authorization"] == "bearer fetched-token-0123"
            )
    );
}

#[tokio::test]
async fn a_redirect_to_another_server_is_not_followed() {
    let elsewhere = Memory::new();
    elsewhere.handle(|_| Answer::json(200, r#"{"id": 7, "title": "internal"}"#));
    let other = provider::serve(elsewhere.clone()).await;
    let memory = Memory::new();
    memory
        .handle(move |_| Answer::status(302).header("location", &format!("{other}/api/2/users/7")));
    let running = start(&memory, "").await;
    for line in [
        format!("GET {}", user("7")),
        format!("GET /proxy/api/2/users/7?integrated_account_id={ONELOGIN}"),
    ] {
        let answer = running.call(&line, "").await;
        assert_eq!(answer.status, 502, "{}", answer.text);
        assert!(!answer.text.contains("internal"));
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_ends_in_a_timeout() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"id": 7}"#));
    let url = provider::serve_slowly(memory.clone(), Duration::from_secs(30)).await;
    let config = gateway::config(&format!(
        "{}\n[limits]\nrequest_seconds = 1",
        gateway::onelogin(&url)
    ));
    let running = Running::start(&config.replace(&format!("accounts = [\"{TORII}\"]"), "")).await;
    assert_eq!(
        running.call(&format!("GET {}", user("7")), "").await.status,
        504
    );
    let answer = running
        .call(&format!("PATCH {}", user("7")), "{\"title\":\"x\"}")
        .await;
    assert_eq!(answer.status, 504);
}
