//! Requests in the provider's own shape.

use serde_json::json;
use signon_runtime::testing::{Answer, Memory};

use crate::support::gateway::{self, Running, TOKEN, TORII, TORII_KEY};
use crate::support::provider;

async fn start(memory: &Memory) -> Running {
    let account = gateway::torii(&provider::serve(memory.clone()).await);
    Running::start(&gateway::config(&account)).await
}

#[tokio::test]
async fn a_request_reaches_the_provider_as_it_is_but_for_the_credentials() {
    let memory = Memory::new();
    memory.handle(|_| {
        Answer::json(202, r#"{"own": "shape"}"#)
            .header("x-ratelimit-remaining", "7")
            .header("total-number", "120")
            .header("total-count", "120")
            .header("set-cookie", "session=1")
            .header("x-internal", "1")
    });
    let running = start(&memory).await;
    let bearer = format!("Authorization: Bearer {TOKEN}");
    let answer = running
        .request(
            &format!("POST /proxy/apps/a%20b/users?integrated_account_id={TORII}&f[x]=1&q=a%26b+c"),
            &[
                "Host: localhost",
                &bearer,
                "Content-Type: application/vnd.own+json",
                "Cookie: session=caller",
                "X-Forwarded-For: 10.0.0.1",
                "X-HTTP-Method-Override: DELETE",
                "Idempotency-Key: key-1",
            ],
            r#"{"a":1}"#,
        )
        .await;
    assert_eq!(
        (answer.status, answer.json()),
        (202, json!({ "own": "shape" }))
    );
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("7"));
    for name in ["total-number", "total-count"] {
        assert_eq!(answer.header(name), Some("120"), "{name}");
    }
    assert_eq!(
        (answer.header("set-cookie"), answer.header("x-internal")),
        (None, None)
    );

    let sent = &memory.requests()[0];
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.url.path(), "/v1.0/apps/a%20b/users");
    let pairs: Vec<(String, String)> = sent.url.query_pairs().into_owned().collect();
    let expected =
        [("f[x]", "1"), ("q", "a&b c")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(pairs, expected);
    assert_eq!(sent.text(), r#"{"a":1}"#);
    assert_eq!(sent.headers["content-type"], "application/vnd.own+json");
    assert_eq!(sent.headers["idempotency-key"], "key-1");
    assert_eq!(
        sent.headers["authorization"],
        *format!("Bearer {TORII_KEY}")
    );
    for name in ["cookie", "x-forwarded-for", "x-http-method-override"] {
        assert!(!sent.headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn a_path_cannot_leave_the_account() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, "{}"));
    let running = start(&memory).await;
    for path in [
        "/proxy/../healthz",
        "/proxy/users/../../v2.0/users",
        "/proxy/users/%2e%2e/%2e%2e/v2.0",
        "/proxy/users/..%2f..%2fv2.0",
        "/proxy/users/%5c%5cevil.example",
        "/proxy//evil.example/users",
        "/proxy/users//42",
        "/proxy/users/a%00b",
        "/proxy/users/a%0d%0aX-Injected:1",
        "/proxy/users/%ff",
    ] {
        let line = format!("GET {path}?integrated_account_id={TORII}");
        let answer = running.call(&line, "").await;
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(memory.count(), 0);
    // What looks like a URL or like a template is a segment like others.
    for (path, expected) in [
        ("/proxy/http:evil.example", "/v1.0/http%3Aevil.example"),
        ("/proxy/@evil.example", "/v1.0/%40evil.example"),
        ("/proxy/%7Bs0%7D/x", "/v1.0/%7Bs0%7D/x"),
        ("/proxy/users/%252e%252e", "/v1.0/users/%252e%252e"),
    ] {
        let line = format!("GET {path}?integrated_account_id={TORII}");
        assert_eq!(running.call(&line, "").await.status, 200, "{path}");
        let sent = memory.requests();
        assert_eq!(
            sent.last()
                .map(|sent| sent.url.path().to_owned())
                .as_deref(),
            Some(expected)
        );
    }
}

#[tokio::test]
async fn the_proxy_is_off_unless_it_is_configured() {
    let memory = Memory::new();
    let account = gateway::torii(&provider::serve(memory.clone()).await);
    let config = gateway::config(&account.replace("proxy = true", ""));
    let running = Running::start(&config).await;
    let line = format!("GET /proxy/users?integrated_account_id={TORII}");
    assert_eq!(running.call(&line, "").await.status, 403);
    assert_eq!(memory.count(), 0);
}
