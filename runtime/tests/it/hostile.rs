//! A hostile server, over real sockets: whatever it answers, a call ends, and does no more than it may.

use std::time::Duration;

use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::TestClock;
use signon_runtime::{Client, ClientBuilder, Credential, Request, RetryPolicy};

use crate::acme::{API, BEARER, BEARER_POST};
use crate::secrets::shown;
use crate::server::Act::{Close, Read, Write};
use crate::server::Server;

/// Heads of responses, each with a trick. Every one is followed by an empty body.
const TRICKS: &[(&str, &str)] = &[
    ("a reset beyond all time", "429\r\nx-ratelimit-reset: 1e22"),
    (
        "a reset in words",
        "429\r\nx-ratelimit-reset: 10000000000000000000000",
    ),
    (
        "a reset of an unavailable server",
        "503\r\nratelimit-reset: 9.3e21",
    ),
    ("a wait without number", "429\r\nretry-after: NaN"),
    ("an endless wait", "503\r\nretry-after: inf"),
    ("a wait of ages", "429\r\nretry-after: 18446744073709551615"),
    ("a number beyond all numbers", "503\r\nretry-after: 1e400"),
    (
        "waits that contradict",
        "503\r\nretry-after: 0\r\nretry-after: 18446744073709551615\r\nretry-after-ms: -1",
    ),
    (
        "resets that contradict",
        "429\r\nratelimit-reset: 1\r\nratelimit-reset: 1e400\r\nx-ratelimit-reset: -1e400",
    ),
    (
        "a date before all",
        "503\r\nretry-after: Mon, 01 Jan 0001 00:00:00 GMT",
    ),
    (
        "a date that is none",
        "429\r\nretry-after: Fri, 99 Foo 99999 99:99:99 GMT",
    ),
    ("a negative wait", "429\r\nretry-after: -1"),
    (
        "milliseconds of ages",
        "429\r\nretry-after-ms: 18446744073709551615",
    ),
    (
        "a date at the end",
        "503\r\nretry-after: Fri, 31 Dec 9999 23:59:59 GMT",
    ),
    (
        "limits without number",
        "429\r\nratelimit: \"a\";r=-1;t=1e99\r\nratelimit-policy: \"a\";q=0;w=0",
    ),
    (
        "a request id with a secret",
        "400\r\nx-request-id: s3cr3t-token",
    ),
    ("a request id in bytes", "400\r\nx-request-id: \u{e9}\u{7f}"),
    (
        "a media type with a secret",
        "200\r\ncontent-type: text/s3cr3t-token",
    ),
    ("a redirect to a file", "302\r\nlocation: file:///etc/hosts"),
    (
        "a redirect with credentials",
        "302\r\nlocation: http://me:s3cr3t-token@127.0.0.1:1/",
    ),
    ("a redirect to nowhere", "302\r\nlocation: http://[::"),
    ("a redirect to itself", "307\r\nlocation: "),
    ("a status beyond the known", "599\r\nx: y"),
    ("a switch of protocols", "101\r\nupgrade: h2c"),
    (
        "a sunset in the past",
        "200\r\nsunset: Thu, 01 Jan 1970 00:00:00 GMT\r\ndeprecation: @-1",
    ),
];

fn client(url: String, clock: &TestClock) -> Client {
    ClientBuilder::new(&API)
        .base_url(url)
        .credential(Credential::bearer("bearer", "s3cr3t-token"))
        .clock(clock.clone())
        .timeout(Duration::from_secs(100))
        // No wait before a repeat, so that the clock need not be moved.
        .retry(
            RetryPolicy::new()
                .backoff_between(Duration::ZERO, Duration::ZERO)
                .max_wait(Duration::ZERO),
        )
        .build()
        .expect("a client")
}

/// The outcome of one call, and how many requests the server saw.
async fn meet(head: &'static str, metadata: &'static OperationMetadata) -> (String, usize) {
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let server = Server::start(vec![vec![Read, Write(leak(head)), Close]]).await;
    let clock = TestClock::new();
    let client = client(server.url(), &clock);
    let outcome = client.call_raw(Request::new(metadata)).await;
    let text = match outcome {
        Ok(raw) => format!("{raw:?}"),
        Err(error) => shown(&error),
    };
    (text, server.requests())
}

/// Scripts are static text; a test's process is short.
fn leak(text: String) -> &'static [u8] {
    Box::leak(text.into_bytes().into_boxed_slice())
}

#[tokio::test]
async fn every_trick_ends_and_repeats_no_post() {
    for (trick, head) in TRICKS {
        let (text, requests) = meet(head, &BEARER).await;
        assert!((1..=6).contains(&requests), "{trick}: {requests} requests");
        assert!(!text.contains("s3cr3t"), "{trick}: {text}");
        assert!(text.lines().all(|line| !line.contains('\u{7f}')), "{trick}");
        let (text, requests) = meet(head, &BEARER_POST).await;
        assert!(!text.contains("s3cr3t"), "{trick}: {text}");
        // A POST may follow a 307 to where it came from, and be sent again after a 429, which has not acted on it.
        let most = match head.get(..3) {
            Some("307") => 6,
            Some("429") => 3,
            Some(_) | None => 1,
        };
        assert!(
            (1..=most).contains(&requests),
            "{trick}: {requests} requests"
        );
    }
}
