//! OAuth2 tokens: asked for as the provider wants it, kept, and renewed once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{
    Client, ClientCredentials, Credential, ErrorKind, Request, RetryPolicy, RetryStopReason,
};

use crate::acme::{self, LOGTO, ONELOGIN, ONELOGIN_POST};

const TOKEN_PATH: &str = "/auth/oauth2/v2/token";

/// A server whose tokens are numbered, and good from number `valid_from` on.
fn server(valid_from: usize, lifetime: u32) -> (Memory, Arc<AtomicUsize>) {
    let memory = Memory::new();
    let granted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&granted);
    memory.handle(move |request| {
        if request.url.path().ends_with("/token") {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            return Answer::json(
                200,
                format!(r#"{{"access_token": "tok-{number}", "token_type": "bearer", "expires_in": {lifetime}}}"#),
            );
        }
        let token = request.header("authorization").unwrap_or_default();
        let number = token
            .strip_prefix("Bearer tok-")
            .and_then(|number| number.parse::<usize>().ok());
        match number {
            Some(number) if number >= valid_from => Answer::status(204),
            _ => Answer::json(401, r#"{"message": "Unauthorized", "statusCode": 401}"#),
        }
    });
    (memory, granted)
}

fn client(memory: &Memory, clock: &TestClock) -> Client {
    acme::builder(memory, clock)
        .credential(acme::onelogin())
        .build()
        .expect("a client")
}

#[tokio::test]
async fn onelogins_token_call() {
    let (memory, _) = server(1, 36000);
    let clock = TestClock::new();
    client(&memory, &clock)
        .call_raw(Request::new(&ONELOGIN))
        .await
        .unwrap();
    let requests = memory.requests();
    let token = &requests[0];
    assert_eq!(
        token.url.as_str(),
        "https://main.acme.test/auth/oauth2/v2/token"
    );
    assert_eq!(
        token.header("authorization"),
        Some("client_id:id-1, client_secret:s3cr3t-client")
    );
    assert!(token.headers["authorization"].is_sensitive());
    assert_eq!(token.header("content-type"), Some("application/json"));
    assert_eq!(token.text(), r#"{"grant_type":"client_credentials"}"#);
    assert_eq!(requests[1].header("authorization"), Some("Bearer tok-1"));
}

#[tokio::test]
async fn logtos_token_call() {
    let (memory, _) = server(1, 3600);
    let clock = TestClock::new();
    let credentials = ClientCredentials::new("id 1", "s3cr3t&client")
        .parameter("resource", "https://main.acme.test/api");
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::client_credentials("logto", credentials))
        .build()
        .unwrap();
    client.call_raw(Request::new(&LOGTO)).await.unwrap();
    let token = &memory.requests()[0];
    assert_eq!(token.url.as_str(), "https://main.acme.test/oidc/token");
    assert_eq!(token.header("authorization"), None);
    assert_eq!(
        token.text(),
        "grant_type=client_credentials&client_id=id%201&client_secret=s3cr3t%26client&scope=all\
         &resource=https%3A%2F%2Fmain.acme.test%2Fapi"
    );
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    let (memory, granted) = server(1, 3600);
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    for _ in 0..3 {
        client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
    }
    assert_eq!(granted.load(Ordering::Relaxed), 1);
    clock.advance(Duration::from_secs(3569));
    client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
    assert_eq!(granted.load(Ordering::Relaxed), 1);
    clock.advance(Duration::from_secs(2));
    client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
    assert_eq!(granted.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_thousand_calls_wait_for_one_token() {
    let (memory, granted) = server(1, 3600);
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    let calls = (0..1000).map(|_| client.call_raw(Request::new(&ONELOGIN)).into_future());
    let outcomes = clock.drive(join_all(calls)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(granted.load(Ordering::Relaxed), 1);
    assert_eq!(memory.count(), 1001);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_many_threads_wait_for_one_token() {
    let (memory, granted) = server(1, 3600);
    let client: Client = signon_runtime::ClientBuilder::new(&acme::API)
        .transport(memory.clone())
        .credential(acme::onelogin())
        .build()
        .unwrap();
    let calls = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.call_raw(Request::new(&ONELOGIN)).await.map(drop) })
    });
    for outcome in join_all(calls).await {
        outcome.unwrap().unwrap();
    }
    assert_eq!(granted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_401_causes_one_refresh_and_one_retry() {
    let (memory, granted) = server(2, 3600);
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    // What may not be repeated otherwise is, too: the server has refused it.
    let answer = client.call_raw(Request::new(&ONELOGIN_POST)).await.unwrap();
    assert_eq!(answer.status(), 204);
    assert_eq!(granted.load(Ordering::Relaxed), 2);
    assert_eq!(memory.count(), 4);
}

#[tokio::test]
async fn a_second_401_is_reported() {
    let (memory, granted) = server(usize::MAX, 3600);
    let clock = TestClock::new();
    let error = client(&memory, &clock)
        .call_raw(Request::new(&ONELOGIN))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.attempts(), 2);
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Final));
    assert_eq!(error.message(), Some("Unauthorized"));
    assert_eq!(granted.load(Ordering::Relaxed), 2);
    assert_eq!(memory.count(), 4);
}

