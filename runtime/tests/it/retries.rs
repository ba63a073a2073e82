//! What is tried again, when, and how often.

use std::collections::HashSet;
use std::time::{Duration, UNIX_EPOCH};

use futures_util::future::join_all;
use futures_util::stream;
use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{
    Body, Bytes, Client, Error, ErrorKind, NonIdempotent, RawResponse, Request, RetryPolicy,
    RetryStopReason, TransportError,
};

use crate::acme::{self, CREATE, GET, KEYED, MARKED, NEVER, PING, REPLACE};

/// What comes of a call when the script runs as `answers` say.
async fn outcome(
    request: Request,
    answers: Vec<Answer>,
) -> (Result<RawResponse, Error>, Memory, TestClock) {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(answer);
    }
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = client.call_raw(request).into_future();
    let outcome = clock.drive(call).await;
    (outcome, memory, clock)
}

fn reset() -> Answer {
    Answer::fails(TransportError::new("connection reset"))
}

fn unreachable() -> Answer {
    Answer::fails(TransportError::not_sent("connection refused"))
}

#[tokio::test]
async fn transient_errors_of_safe_requests_are_retried() {
    for status in [408, 425, 429, 502, 503, 504] {
        let answers = vec![Answer::status(status), reset(), Answer::status(200)];
        let (outcome, memory, _) = outcome(Request::new(&PING), answers).await;
        assert_eq!(outcome.unwrap().status(), 200, "{status}");
        assert_eq!(memory.count(), 3);
    }
}

#[tokio::test]
async fn other_errors_are_final() {
    for status in [400, 403, 404, 409, 422, 500, 501] {
        let (outcome, memory, _) = outcome(Request::new(&PING), vec![Answer::status(status)]).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Final));
        assert!(!error.is_retryable());
        assert_eq!(memory.count(), 1);
    }
}

/// Whether a 503, a reset and a refused connection each lead to another try.
async fn repeats(
    metadata: &'static OperationMetadata,
    request: fn(Request) -> Request,
) -> [bool; 3] {
    let mut repeats = [false; 3];
    for (index, repeat) in repeats.iter_mut().enumerate() {
        let first = match index {
            0 => Answer::status(503),
            1 => reset(),
            _ => unreachable(),
        };
        let request = request(Request::new(metadata));
        let (outcome, _, _) = outcome(request, vec![first, Answer::status(200)]).await;
        *repeat = outcome.is_ok();
        if let Err(error) = outcome {
            assert!(
                matches!(
                    error.retry_stop_reason(),
                    Some(RetryStopReason::Unsafe | RetryStopReason::NotReplayable)
                ),
                "{error}"
            );
        }
    }
    repeats
}

#[tokio::test]
async fn only_safe_requests_are_retried() {
    let plain: fn(Request) -> Request = |request| request;
    assert_eq!(repeats(&PING, plain).await, [true, true, true]);
    assert_eq!(
        repeats(&REPLACE, |request| request.path("id", "1")).await,
        [true, true, true]
    );
    assert_eq!(repeats(&CREATE, plain).await, [false, false, true]);
    assert_eq!(repeats(&MARKED, plain).await, [true, true, true]);
    assert_eq!(repeats(&KEYED, plain).await, [true, true, true]);
    assert_eq!(repeats(&NEVER, plain).await, [false, false, false]);
    let streamed: fn(Request) -> Request = |request| {
        let chunks = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"x"))]);
        request.bytes("text/plain", &Body::from_stream(chunks))
    };
    assert_eq!(repeats(&MARKED, streamed).await, [false, false, false]);
}

#[tokio::test]
async fn the_idempotency_key_is_the_same_on_each_attempt_and_new_for_each_call() {
    let mut keys = HashSet::new();
    for _ in 0..100 {
        let answers = vec![reset(), Answer::status(503), Answer::status(200)];
        let (_, memory, _) = outcome(Request::new(&KEYED), answers).await;
        let sent: HashSet<_> = memory
            .requests()
            .iter()
            .map(|request| request.header("idempotency-key").unwrap().to_owned())
            .collect();
        assert_eq!(sent.len(), 1);
        assert!(sent.iter().all(|key| key.len() == 36));
        keys.extend(sent);
    }
    assert_eq!(keys.len(), 100);
    let own = Request::new(&KEYED).header("Idempotency-Key", "mine");
    let (_, memory, _) = outcome(own, vec![reset(), Answer::status(200)]).await;
    for request in memory.requests() {
        assert_eq!(request.headers.get_all("idempotency-key").iter().count(), 1);
        assert_eq!(request.header("idempotency-key"), Some("mine"));
    }
}

