//! Rate limits, as the server measures them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::{Answer, Memory, Recorded, TestClock};
use signon_runtime::{Client, ErrorKind, Request};

use crate::acme::{self, LIMITED, LIMITED_BESIDE, LIMITED_TOGETHER, PING};

/// A server that notes when each request came.
fn stopwatch(clock: &TestClock) -> (Memory, Arc<Mutex<Vec<Duration>>>) {
    let memory = Memory::new();
    let times = Arc::new(Mutex::new(Vec::new()));
    let (note, clock) = (Arc::clone(&times), clock.clone());
    memory.handle(move |_| {
        note.lock().expect("no panic").push(clock.passed());
        Answer::status(200)
    });
    (memory, times)
}

/// The most requests in any stretch of time of this length.
fn busiest(times: &[Duration], window: Duration) -> usize {
    times
        .iter()
        .map(|start| {
            times
                .iter()
                .filter(|time| *time >= start && **time < *start + window)
                .count()
        })
        .max()
        .unwrap_or_default()
}

async fn many(
    client: &Client,
    clock: &TestClock,
    metadata: &'static OperationMetadata,
    calls: usize,
) -> usize {
    let calls = (0..calls).map(|_| {
        client
            .call_raw(Request::new(metadata))
            .timeout(Duration::from_secs(10 * 60 * 60))
            .into_future()
    });
    let outcomes = clock.drive(join_all(calls)).await;
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}

#[tokio::test]
async fn the_documented_limit_is_never_exceeded() {
    let clock = TestClock::new();
    let (memory, times) = stopwatch(&clock);
    let client = acme::client(&memory, &clock);
    assert_eq!(many(&client, &clock, &LIMITED, 95).await, 95);
    let times = times.lock().unwrap();
    let window = Duration::from_secs(60);
    assert_eq!(busiest(&times, window), 10);
    // Nor is it kept to more than needed: ten windows, each one percent longer.
    let last = *times.last().unwrap();
    assert!(last <= Duration::from_secs(546), "{last:?}");
}

#[tokio::test]
async fn waiting_calls_go_in_the_order_in_which_they_came() {
    let clock = TestClock::new();
    let memory = Memory::new();
    memory.handle(|_| Answer::status(200));
    let client = acme::client(&memory, &clock);
    let calls = (0..50).map(|number| {
        client
            .call_raw(Request::new(&LIMITED).query("n", &number))
            .timeout(Duration::from_secs(10 * 60 * 60))
            .into_future()
    });
    clock.drive(join_all(calls)).await;
    let order: Vec<_> = memory.requests().iter().map(Recorded::target).collect();
    let expected: Vec<_> = (0..50)
        .map(|number| format!("/v1/limited?n={number}"))
        .collect();
    assert_eq!(order, expected);
}

#[tokio::test]
async fn the_limit_of_the_whole_client_holds_over_all_operations() {
    let clock = TestClock::new();
    let (memory, times) = stopwatch(&clock);
    let client: Client = acme::builder(&memory, &clock)
        .rate_limit(4, 10)
        .build()
        .unwrap();
    let calls = (0..40).map(|number| {
        let metadata = if number % 2 == 0 { &PING } else { &LIMITED };
        client
            .call_raw(Request::new(metadata))
            .timeout(Duration::from_secs(10 * 60 * 60))
            .into_future()
    });
    clock.drive(join_all(calls)).await;
    let times = times.lock().unwrap();
    assert_eq!(times.len(), 40);
    assert_eq!(busiest(&times, Duration::from_secs(10)), 4);
}

