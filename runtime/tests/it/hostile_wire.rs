//! A hostile server below HTTP: answers that break its syntax, or bring more than was asked for.

use std::time::Duration;

use signon_runtime::testing::TestClock;
use signon_runtime::{
    Client, ClientBuilder, Credential, Error, Operation, RawResponse, Request, RetryPolicy,
};

use crate::acme::{API, BEARER, BEARER_POST, GetThing};
use crate::secrets::{Log, shown};
use crate::server::Act::{Close, Read, Reset, Stall, Write};
use crate::server::Server;

/// Answers to one request each, and then the connection ends.
const ANSWERS: &[(&str, &[u8])] = &[
    ("nothing", b""),
    ("garbage", b"\x00\x01\x02\x03 not HTTP at all"),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    ("HTTP/0.9", b"{\"id\": 1}"),
    ("HTTP/2 in the clear", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("HTTP/3.7", b"HTTP/3.7 200 OK\r\ncontent-length: 0\r\n\r\n"),
    ("no status", b"HTTP/1.1  OK\r\ncontent-length: 0\r\n\r\n"),
    ("status 0", b"HTTP/1.1 000 x\r\ncontent-length: 0\r\n\r\n"),
    ("status 1000", b"HTTP/1.1 1000 x\r\ncontent-length: 0\r\n\r\n"),
    ("negative status", b"HTTP/1.1 -20 x\r\ncontent-length: 0\r\n\r\n"),
    ("a NUL in a header", b"HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n"),
    ("a NUL in a name", b"HTTP/1.1 200 OK\r\nx\0y: a\r\ncontent-length: 0\r\n\r\n"),
    ("a folded header", b"HTTP/1.1 400 x\r\nx: a\r\n b: c\r\ncontent-length: 0\r\n\r\n"),
    ("a bare CR", b"HTTP/1.1 400 x\r\nx: a\rset-cookie: b\r\ncontent-length: 0\r\n\r\n"),
    ("no colon", b"HTTP/1.1 400 x\r\nxyz\r\ncontent-length: 0\r\n\r\n"),
    ("an empty name", b"HTTP/1.1 400 x\r\n: a\r\ncontent-length: 0\r\n\r\n"),
    ("a blank before the colon", b"HTTP/1.1 400 x\r\ncontent-length : 5\r\n\r\n"),
    ("two lengths", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}      ."),
    ("a list of lengths", b"HTTP/1.1 200 OK\r\ncontent-length: 2, 9\r\n\r\n{}      ."),
    ("a negative length", b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}"),
    ("a length with a sign", b"HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\n{}"),
    ("a length in hex", b"HTTP/1.1 200 OK\r\ncontent-length: 0x2\r\n\r\n{}"),
    ("a length that is too large", b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616\r\n\r\n{}"),
    ("the largest length", b"HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n{}"),
    ("nearly the largest length", b"HTTP/1.1 400 x\r\ncontent-length: 18446744073709551613\r\n\r\n{}"),
    ("a length beyond the content", b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n{}"),
    ("a length and chunks", b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nx\r\n\r\n"),
    ("chunks of another encoding", b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ("a chunk without a size", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n"),
    ("a chunk of a negative size", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n"),
    ("a chunk that is too large", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\nabc\r\n0\r\n\r\n"),
    ("the largest chunk", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
    ("a chunk that breaks off", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc"),
    ("a chunk longer than its size", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"),
    ("chunks without the last", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{} \r\n"),
    ("trailers that break off", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: y\r\n"),
    ("100 and no more", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ("103 and no more", b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
    ("101", b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
    ("gzip that is none", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n{\"id\": 1}"),
    ("gzip that breaks off", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00"),
    ("gzip of a name without end", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0aaaaaaaaaaaaaaaa"),
    ("brotli that is none", b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n\xff\xff\xff\xff\xff"),
    ("gzip twice", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\n\r\n\x1f\x8b\x08\x00\x00\x00"),
    ("gzip in two headers", b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-encoding: br\r\n\r\n\x1f\x8b"),
    ("an unknown encoding", b"HTTP/1.1 200 OK\r\ncontent-encoding: s3cr3t-token\r\n\r\nabc"),
    ("a secret for a status", b"HTTP/1.1 400 s3cr3t-token\r\ns3cr3t-token: s3cr3t-token\r\ncontent-length: 0\r\n\r\n"),
    ("a secret for HTTP", b"s3cr3t-token\r\n\r\n"),
];

fn client(server: &Server, attempts: u32) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .no_proxy()
        .credential(Credential::bearer("bearer", "s3cr3t-token"))
        .clock(TestClock::new())
        .body_limit(10_000)
        .retry(
            RetryPolicy::new()
                .max_attempts(attempts)
                .backoff_between(Duration::ZERO, Duration::ZERO),
        )
        .build()
        .expect("a client")
}

fn text(outcome: &Result<RawResponse, Error>) -> String {
    match outcome {
        Ok(raw) => format!("{raw:?}"),
        Err(error) => shown(error),
    }
}

#[tokio::test]
async fn no_answer_has_a_post_sent_twice_or_a_secret_shown() {
    let log = Log::default();
    let _guard = log.start();
    for (name, answer) in ANSWERS {
        for end in [Close, Reset] {
            let server = Server::start(vec![vec![Read, Write(answer), end]]).await;
            let outcome = client(&server, 3)
                .call_raw(Request::new(&BEARER_POST).json(&1))
                .await;
            assert_eq!(server.requests(), 1, "{name}");
            if let Err(error) = &outcome {
                assert!(error.may_have_been_sent(), "{name}");
            }
            assert!(!text(&outcome).contains("s3cr3t"), "{name}");

            let server = Server::start(vec![vec![Read, Write(answer), end]]).await;
            let outcome = client(&server, 3).call_raw(Request::new(&BEARER)).await;
            assert!((1..=3).contains(&server.requests()), "{name}");
            assert!(!text(&outcome).contains("s3cr3t"), "{name}");
        }
    }
    let log = log.text();
    assert!(!log.contains("s3cr3t"), "{log}");
}

const MORE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"id\": 666}";
const ONE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";

/// `answer` with another one behind it.
fn with_more(answer: &[u8]) -> &'static [u8] {
    Box::leak([answer, MORE].concat().into_boxed_slice())
}

#[tokio::test]
async fn bytes_after_an_answer_never_answer_the_next_call() {
    const CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"id\": 1}\r\n0\r\n\r\n";
    const EMPTY: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";
    const NOT_MODIFIED: &[u8] = b"HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n";
    const REDIRECT: &[u8] = b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n";
    const REFUSED: &[u8] = b"HTTP/1.1 400 x\r\ncontent-length: 0\r\n\r\n";
    const UNAVAILABLE: &[u8] = b"HTTP/1.1 503 x\r\ncontent-length: 0\r\n\r\n";
    const BOMB: &[u8] =
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\n\x1f";
    for answer in [
        ONE,
        CHUNKED,
        EMPTY,
        NOT_MODIFIED,
        REDIRECT,
        REFUSED,
        UNAVAILABLE,
        BOMB,
    ] {
        let first = vec![Read, Write(with_more(answer)), Read, Stall];
        let server =
            Server::start(vec![first, vec![Read, Write(ONE), Read, Write(ONE), Close]]).await;
        let client = client(&server, 3);
        let outcomes = [
            GetThing("1").send(&client).await.ok(),
            GetThing("1").send(&client).await.ok(),
        ];
        for thing in outcomes.into_iter().flatten() {
            assert_eq!(thing.id, 1);
        }
    }
}
