//! Proxies that misbehave, and callers that ask for what cannot be.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use signon_runtime::{Client, ClientBuilder, Credential, Error, ErrorKind, Request, RetryPolicy};

use crate::acme::{API, BEARER_POST, PING};
use crate::secrets::{Log, shown};
use crate::server::Act::{Close, Read, Reset, Stall, Write};
use crate::server::Server;

const OK: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .credential(Credential::bearer("bearer", "s3cr3t-token"))
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
}

async fn post(builder: ClientBuilder) -> Error {
    let client: Client = builder.build().expect("a client");
    let outcome = client.call_raw(Request::new(&BEARER_POST).json(&1)).await;
    outcome.expect_err("there is no way to the server")
}

/// Asserts that the request never left, and nothing of it is shown.
fn assert_not_sent(error: &Error, name: &str) {
    assert_eq!(error.kind(), ErrorKind::Transport, "{name}: {error}");
    assert!(!error.may_have_been_sent(), "{name}: {error}");
    assert!((1..=3).contains(&error.attempts()), "{name}: {error}");
    let shown = shown(error);
    assert!(!shown.contains("s3cr3t"), "{name}: {shown}");
    assert!(!shown.contains("bWU6czNjcjN0"), "{name}: {shown}");
}

#[tokio::test]
async fn no_answer_to_connect_has_anything_sent() {
    const HEADER: &[u8] = b"x-filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    let answers: &[&[u8]] = &[
        b"",
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"garbage\r\n\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 20",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/s3cr3t-token\r\n\r\n",
        b"HTTP/1.1 401 me:s3cr3t\r\nwww-authenticate: Basic\r\n\r\n",
        b"HTTP/1.1 407 bWU6czNjcjN0\r\nproxy-authenticate: Basic realm=bWU6czNjcjN0\r\n\r\n",
        b"HTTP/1.1 502 x\r\ncontent-length: 10000000000\r\n\r\n",
        b"HTTP/1.1 999 x\r\n\r\n",
    ];
    let log = Log::default();
    let _guard = log.start();
    for answer in answers {
        for end in [Close, Reset] {
            let name = String::from_utf8_lossy(answer);
            let proxy = Server::start(vec![vec![Read, Write(answer), end]]).await;
            let url = proxy.url().replace("http://", "http://me:s3cr3t@");
            let error = post(builder("https://acme.example").proxy(url)).await;
            assert_not_sent(&error, &name);
        }
    }
    // A head without end, and a proxy that does not answer.
    let mut acts = vec![Read, Write(b"HTTP/1.1 200 OK\r\n")];
    acts.extend(std::iter::repeat_n(Write(HEADER), 1000));
    acts.push(Stall);
    let proxy = Server::start(vec![acts]).await;
    let error = post(builder("https://acme.example").proxy(proxy.url())).await;
    assert_not_sent(&error, "a head without end");
    let proxy = Server::start(vec![vec![Read, Stall]]).await;
    let silent = builder("https://acme.example")
        .proxy(proxy.url())
        .connect_timeout(Duration::from_millis(1));
    assert_not_sent(&post(silent).await, "silence");
    let log = log.text();
    assert!(
        !log.contains("s3cr3t") && !log.contains("bWU6czNjcjN0"),
        "{log}"
    );
}

#[tokio::test]
async fn no_answer_of_a_socks_proxy_has_anything_sent() {
    let answers: &[&[u8]] = &[
        b"",
        b"\x05",
        b"\x04\x02",
        b"\x05\x00",
        b"\x05\x01",
        b"\x05\xff",
        b"\x05\x02\x01",
        b"\x05\x02\x01\x01",
        b"\x05\x02\x01\x00\x05\x01\x00\x01\0\0\0\0\0\0",
        b"\x05\x02\x01\x00\x05\xee\x00\x01\0\0\0\0\0\0",
        b"\x05\x02\x01\x00\x05\x00\x00\x03\x00\0\0",
        b"\x05\x02\x01\x00\x05\x00\x00\x03\xffabc",
        b"\x05\x02\x01\x00\x05\x00\x00\x03\x02\xff\xff\0\0",
        b"\x05\x02\x01\x00\x05\x00\x00\x07\0\0\0\0\0\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ];
    // As long as `build` takes them: together with a host they are too long.
    let long = "a".repeat(240);
    for answer in answers {
        let proxy = Server::start(vec![vec![Write(answer), Close]]).await;
        for url in [
            proxy.url().replace("http://", "socks5://me:s3cr3t@"),
            proxy
                .url()
                .replace("http://", &format!("socks5://me:s3cr3t{long}@")),
            proxy
                .url()
                .replace("http://", &format!("socks5://{long}:s3cr3t@")),
        ] {
            for server in ["http://acme.example", &format!("http://{long}.example")] {
                let builder = builder(server).allow_plain_http().proxy(&url);
                assert_not_sent(&post(builder).await, &format!("{answer:?}"));
            }
        }
    }
}

#[tokio::test]
async fn unlimited_and_zero_timeouts() {
    let server = Server::start(vec![vec![Read, Write(OK), Close]]).await;
    for limit in [
        Duration::MAX,
        Duration::from_secs(u64::MAX),
        Duration::from_secs(1 << 62),
    ] {
        let builder = builder(&server.url())
            .no_proxy()
            .connect_timeout(limit)
            .timeout(limit)
            .attempt_timeout(limit);
        let client: Client = builder.build().expect("a client");
        client
            .call_raw(Request::new(&PING))
            .await
            .expect("a success");
    }
    let silent = Server::start(vec![vec![Stall]]).await;
    for none in [Duration::ZERO, Duration::from_nanos(1)] {
        let builder = builder(&silent.url())
            .no_proxy()
            .timeout(none)
            .attempt_timeout(none);
        assert_eq!(post(builder).await.kind(), ErrorKind::Timeout);
    }
}

#[test]
fn a_call_outside_a_runtime_is_an_error() {
    let client: Client = builder("http://127.0.0.1:1")
        .no_proxy()
        .build()
        .expect("a client");
    let mut call = pin!(client.call_raw(Request::new(&PING)).into_future());
    let Poll::Ready(outcome) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nobody would wake it");
    };
    let error = outcome.expect_err("there is no runtime");
    assert_not_sent(&error, "no runtime");
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("Tokio"), "{error}");
}

#[tokio::test]
async fn calls_that_are_dropped_leave_the_client_as_it_was() {
    let mut server = Server::start(vec![vec![Read, Stall]]).await;
    let client: Client = builder(&server.url()).no_proxy().build().expect("a client");
    for _ in 0..100 {
        let mut call = pin!(client.call_raw(Request::new(&PING)).into_future());
        tokio::select! {
            _ = call.as_mut() => panic!("the server says nothing"),
            () = server.stalled() => {}
        }
    }
    assert_eq!(server.requests(), 100);
    drop(server);

    let answers = [Read, Write(OK)].repeat(1000);
    let server = Server::start(vec![answers]).await;
    let client: Client = builder(&server.url()).no_proxy().build().expect("a client");
    let calls = (0..200).map(|_| client.call_raw(Request::new(&PING)).into_future());
    for outcome in futures_util::future::join_all(calls).await {
        assert_eq!(outcome.expect("a success").status(), 204);
    }
    assert_eq!(server.requests(), 200);
}
