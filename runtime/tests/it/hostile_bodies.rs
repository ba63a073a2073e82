//! Bodies and heads of a hostile server that never end, grow or nest: each call ends, with little in memory.

use std::cell::Cell;
use std::time::Duration;

use serde_json::Value;
use signon_runtime::testing::TestClock;
use signon_runtime::{Client, ClientBuilder, ErrorKind, Json, Operation, Request, RetryPolicy};

use crate::acme::{API, DOWNLOAD, GetThing, PING};
use crate::secrets::shown;
use crate::server::Act::{self, Close, Flood, Read, Stall, Write};
use crate::server::Server;

const LIMIT: u64 = 10_000;
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\n\r\n";
const BLANKS: &[u8] = &[b' '; 8192];
const ZEROS: &[u8] = &[b'0'; 8192];
const LETTERS: &[u8] = &[b'a'; 8192];

fn client(server: &Server, clock: &TestClock) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .no_proxy()
        .clock(clock.clone())
        .retry(RetryPolicy::never())
        .attempt_timeout(Duration::from_secs(30))
        .body_limit(LIMIT)
        .build()
        .expect("a client")
}

/// A server that answers one request in each of these ways, and its client.
async fn scripted(answers: impl IntoIterator<Item = Vec<Act>>) -> (Server, TestClock, Client) {
    let script = answers.into_iter().map(|acts| [vec![Read], acts].concat());
    let server = Server::start(script.collect()).await;
    let clock = TestClock::new();
    let client = client(&server, &clock);
    (server, clock, client)
}

/// Floods, and the errors that they end in.
fn floods() -> Vec<(&'static str, Vec<Act>, ErrorKind)> {
    let (bomb, more) = bomb();
    let gzip: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n";
    let name: &[u8] = b"\x1f\x8b\x08\x08\0\0\0\0\0\0";
    // Stored blocks without content (RFC 1951, section 3.2.4).
    let nothing: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\0";
    let brotli: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n\x00";
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nlink: </a>\r\n\r\n";
    let interim: &[u8] = interim.repeat(1_000).leak();
    let empty: &[u8] = b"\0\0\0\xff\xff".repeat(2_000).leak();
    vec![
        (
            "interim answers",
            vec![Write(interim), Stall],
            ErrorKind::Timeout,
        ),
        (
            "headers",
            vec![Write(b"HTTP/1.1 200 OK\r\n"), Flood(b"x-a: b\r\n")],
            ErrorKind::Transport,
        ),
        (
            "a header",
            vec![Write(b"HTTP/1.1 200 OK\r\nx-a: "), Flood(LETTERS)],
            ErrorKind::Transport,
        ),
        (
            "a reason",
            vec![Write(b"HTTP/1.1 200 "), Flood(LETTERS)],
            ErrorKind::Transport,
        ),
        (
            "line ends before the head",
            vec![Flood(b"\r\n\r\n\r\n\r\n")],
            ErrorKind::Transport,
        ),
        (
            "a chunk's extension",
            vec![Write(CHUNKED), Write(b"1;a="), Flood(LETTERS)],
            ErrorKind::Transport,
        ),
        (
            "chunks with extensions",
            vec![Write(CHUNKED), Flood(b"1;abcdefgh=\"ijklm\"\r\n \r\n")],
            ErrorKind::Transport,
        ),
        (
            "a chunk's size",
            vec![Write(CHUNKED), Write(ZEROS), Stall],
            ErrorKind::Timeout,
        ),
        (
            "trailers",
            vec![Write(CHUNKED), Write(b"0\r\n"), Flood(b"x-a: b\r\n")],
            ErrorKind::Transport,
        ),
        (
            "a trailer",
            vec![Write(CHUNKED), Write(b"0\r\nx-a: "), Flood(LETTERS)],
            ErrorKind::Transport,
        ),
        (
            "a body",
            vec![Write(HEAD), Flood(BLANKS)],
            ErrorKind::Unexpected,
        ),
        (
            "small chunks",
            vec![Write(CHUNKED), Flood(b"1\r\n \r\n")],
            ErrorKind::Unexpected,
        ),
        (
            "an error's body",
            vec![Write(NOT_FOUND), Flood(BLANKS)],
            ErrorKind::Api,
        ),
        (
            "a bomb",
            vec![Write(gzip), Write(bomb), Flood(more)],
            ErrorKind::Unexpected,
        ),
        (
            "gzip's file name",
            vec![Write(gzip), Write(name), Write(LETTERS), Stall],
            ErrorKind::Timeout,
        ),
        (
            "gzip without content",
            vec![Write(gzip), Write(nothing), Write(empty), Stall],
            ErrorKind::Timeout,
        ),
        (
            "bytes after gzip",
            vec![Write(gzip), Write(GZIP), Flood(LETTERS)],
            ErrorKind::Transport,
        ),
        (
            "brotli of blanks",
            vec![Write(brotli), Flood(BLANKS)],
            ErrorKind::Transport,
        ),
    ]
}

/// `{"id": 1}`, by gzip.
const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x4c\x51\xb2\x52\x30\xac\x05\x00\x85\x40\xd4\x56\x09\x00\x00\x00";