#[tokio::test]
async fn the_wait_is_what_the_server_requests() {
    let clock = TestClock::new();
    let date = |seconds| {
        let start = signon_runtime::Clock::now(&clock);
        httpdate::fmt_http_date(start + Duration::from_secs(seconds))
    };
    let epoch = signon_runtime::Clock::now(&clock)
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let cases = [
        ("retry-after", "12".to_owned(), 12.0),
        ("retry-after", "0.25".to_owned(), 0.25),
        ("retry-after", date(33), 33.0),
        ("retry-after", date(0), 0.0),
        ("retry-after-ms", "1500".to_owned(), 1.5),
        ("x-ratelimit-reset", "21".to_owned(), 21.0),
        ("ratelimit-reset", "9".to_owned(), 9.0),
        ("x-rate-limit-reset", (epoch + 40).to_string(), 40.0),
        ("x-ratelimit-reset", ((epoch + 40) * 1000).to_string(), 40.0),
    ];
    for status in [429, 503] {
        for (name, value, seconds) in &cases {
            let answers = vec![
                Answer::status(status).header(name, value),
                Answer::status(200),
            ];
            let (outcome, _, clock) = outcome(Request::new(&PING), answers).await;
            assert!(outcome.is_ok());
            assert_eq!(
                clock.passed(),
                Duration::try_from_secs_f64(*seconds).unwrap(),
                "{name}: {value}"
            );
        }
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_not_waited() {
    let answers = vec![Answer::status(429).header("retry-after", "3600")];
    let (outcome, _, clock) = outcome(Request::new(&PING), answers).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::LongWait));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60 * 60)));
    assert!(error.is_retryable());
    assert_eq!(clock.passed(), Duration::ZERO);
}

#[tokio::test]
async fn backoff_grows_is_random_and_is_capped() {
    let mut waits = Vec::new();
    for _ in 0..50 {
        let memory = Memory::new();
        memory.handle(|_| Answer::status(503));
        let clock = TestClock::new();
        let policy = RetryPolicy::new()
            .max_attempts(6)
            .backoff_between(Duration::from_secs(1), Duration::from_secs(4));
        let client: Client = acme::builder(&memory, &clock)
            .retry(policy)
            .build()
            .unwrap();
        let call = client.call_raw(Request::new(&PING)).into_future();
        let error = clock.drive(call).await.unwrap_err();
        assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Exhausted));
        assert_eq!(error.attempts(), 6);
        assert_eq!(memory.count(), 6);
        // At most 1 + 2 + 4 + 4 + 4 seconds.
        assert!(clock.passed() <= Duration::from_secs(15));
        waits.push(clock.passed());
    }
    waits.sort();
    assert!(
        waits[0] < Duration::from_secs(7) && waits[49] > Duration::from_secs(8),
        "{waits:?}"
    );
    waits.dedup();
    assert!(waits.len() > 40);
}

#[tokio::test]
async fn the_budget_holds_under_a_thousand_failing_calls() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(503));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let calls = (0..1000).map(|_| client.call_raw(Request::new(&PING)).into_future());
    let outcomes = clock.drive(join_all(calls)).await;
    assert_eq!(memory.count(), 1100);
    let stops: Vec<_> = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_err().retry_stop_reason().unwrap())
        .collect();
    assert!(stops.contains(&RetryStopReason::Budget));

    // Successes earn repeats: ten for one.
    memory.handle(|_| Answer::status(200));
    for _ in 0..10 {
        client.call_raw(Request::new(&PING)).await.unwrap();
    }
    memory.answer(Answer::status(503));
    let before = memory.count();
    clock
        .drive(client.call_raw(Request::new(&PING)).into_future())
        .await
        .unwrap();
    assert_eq!(memory.count(), before + 2);
    memory.answer(Answer::status(503));
    let error = client.call_raw(Request::new(&PING)).await.unwrap_err();
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Budget));
}