#[tokio::test]
async fn a_thousand_calls_with_a_refused_token_refresh_once() {
    let (memory, granted) = server(2, 3600);
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    let calls = (0..1000).map(|_| client.call_raw(Request::new(&ONELOGIN)).into_future());
    let outcomes = clock.drive(join_all(calls)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(granted.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_refused_token_request_is_reported() {
    let memory = Memory::new();
    memory.handle(|_| {
        Answer::json(
            400,
            r#"{"error": "invalid_client", "error_description": "s3cr3t-client is wrong"}"#,
        )
    });
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    for _ in 0..2 {
        let error = client.call_raw(Request::new(&ONELOGIN)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert_eq!(error.attempts(), 0);
        assert!(!error.is_retryable());
        assert_eq!(
            error.to_string(),
            "acme withOneLogin: no credentials could be had: 400 Bad Request: invalid_client: \
             *** is wrong: the token endpoint refused"
        );
    }
}

#[tokio::test]
async fn waiting_calls_share_a_refusal() {
    let memory = Memory::new();
    memory.answer(Answer::never());
    memory.handle(|_| Answer::json(400, r#"{"error": "invalid_client"}"#));
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    // The first try stalls, so that all calls wait by the time the response comes.
    let calls = (0..1000).map(|_| client.call_raw(Request::new(&ONELOGIN)).into_future());
    let outcomes = clock.drive(join_all(calls)).await;
    assert!(outcomes.iter().all(Result::is_err));
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn transient_errors_of_the_token_endpoint_are_retried() {
    let memory = Memory::new();
    memory.answer(Answer::status(503).header("retry-after", "7"));
    memory.answer(Answer::json(
        200,
        r#"{"access_token": "tok-1", "expires_in": "3600"}"#,
    ));
    memory.answer(Answer::status(204));
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    let call = client.call_raw(Request::new(&ONELOGIN)).into_future();
    clock.drive(call).await.unwrap();
    assert_eq!(clock.passed(), Duration::from_secs(7));
}

#[tokio::test]
async fn malformed_and_stalled_token_responses_are_reported() {
    let rubbish = [
        "",
        "{",
        "[]",
        r#"{"access_token": ""}"#,
        r#"{"access_token": 1}"#,
        "<html>",
    ];
    for body in rubbish {
        let memory = Memory::new();
        memory.answer(Answer::json(200, body));
        let clock = TestClock::new();
        let client = client(&memory, &clock);
        let error = client.call_raw(Request::new(&ONELOGIN)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials, "{body}");
        assert!(error.to_string().contains("without a token"), "{error}");
    }
    let memory = Memory::new();
    memory.handle(|_| Answer::never());
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(acme::onelogin())
        .retry(RetryPolicy::never())
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    let call = client.call_raw(Request::new(&ONELOGIN)).into_future();
    let error = clock.drive(call).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(clock.passed(), Duration::from_secs(5));
}

#[tokio::test]
async fn a_wrapped_answer_and_another_token_url() {
    let memory = Memory::new();
    memory.handle(|request| {
        if request.url.path() == "/other/token" {
            Answer::json(
                200,
                r#"{"status": {}, "data": [{"access_token": "tok-9"}]}"#,
            )
        } else {
            Answer::status(204)
        }
    });
    let clock = TestClock::new();
    let credentials =
        ClientCredentials::new("id", "secret").token_url("https://sso.test/other/token");
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::client_credentials("onelogin", credentials))
        .build()
        .unwrap();
    client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
    assert_eq!(memory.requests()[0].url.host_str(), Some("sso.test"));
    assert_eq!(
        memory.requests()[1].header("authorization"),
        Some("Bearer tok-9")
    );
    assert!(!memory.requests()[1].target().contains(TOKEN_PATH));
}

#[tokio::test]
async fn a_call_dropped_during_its_token_request_leaves_the_others_able_to_request() {
    let memory = Memory::new();
    memory.answer(Answer::never());
    memory.answer(Answer::json(200, r#"{"access_token": "tok-1"}"#));
    memory.answer(Answer::status(204));
    let clock = TestClock::new();
    let client = client(&memory, &clock);
    let mut first = client.call_raw(Request::new(&ONELOGIN)).into_future();
    let pending = futures_util::poll!(&mut first);
    assert!(pending.is_pending());
    let mut second = client.call_raw(Request::new(&ONELOGIN)).into_future();
    assert!(futures_util::poll!(&mut second).is_pending());
    drop(first);
    second.await.unwrap();
    assert_eq!(memory.count(), 3);
}

#[tokio::test]
async fn a_parameter_of_the_token_request_follows_from_the_server_unless_it_is_given() {
    let client = |tenant: Option<&str>, credentials: ClientCredentials| {
        let (memory, _) = server(1, 3600);
        let builder = acme::builder(&memory, &TestClock::new())
            .credential(Credential::client_credentials("tenant", credentials));
        let builder = match tenant {
            Some(tenant) => builder.server_variable("tenant", tenant),
            None => builder,
        };
        let client: Client = builder.build().expect("a client");
        (client, memory)
    };
    let credentials = || ClientCredentials::new("id", "secret");
    let own = credentials().parameter("resource", "urn:own");
    for (tenant, credentials, resource) in [
        (
            Some("blue"),
            credentials(),
            "https%3A%2F%2Fblue.acme.test%2Fapi",
        ),
        (None, credentials(), "https%3A%2F%2Fmain.acme.test%2Fapi"),
        (Some("blue"), own, "urn%3Aown"),
    ] {
        let (client, memory) = client(tenant, credentials);
        client.call_raw(Request::new(&acme::TENANT)).await.unwrap();
        let body = memory.requests()[0].text();
        assert_eq!(body.matches("resource=").count(), 1, "{body}");
        assert!(body.ends_with(&format!("resource={resource}")), "{body}");
    }
}

#[test]
fn a_parameter_without_a_default_has_to_be_given() {
    let error = acme::builder(&Memory::new(), &TestClock::new())
        .credential(Credential::client_credentials(
            "logto",
            ClientCredentials::new("id", "secret"),
        ))
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("lacks the parameter `resource`"),
        "{error}"
    );
}
