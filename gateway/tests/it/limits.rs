//! The limits of the server.

use std::sync::Arc;
use std::time::Duration;

use signon_runtime::testing::{Answer, Memory};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::support::gateway::{self, ONELOGIN, Running, TOKEN, TORII};
use crate::support::{onelogin, provider};

/// A gateway in front of an account at OneLogin, with these limits.
async fn start(url: &str, limits: &str) -> Running {
    let table = gateway::onelogin(url);
    let config = gateway::config(&format!("{table}\n[limits]\n{limits}"));
    Running::start(&config.replace(&format!("accounts = [\"{TORII}\"]"), "")).await
}

fn user() -> String {
    format!("/unified/user-directory/users/2?integrated_account_id={ONELOGIN}")
}

#[tokio::test]
async fn requests_beyond_the_limit_of_the_server_are_refused() {
    let wait = Duration::from_millis(300);
    let slow = provider::serve_slowly(onelogin::Account::new().memory, wait).await;
    let running = Arc::new(start(&slow, "concurrency = 1").await);
    let mut calls = JoinSet::new();
    for _ in 0..3 {
        let running = Arc::clone(&running);
        calls.spawn(async move { running.call(&format!("GET {}", user()), "").await });
    }
    let health = running
        .request("GET /healthz", &["Host: localhost"], "")
        .await;
    assert_eq!(health.status, 200, "health has room");
    let answers = calls.join_all().await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status == 503)
        .collect();
    assert_eq!(refused.len(), 2, "{answers:?}");
    for answer in refused {
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert_eq!(
            answer.json()["message"],
            "too many requests at the same time"
        );
    }
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let url = provider::serve(onelogin::Account::new().memory).await;
    let running = start(&url, "connections = 1").await;
    let address = running.url.trim_start_matches("http://").to_owned();
    let idle = TcpStream::connect(address).await.expect("a connection");
    let line = format!("GET {}", user());
    let mut call = Box::pin(running.call(&line, ""));
    let early = tokio::time::timeout(Duration::from_millis(200), &mut call).await;
    assert!(early.is_err(), "the only connection is in use");
    drop(idle);
    assert_eq!(call.await.status, 200);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_a_408() {
    let memory = Memory::new();
    let running = start(
        &provider::serve(memory.clone()).await,
        "request_seconds = 1",
    )
    .await;
    let request = format!(
        "PATCH {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 20\r\n\
         Connection: close\r\n\r\n{{\"title\"",
        user()
    );
    let answer = running.exchange(request.as_bytes()).await;
    assert_eq!(answer.status, 408, "{}", answer.text);
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_a_502() {
    let memory = Memory::new();
    memory.handle(|_| {
        Answer::json(
            200,
            format!(r#"{{"id": 2, "title": "{}"}}"#, "x".repeat(2000)),
        )
    });
    let running = start(&provider::serve(memory).await, "answer_bytes = 1000").await;
    let answer = running.call(&format!("GET {}", user()), "").await;
    assert_eq!(answer.status, 502, "{}", answer.text);
    let message = answer.json()["message"].as_str().map(str::to_owned);
    assert!(
        message.is_some_and(|message| message.contains("more than 1000 bytes")),
        "{}",
        answer.text
    );
}