#[tokio::test]
async fn a_429_slows_all_callers_of_the_operation() {
    let clock = TestClock::new();
    let (memory, times) = stopwatch(&clock);
    memory.answer(Answer::status(429).header("retry-after", "30"));
    let client = acme::client(&memory, &clock);
    let first = client.call_raw(Request::new(&PING)).into_future();
    let later = async {
        // Comes while the first call waits.
        let mut waited = false;
        std::future::poll_fn(|cx| {
            if std::mem::replace(&mut waited, true) {
                return std::task::Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .await;
        assert_eq!(memory.count(), 1);
        let other = client
            .call_raw(Request::new(&acme::GET).path("id", "1"))
            .await;
        assert!(other.is_ok());
        client.call_raw(Request::new(&PING)).await
    };
    let (first, later) = clock.drive(futures_util::future::join(first, later)).await;
    first.unwrap();
    later.unwrap();
    let seconds: Vec<_> = times
        .lock()
        .unwrap()
        .iter()
        .map(Duration::as_secs)
        .collect();
    assert_eq!(seconds, [0, 30, 30]);
}

#[tokio::test]
async fn a_pause_moves_those_who_wait_and_keeps_their_order() {
    let clock = TestClock::new();
    let (memory, times) = stopwatch(&clock);
    for _ in 0..9 {
        memory.answer(Answer::status(200));
    }
    memory.answer(Answer::status(429).header("retry-after", "55"));
    let client = acme::client(&memory, &clock);
    assert_eq!(many(&client, &clock, &LIMITED, 35).await, 35);
    let times = times.lock().unwrap();
    assert!(
        times.iter().all(|time| *time >= Duration::from_secs(55)),
        "{times:?}"
    );
    assert!(busiest(&times, Duration::from_secs(60)) <= 10);
}

#[tokio::test]
async fn a_call_that_cannot_start_before_its_deadline_fails_at_once() {
    let clock = TestClock::new();
    let (memory, _) = stopwatch(&clock);
    let client = acme::client(&memory, &clock);
    assert_eq!(many(&client, &clock, &LIMITED, 10).await, 10);
    for _ in 0..100 {
        let error = client
            .call_raw(Request::new(&LIMITED))
            .timeout(Duration::from_secs(5))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(!error.may_have_been_sent());
    }
    assert_eq!(clock.passed(), Duration::ZERO);
    assert_eq!(many(&client, &clock, &LIMITED, 10).await, 10);
    assert!(clock.passed() <= Duration::from_secs(61));
}

#[tokio::test]
async fn a_dropped_call_releases_its_position() {
    let clock = TestClock::new();
    let (memory, _) = stopwatch(&clock);
    let client = acme::client(&memory, &clock);
    assert_eq!(many(&client, &clock, &LIMITED, 10).await, 10);
    for _ in 0..100 {
        let mut waiting = client.call_raw(Request::new(&LIMITED)).into_future();
        assert!(futures_util::poll!(&mut waiting).is_pending());
    }
    assert_eq!(clock.sleepers(), 0);
    assert_eq!(many(&client, &clock, &LIMITED, 10).await, 10);
    assert!(clock.passed() <= Duration::from_secs(61));
}

#[tokio::test]
async fn the_documented_limit_can_be_ignored() {
    let clock = TestClock::new();
    let (memory, _) = stopwatch(&clock);
    let client: Client = acme::builder(&memory, &clock)
        .keep_rate_limits(false)
        .build()
        .unwrap();
    assert_eq!(many(&client, &clock, &LIMITED, 100).await, 100);
    assert_eq!(clock.passed(), Duration::ZERO);
}

/// How many requests of each kind went out in each of the busiest ten seconds.
fn busiest_where(noted: &[(Duration, Recorded)], is_counted: impl Fn(&Recorded) -> bool) -> usize {
    let times: Vec<Duration> = noted
        .iter()
        .filter(|(_, request)| is_counted(request))
        .map(|(time, _)| *time)
        .collect();
    busiest(&times, Duration::from_secs(10))
}

#[tokio::test]
async fn limits_of_the_client_and_of_a_parameter_hold_over_operations() {
    let clock = TestClock::new();
    let memory = Memory::new();
    let noted = Arc::new(Mutex::new(Vec::new()));
    let (note, time) = (Arc::clone(&noted), clock.clone());
    memory.handle(move |request| {
        let entry = (time.passed(), request.clone());
        note.lock().expect("no panic").push(entry);
        Answer::status(200)
    });
    let client = acme::client(&memory, &clock);
    let calls = (0..200).map(|number| {
        let account = number % 10;
        let request = match number % 3 {
            0 => Request::new(&LIMITED_TOGETHER).query("account", &account),
            1 => Request::new(&LIMITED_BESIDE).path("account", &account),
            // One without an account counts against the client's limit alone.
            _ => Request::new(&LIMITED_TOGETHER),
        };
        client
            .call_raw(request)
            .timeout(Duration::from_secs(10 * 60 * 60))
            .into_future()
    });
    let outcomes = clock.drive(join_all(calls)).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let noted = noted.lock().unwrap();
    assert_eq!(busiest_where(&noted, |_| true), 20);
    for account in 0..10 {
        let query = format!("account={account}");
        let path = format!("/v1/accounts/{account}/beside");
        let busiest = busiest_where(&noted, |request| {
            request.url.query() == Some(&*query) || request.url.path() == path
        });
        assert!((1..=5).contains(&busiest), "{account}: {busiest}");
    }
    // Nor are they kept to more than needed: ten windows, each one percent longer.
    assert!(clock.passed() <= Duration::from_secs(102), "{clock:?}");
}

#[tokio::test]
async fn a_429_pauses_all_calls_that_share_the_narrowest_limit() {
    let clock = TestClock::new();
    let (memory, times) = stopwatch(&clock);
    memory.answer(Answer::status(429).header("retry-after", "30"));
    let client = acme::client(&memory, &clock);
    let call = |request: Request| client.call_raw(request).max_attempts(1).into_future();
    let of = |account: u32| Request::new(&LIMITED_TOGETHER).query("account", &account);
    assert!(clock.drive(call(of(1))).await.is_err());
    assert!(clock.drive(call(of(2))).await.is_ok());
    let beside = Request::new(&LIMITED_BESIDE).path("account", "1");
    assert!(clock.drive(call(beside)).await.is_ok());
    let times = times.lock().unwrap();
    assert_eq!(*times, [Duration::ZERO, Duration::from_secs(30)]);
}