/// A gzip stream of one blank and then copies of it, 258 for each 13 bits (RFC 1951, section 3.2.6): how it begins, and
/// 13 bytes that go on with it.
fn bomb() -> (&'static [u8], &'static [u8]) {
    // The last block, with fixed codes; the code of a blank; then a length of 258 at a distance of 1.
    let mut bits = vec![true, true, false];
    bits.extend([false, true, false, true, false, false, false, false]);
    for _ in 0..80 {
        bits.extend([true, true, false, false, false, true, false, true]);
        bits.extend([false; 5]);
    }
    let byte = |bits: &[bool]| {
        let set = bits.iter().enumerate().filter(|(_, bit)| **bit);
        set.fold(0_u8, |byte, (at, _)| byte | 1 << at)
    };
    let bytes: Vec<u8> = bits.chunks_exact(8).map(byte).collect();
    let mut start = b"\x1f\x8b\x08\0\0\0\0\0\0\0".to_vec();
    let (first, rest) = bytes.split_at(26);
    start.extend(first);
    (start.leak(), rest.split_at(13).0.to_vec().leak())
}

#[tokio::test]
async fn floods_end_by_a_limit_or_with_the_time() {
    let scripts = floods().into_iter().map(|(_, acts, _)| acts);
    let (mut server, clock, client) = scripted(scripts).await;
    for (name, _, kind) in floods() {
        let is_done = Cell::new(false);
        let call = async {
            let outcome = client.call_raw(Request::new(&PING)).await;
            is_done.set(true);
            outcome
        };
        let time = async {
            server.stalled().await;
            // The client has its turns: until it has read enough, if there is a limit.
            let turns = if kind == ErrorKind::Timeout {
                300
            } else {
                30_000
            };
            for _ in 0..turns {
                if is_done.get() {
                    return;
                }
                tokio::task::yield_now().await;
            }
            clock.advance(Duration::from_secs(30));
        };
        let (outcome, ()) = tokio::join!(call, time);
        let error = outcome.expect_err(name);
        assert_eq!(error.kind(), kind, "{name}: {error}");
        assert_eq!(error.attempts(), 1, "{name}");
        assert!(error.to_string().len() < 2_000, "{name}");
        if let Some(body) = error.body() {
            assert!(body.len() < 1_000_000, "{name}: {} bytes", body.len());
        }
    }
}

#[tokio::test]
async fn lines_and_events_have_a_limit_and_keep_no_silence() {
    for flood in [LETTERS, b"data: x\n", b"\"aaaaaaaa\" "] {
        let (_server, _, client) = scripted([vec![Write(HEAD), Flood(flood)]]).await;
        let download = || client.call_raw(Request::new(&DOWNLOAD).path("id", "1"));
        let mut events = download().await.unwrap().events::<Value>().unwrap();
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unexpected, "{error}");
        assert!(events.next().await.is_none());
        if flood.contains(&b'\n') {
            continue;
        }
        let mut lines = download().await.unwrap().lines::<Value>().unwrap();
        let error = lines.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unexpected, "{error}");
        assert!(error.to_string().contains("10000"), "{error}");
        assert!(lines.next().await.is_none());
    }
}

#[tokio::test]
async fn nested_json_is_an_error_and_no_overflow_of_the_stack() {
    let mut answers = Vec::new();
    for (open, close) in [
        ("[", "]"),
        ("{\"a\":", "}"),
        ("{\"id\":[", "]}"),
        ("{\"message\":", "}"),
    ] {
        for (depth, status) in [
            (200, "200 OK"),
            (4_000, "200 OK"),
            (200, "404 x"),
            (4_000, "404 x"),
        ] {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\r\n");
            let answer: &'static [u8] = format!("{head}{open}1{close}").into_bytes().leak();
            answers.extend([vec![Write(answer), Close], vec![Write(answer), Close]]);
        }
    }
    let count = answers.len() / 2;
    let (_server, _, client) = scripted(answers).await;
    for _ in 0..count {
        match client.call_raw(Request::new(&PING)).await {
            Ok(raw) => {
                let bytes = raw.bytes().unwrap();
                assert!(serde_json::from_slice::<Json>(&bytes).is_err());
            }
            Err(error) => assert!(shown(&error).len() < 20_000),
        }
        let error = GetThing("1").send(&client).await.unwrap_err();
        assert!(error.path().is_none_or(|path| path.len() < 300), "{error}");
        assert!(shown(&error).len() < 20_000);
    }
}

#[tokio::test]
async fn chunks_are_read_as_they_are_written() {
    let cases: &[(&'static [u8], Option<i64>)] = &[
        (b"9\r\n{\"id\": 1}\r\n0\r\n\r\n", Some(1)),
        (b"009\r\n{\"id\": 1}\r\n000\r\n\r\n", Some(1)),
        (b"9;a=b;c=\"d\"\r\n{\"id\": 1}\r\n0\r\nx-a: b\r\n\r\n", Some(1)),
        (b"9 \r\n{\"id\": 1}\r\n0\r\n\r\n", Some(1)),
        (b"+9\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"0x9\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"-1\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"8\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"a\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"9\n{\"id\": 1}\n0\n\n", None),
        (b"ffffffffffffffff0\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"7fffffffffffffff\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"9;a\nb\r\n{\"id\": 1}\r\n0\r\n\r\n", None),
        (b"9\r\n{\"id\": 1}\r\n0\r\ntransfer-encoding: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{\"id\": 2}", Some(1)),
    ];
    let answers = cases
        .iter()
        .map(|(chunks, _)| vec![Write(CHUNKED), Write(chunks), Close]);
    let (_server, _, client) = scripted(answers).await;
    for (chunks, expected) in cases {
        let outcome = GetThing("1").send(&client).await;
        let id = outcome.map(|thing| thing.id).ok();
        assert_eq!(id, *expected, "{}", String::from_utf8_lossy(chunks));
    }
}
