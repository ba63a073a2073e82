//! What a subscriber sees without spans: one event for each call that ends, each wait, each deprecated operation.

use std::time::Duration;

use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Client, Credential, Request};

use crate::acme::{self, BEARER, LIMITED, PING};
use crate::secrets::{Log, subscribe};

/// The events of `work` at this level and above.
async fn events(level: tracing::Level, work: impl Future<Output = ()>) -> Vec<String> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = subscribe(subscriber);
    work.await;
    drop(guard);
    log.text().lines().map(str::to_owned).collect()
}

fn count(events: &[String], text: &str) -> usize {
    events.iter().filter(|event| event.contains(text)).count()
}

#[tokio::test]
async fn a_call_and_a_wait_are_one_event_each() {
    let work = async {
        let memory = Memory::new();
        memory.answer(Answer::status(503).header("retry-after", "3"));
        memory.answer(Answer::status(200));
        memory.answer(Answer::status(404));
        let clock = TestClock::new();
        let client = acme::client(&memory, &clock);
        for _ in 0..2 {
            let call = client.call_raw(Request::new(&PING)).future();
            let _ = clock.drive(call).await;
        }
    };
    let events = events(tracing::Level::DEBUG, work).await;
    assert_eq!(events.len(), 3, "{events:#?}");
    assert_eq!(count(&events, "retrying after a failed attempt"), 1);
    assert!(events[0].contains("wait_ms=3000"), "{events:#?}");
    assert!(events[1].contains("call succeeded"), "{events:#?}");
    assert!(events[1].contains("status=200 attempts=2"), "{events:#?}");
    assert!(events[2].contains("call failed"), "{events:#?}");
    assert!(events[2].contains("status=404 kind=Api"), "{events:#?}");
}

#[tokio::test]
async fn throttling_is_visible_at_info() {
    let work = async {
        let memory = Memory::new();
        memory.handle(|_| Answer::status(200));
        let clock = TestClock::new();
        let client = acme::client(&memory, &clock);
        for _ in 0..11 {
            let call = client.call_raw(Request::new(&LIMITED)).future();
            clock.drive(call).await.unwrap();
        }
    };
    let events = events(tracing::Level::INFO, work).await;
    assert_eq!(events.len(), 1, "{events:#?}");
    assert!(
        events[0].contains("waiting for the rate limit"),
        "{events:#?}"
    );
    assert!(
        events[0].contains("operation=\"listLimited\""),
        "{events:#?}"
    );
}

#[tokio::test]
async fn a_deprecated_operation_is_reported_once_and_without_secrets() {
    let work = async {
        let memory = Memory::new();
        memory.handle(|_| {
            Answer::status(200)
                .header("deprecation", "@1767225600 s3cr3t-token")
                .header("sunset", "Thu, 31 Dec 2026 23:59:59 GMT")
        });
        let client: Client = acme::builder(&memory, &TestClock::new())
            .credential(Credential::bearer("bearer", "s3cr3t-token"))
            .build()
            .unwrap();
        for metadata in [&BEARER, &BEARER, &PING, &PING] {
            client.call_raw(Request::new(metadata)).await.unwrap();
        }
    };
    let events = events(tracing::Level::WARN, work).await;
    assert_eq!(events.len(), 2, "{events:#?}");
    assert!(
        events[0].contains("withBearer") && events[1].contains("ping"),
        "{events:#?}"
    );
    for event in &events {
        assert!(event.contains("deprecation=\"@1767225600 ***\""), "{event}");
        assert!(event.contains("sunset=\"Thu, 31 Dec 2026"), "{event}");
    }
}

#[tokio::test]
async fn a_used_up_limit_holds_back_the_next_call() {
    let cases: [&[(&str, &str)]; 6] = [
        &[("ratelimit", "\"default\";r=0;t=7")],
        &[
            ("ratelimit", "\"burst\";r=5;t=60, \"default\";r=0;t=7"),
            ("ratelimit-policy", "\"default\";q=10;w=60"),
        ],
        &[("ratelimit-remaining", "0"), ("ratelimit-reset", "7")],
        &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "7")],
        &[("ratelimit-remaining", "1"), ("ratelimit-reset", "7")],
        &[("ratelimit", "\"default\";r=3;t=7")],
    ];
    for (index, headers) in cases.into_iter().enumerate() {
        let memory = Memory::new();
        let answer = Answer::status(200);
        memory.answer(
            headers
                .iter()
                .fold(answer, |answer, (name, value)| answer.header(name, value)),
        );
        memory.handle(|_| Answer::status(200));
        let clock = TestClock::new();
        let client = acme::client(&memory, &clock);
        let mut passed = Vec::new();
        for _ in 0..2 {
            let call = client.call_raw(Request::new(&PING)).future();
            clock.drive(call).await.unwrap();
            passed.push(clock.passed());
        }
        let waited = if index < 4 {
            Duration::from_secs(7)
        } else {
            Duration::ZERO
        };
        assert_eq!(passed, [Duration::ZERO, waited], "{headers:?}");
    }
}
