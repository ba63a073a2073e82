//! OAuth2 scopes on the wire: those that operations need, those that the caller names, or none.

use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Client, ClientCredentials, Credential, ErrorKind, Request};

use crate::acme::{
    self, EITHER_SCOPE, LOGTO, NO_SCOPE, ONELOGIN, READ, READ_WRITE, TWO_CLIENTS, WRITE,
};

/// A server that grants every scope but those that contain a refused one, and names tokens after their scopes.
struct Server {
    memory: Memory,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn refusing(refused: &'static [&'static str]) -> Self {
        let memory = Memory::new();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let note = Arc::clone(&asked);
        memory.handle(move |request| {
            if !request.url.path().ends_with("/token") {
                return Answer::status(204);
            }
            let body = format!("https://form.test/?{}", request.text());
            let form = url::Url::parse(&body).expect("a form");
            let mut fields = form.query_pairs();
            let scope = fields.find(|(name, _)| name == "scope");
            let scope = scope.map_or("-".to_owned(), |(_, scope)| scope.into_owned());
            note.lock().expect("no panic").push(scope.clone());
            if refused.contains(&scope.as_str()) {
                return Answer::json(400, r#"{"error": "invalid_scope"}"#);
            }
            let token = scope.replace(' ', "+");
            let body = format!(r#"{{"access_token": "tok-{token}", "expires_in": 3600}}"#);
            Answer::json(200, body)
        });
        Self { memory, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }

    /// The tokens that calls carried.
    fn carried(&self) -> Vec<String> {
        let requests = self.memory.requests();
        let calls = requests
            .iter()
            .filter(|request| request.url.path().ends_with("/secure"));
        calls
            .map(|call| call.header("authorization").unwrap_or("-").to_owned())
            .collect()
    }

    fn client(&self, clock: &TestClock, credentials: ClientCredentials) -> Client {
        let credential = Credential::client_credentials("oauth", credentials);
        acme::builder(&self.memory, clock)
            .credential(credential)
            .build()
            .expect("a client")
    }
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("id", "s3cr3t-client")
}

async fn call(client: &Client, metadata: &'static OperationMetadata) -> Result<(), ErrorKind> {
    let outcome = client.call_raw(Request::new(metadata)).await;
    outcome.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_token_is_requested_with_the_scopes_of_the_operation() {
    for (metadata, scope) in [
        (&READ, "read"),
        (&WRITE, "write"),
        (&READ_WRITE, "read write"),
        (&NO_SCOPE, "-"),
        (&EITHER_SCOPE, "admin"),
    ] {
        let server = Server::refusing(&[]);
        let client = server.client(&TestClock::new(), credentials());
        call(&client, metadata).await.unwrap();
        assert_eq!(server.asked(), [scope]);
    }
}

#[tokio::test]
async fn another_operation_widens_the_token() {
    let server = Server::refusing(&[]);
    let clock = TestClock::new();
    let client = server.client(&clock, credentials());
    for metadata in [&READ, &NO_SCOPE, &WRITE, &READ, &READ_WRITE] {
        call(&client, metadata).await.unwrap();
    }
    assert_eq!(server.asked(), ["read", "read write"]);
    let both = "Bearer tok-read+write";
    assert_eq!(
        server.carried(),
        ["Bearer tok-read", "Bearer tok-read", both, both, both]
    );
    // What was granted once is asked for again in one piece.
    clock.advance(std::time::Duration::from_secs(2 * 60 * 60));
    call(&client, &READ).await.unwrap();
    assert_eq!(server.asked(), ["read", "read write", "read write"]);
}

#[tokio::test]
async fn calls_at_once_widen_the_token_together() {
    let server = Server::refusing(&[]);
    let clock = TestClock::new();
    let client = server.client(&clock, credentials());
    let calls = (0..300).map(|number| {
        let metadata = [&READ, &WRITE, &NO_SCOPE][number % 3];
        client.call_raw(Request::new(metadata)).into_future()
    });
    let outcomes = clock.drive(join_all(calls)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(server.asked(), ["read", "read write"]);
}

#[tokio::test]
async fn a_refused_scope_breaks_no_call_that_does_not_need_it() {
    let server = Server::refusing(&["read write", "write"]);
    let clock = TestClock::new();
    let client = server.client(&clock, credentials());
    call(&client, &READ).await.unwrap();
    assert_eq!(call(&client, &WRITE).await, Err(ErrorKind::Credentials));
    call(&client, &READ).await.unwrap();
    // Alone, it might have been granted.
    assert_eq!(server.asked(), ["read", "read write", "write"]);
    clock.advance(std::time::Duration::from_secs(2 * 60 * 60));
    call(&client, &READ).await.unwrap();
    assert_eq!(server.asked().last().map(String::as_str), Some("read"));
}

#[tokio::test]
async fn scopes_that_are_not_granted_together_have_a_token_each() {
    let server = Server::refusing(&["read write"]);
    let clock = TestClock::new();
    let client = server.client(&clock, credentials());
    for metadata in [&READ, &WRITE, &READ, &WRITE] {
        call(&client, metadata).await.unwrap();
    }
    assert_eq!(server.asked(), ["read", "read write", "write"]);
    let (read, write) = ("Bearer tok-read", "Bearer tok-write");
    assert_eq!(server.carried(), [read, write, read, write]);
}

#[tokio::test]
async fn waiting_calls_share_the_refusal_of_a_scope_that_they_need() {
    let server = Server::refusing(&["write", "read write"]);
    server.memory.answer(Answer::never());
    let clock = TestClock::new();
    let client = server.client(&clock, credentials());
    let calls = (0..100).map(|number| {
        let metadata = [&WRITE, &READ][number % 2];
        client.call_raw(Request::new(metadata)).into_future()
    });
    let outcomes = clock.drive(join_all(calls)).await;
    let granted = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(granted, 50);
    let asked = server.asked();
    assert_eq!(asked.first().map(String::as_str), Some("write"));
    assert!(asked.len() <= 5, "{asked:?}");
}

#[tokio::test]
async fn the_caller_names_the_scopes() {
    for (credentials, scope) in [
        (credentials().scopes(["admin", "read"]), "admin read"),
        (credentials().scopes(Vec::<String>::new()), "-"),
        (credentials().scope("admin").scope("write"), "admin write"),
    ] {
        let server = Server::refusing(&[]);
        let client = server.client(&TestClock::new(), credentials);
        for metadata in [&READ, &READ_WRITE, &NO_SCOPE] {
            call(&client, metadata).await.unwrap();
        }
        assert_eq!(server.asked(), [scope]);
    }
}

#[tokio::test]
async fn two_schemes_together_request_their_own_scopes() {
    let server = Server::refusing(&[]);
    let clock = TestClock::new();
    let other = ClientCredentials::new("id-2", "s3cr3t-other").parameter("resource", "r");
    let client: Client = acme::builder(&server.memory, &clock)
        .credential(Credential::client_credentials("oauth", credentials()))
        .credential(Credential::client_credentials("logto", other))
        .build()
        .unwrap();
    call(&client, &TWO_CLIENTS).await.unwrap();
    assert_eq!(server.asked(), ["read", "all"]);
    call(&client, &LOGTO).await.unwrap();
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn scopes_that_are_a_property_of_the_credentials_are_never_sent() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"access_token": "tok-1"}"#));
    memory.answer(Answer::status(204));
    let client: Client = acme::builder(&memory, &TestClock::new())
        .credential(acme::onelogin())
        .build()
        .unwrap();
    call(&client, &ONELOGIN).await.unwrap();
    assert!(!memory.requests()[0].text().contains("scope"));
    let named = Credential::client_credentials("onelogin", credentials().scopes(["all"]));
    let error = acme::builder(&memory, &TestClock::new())
        .credential(named)
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("names scopes"), "{error}");
}