#[tokio::test]
async fn a_stalled_attempt_times_out_and_is_retried() {
    let memory = Memory::new();
    memory.answer(Answer::never());
    memory.answer(Answer::status(200));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = client
        .call_raw(Request::new(&PING))
        .attempt_timeout(Duration::from_secs(3));
    clock.drive(call.into_future()).await.unwrap();
    assert!(clock.passed() >= Duration::from_secs(3));
    assert!(clock.passed() <= Duration::from_millis(3500));

    memory.answer(Answer::never());
    let call = client
        .call_raw(Request::new(&CREATE))
        .attempt_timeout(Duration::from_secs(3));
    let error = clock.drive(call.into_future()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Unsafe));
    assert!(error.may_have_been_sent() && !error.is_retryable());
}

#[tokio::test]
async fn the_deadline_of_the_call_is_kept() {
    let memory = Memory::new();
    memory.handle(|_| Answer::never());
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = client
        .call_raw(Request::new(&PING))
        .timeout(Duration::from_secs(10))
        .attempt_timeout(Duration::from_secs(4));
    let error = clock.drive(call.into_future()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(clock.passed() <= Duration::from_secs(10));
    assert_eq!(memory.count(), 3);

    memory.answer(Answer::status(503).header("retry-after", "20"));
    let start = clock.passed();
    let call = client
        .call_raw(Request::new(&GET).path("id", "1"))
        .timeout(Duration::from_secs(10));
    let error = clock.drive(call.into_future()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Deadline));
    assert_eq!(clock.passed(), start);
}

#[tokio::test]
async fn a_call_may_lower_the_number_of_attempts() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(503));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let error = client
        .call_raw(Request::new(&PING))
        .max_attempts(1)
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        error.to_string(),
        "acme ping: 503 Service Unavailable (1 attempt, no attempts left)"
    );
}

/// How often a request is sent whose first response is `first`, under `policy`.
async fn sent(metadata: &'static OperationMetadata, policy: RetryPolicy, first: Answer) -> usize {
    let memory = Memory::new();
    memory.answer(first);
    memory.answer(Answer::status(200));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .retry(policy)
        .build()
        .expect("a client");
    let call = client.call_raw(Request::new(metadata)).into_future();
    let outcome = clock.drive(call).await;
    assert_eq!(outcome.is_ok(), memory.count() == 2);
    if let Err(error) = outcome {
        assert!(!error.is_retryable(), "{error}");
    }
    memory.count()
}

#[tokio::test]
async fn a_post_is_retried_when_the_server_refused_it() {
    let waits = |status: u16| Answer::status(status).header("retry-after", "1");
    let policy = RetryPolicy::new;
    let refused = policy().non_idempotent(NonIdempotent::Refused);
    let never = policy().non_idempotent(NonIdempotent::Never);
    for (metadata, policy, answer, expected) in [
        (&CREATE, policy(), waits(429), 2),
        (&CREATE, policy(), Answer::status(429), 2),
        (&CREATE, policy(), waits(503), 1),
        (&CREATE, policy(), waits(502), 1),
        (&CREATE, refused.clone(), waits(429), 2),
        (&CREATE, refused.clone(), waits(503), 2),
        (&CREATE, refused.clone(), Answer::status(503), 1),
        (&CREATE, refused.clone(), waits(408), 1),
        (&CREATE, never.clone(), waits(429), 1),
        (&KEYED, never.clone(), waits(429), 2),
        (&PING, never, waits(503), 2),
        (&NEVER, refused, waits(429), 1),
    ] {
        let asked = format!("{} {policy:?} {answer:?}", metadata.id());
        assert_eq!(sent(metadata, policy, answer).await, expected, "{asked}");
    }
}

#[tokio::test]
async fn the_statuses_that_are_retried_are_a_choice() {
    let policy = || RetryPolicy::new().statuses([500, 503]);
    for (status, expected) in [(500, 2), (503, 2), (502, 1), (429, 1)] {
        assert_eq!(
            sent(&PING, policy(), Answer::status(status)).await,
            expected,
            "{status}"
        );
    }
    assert_eq!(sent(&CREATE, policy(), Answer::status(500)).await, 1);
}

#[tokio::test]
async fn a_request_that_no_script_answers_is_sent_once() {
    let memory = Memory::new();
    let error = acme::client(&memory, &TestClock::new())
        .call_raw(Request::new(&PING))
        .await
        .unwrap_err();
    assert_eq!((memory.count(), error.attempts()), (1, 1));
    assert!(!error.is_retryable());
    assert!(
        error.to_string().contains("no answer to this request"),
        "{error}"
    );
}
