//! No number of a server's or a caller's makes the client panic, or wait where it should not.

use std::time::Duration;

use proptest::prelude::*;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Client, Request, RetryPolicy};

use crate::acme::{self, LIMITED, ONELOGIN, PING};

/// The headers that hold a number that the client reads.
const HEADERS: [&str; 12] = [
    "retry-after",
    "retry-after-ms",
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-rate-limit-reset",
    "x-ratelimit-reset-after",
    "ratelimit-limit",
    "ratelimit-remaining",
    "x-ratelimit-remaining",
    "ratelimit",
    "ratelimit-policy",
    "sunset",
];

/// Numbers at the ends of every type, and texts that are nearly numbers.
fn number() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec![
        "0",
        "-0",
        "-1",
        "0.5",
        "1e9",
        "1e10",
        "1e11",
        "1e18",
        "1e19",
        "1e22",
        "1e308",
        "1e309",
        "-1e308",
        "inf",
        "-inf",
        "NaN",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709549568",
        "18446744073709551615",
        "18446744073709551616",
        "10000000000000000000000",
        "253402300799",
        "253402300800",
        "9300000000000000000000",
        "17999999999999999999999",
        "4294967295",
        "4294967296",
        "\"default\";r=0;t=18446744073709551615",
        "\"default\";q=0;w=0",
        "limit=1, remaining=0, reset=1e22",
        "@18446744073709551615",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ]);
    prop_oneof![
        4 => ends.prop_map(str::to_owned),
        1 => any::<f64>().prop_map(|number| number.to_string()),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => "[0-9]{1,30}",
        1 => "[ -~]{0,20}",
    ]
}

/// Times that a caller may give.
fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::MAX),
        Just(Duration::ZERO),
        Just(Duration::from_nanos(1)),
        any::<(u64, u32)>().prop_map(|(secs, nanos)| Duration::new(secs, nanos % 1_000_000_000)),
        (0_u64..10_000).prop_map(Duration::from_secs),
    ]
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(work)
}

proptest! {
    #[test]
    fn numbers_in_headers_never_panic(
        headers in prop::collection::vec((prop::sample::select(&HEADERS[..]), number()), 1..4),
        status in prop::sample::select(vec![200_u16, 429, 503]),
        age in time(),
    ) {
        let memory = Memory::new();
        memory.handle(move |_| {
            let answer = Answer::status(status);
            headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value))
        });
        let clock = TestClock::new();
        clock.advance(age);
        let client = acme::client(&memory, &clock);
        for metadata in [&PING, &LIMITED, &PING] {
            let call = client.call_raw(Request::new(metadata)).into_future();
            let outcome = run(clock.drive(call));
            prop_assert_eq!(outcome.is_ok(), status == 200);
        }
    }

    #[test]
    fn lifetimes_of_tokens_never_panic(expires in number(), quoted in any::<bool>(), age in time()) {
        let memory = Memory::new();
        memory.handle(move |request| {
            if !request.url.path().ends_with("/token") {
                return Answer::status(204);
            }
            let is_number = serde_json::from_str::<serde_json::Number>(&expires).is_ok();
            let expires = if is_number && !quoted { expires.clone() } else { format!("{expires:?}") };
            Answer::json(200, format!(r#"{{"access_token": "tok", "expires_in": {expires}}}"#))
        });
        let clock = TestClock::new();
        clock.advance(age);
        let client: Client =
            acme::builder(&memory, &clock).credential(acme::onelogin()).build().expect("a client");
        for _ in 0..3 {
            run(clock.drive(client.call_raw(Request::new(&ONELOGIN)).into_future())).expect("an answer");
            clock.advance(Duration::from_secs(4_000));
        }
    }

    #[test]
    fn times_of_the_caller_never_panic(
        timeout in time(),
        attempt in time(),
        base in time(),
        cap in time(),
        longest in time(),
        refill in any::<f64>(),
        limits in any::<[u32; 2]>(),
        on_call in any::<bool>(),
        age in time(),
    ) {
        let memory = Memory::new();
        memory.answer(Answer::status(503));
        memory.answer(Answer::status(429).header("retry-after", "3"));
        memory.handle(|_| Answer::status(200));
        let clock = TestClock::new();
        clock.advance(age);
        let policy = RetryPolicy::new()
            .backoff_between(base, cap)
            .max_wait(longest)
            .budget(limits[0], refill);
        let builder = acme::builder(&memory, &clock)
            .retry(policy)
            .rate_limit(limits[0], limits[1]);
        let client: Client = if on_call {
            builder.build().expect("a client")
        } else {
            builder.timeout(timeout).attempt_timeout(attempt).build().expect("a client")
        };
        for _ in 0..3 {
            let call = client.call_raw(Request::new(&PING));
            let call = if on_call { call.timeout(timeout).attempt_timeout(attempt) } else { call };
            let _ = run(clock.drive(call.into_future()));
        }
    }
}

/// The clock of the machine, too, knows no end of time.
#[tokio::test]
async fn the_longest_times_wait_for_ever_by_the_machines_clock() {
    let memory = Memory::new();
    memory.handle(|_| Answer::never());
    let client: Client = signon_runtime::ClientBuilder::new(&acme::API)
        .transport(memory.clone())
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .build()
        .unwrap();
    let mut call = client.call_raw(Request::new(&PING)).into_future();
    assert!(futures_util::poll!(&mut call).is_pending());
    let call = client
        .call_raw(Request::new(&PING))
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX);
    assert!(futures_util::poll!(&mut call.into_future()).is_pending());
}
