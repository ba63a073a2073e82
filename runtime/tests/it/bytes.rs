//! What the built-in transport makes of the bytes of a response.

use std::time::Duration;

use http::Method;
use signon_runtime::{
    Client, ClientBuilder, Error, ErrorKind, Operation, RawResponse, Request, RetryPolicy,
};

use crate::acme::{API, GetThing};
use crate::server::Act::{Close, Read, Write};
use crate::server::Server;

/// `{"id": 1}`, by gzip.
const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x4c\x51\xb2\x52\x30\xac\x05\x00\x85\x40\xd4\x56\x09\x00\x00\x00";
/// 12,000 blanks, by gzip.
const BLANKS: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x31\x01\x00\x00\x00\xc2\xa0\x2a\xeb\x9f\xd2\x18\x3e\x40\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc0\xdf\x00\x89\x7c\xe9\xb3\xe0\x2e\x00\x00";
/// `{"id": 1}`, by brotli, in a block that is not compressed (RFC 7932, section 9.2).
const BROTLI: &[u8] = b"\x80\x00\x10{\"id\": 1}\x03";

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .no_proxy()
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
        .body_limit(10_000)
        .build()
        .expect("a client")
}

/// The response of these headers and this body.
fn response(headers: &str, body: &[u8]) -> &'static [u8] {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
    [head.as_bytes(), body].concat().leak()
}

async fn read(method: Method, bytes: &'static [u8]) -> Result<RawResponse, Error> {
    let server = Server::start(vec![vec![Read, Write(bytes), Close]]).await;
    client(&server)
        .call_raw(Request::custom(method, "/things/1"))
        .await
}

#[tokio::test]
async fn compressed_bodies() {
    for (encoding, body) in [
        ("gzip", GZIP),
        ("GZIP", GZIP),
        ("x-gzip", GZIP),
        ("br", BROTLI),
        ("gzip", b""),
        ("br", b""),
    ] {
        for length in [format!("content-length: {}\r\n", body.len()), String::new()] {
            let headers = format!("content-encoding: {encoding}\r\n{length}");
            let answer = read(Method::GET, response(&headers, body)).await;
            let answer = answer.unwrap();
            let expected: &[u8] = if body.is_empty() { b"" } else { b"{\"id\": 1}" };
            assert_eq!(answer.body().unwrap(), expected, "{headers}");
            assert!(answer.headers().get("content-encoding").is_none());
            assert!(answer.headers().get("content-length").is_none());
        }
    }
}

#[tokio::test]
async fn integers_of_a_body_without_fields_have_any_spelling() {
    let body = b"[1.0, 2e3, -4]";
    let headers = format!("content-length: {}\r\n", body.len());
    let read = async || read(Method::GET, response(&headers, body)).await.unwrap();
    assert_eq!(read().await.json::<Vec<i64>>().unwrap(), [1, 2000, -4]);
    assert_eq!(
        read().await.json::<Vec<f64>>().unwrap(),
        [1.0, 2000.0, -4.0]
    );
    read().await.json::<Vec<u8>>().unwrap_err();
}

#[tokio::test]
async fn unknown_content_encodings_are_left_alone() {
    for headers in [
        "content-encoding: zstd\r\n",
        "content-encoding: identity\r\n",
        "content-encoding: gzip, br\r\n",
        "content-encoding: br\r\ncontent-encoding: gzip\r\n",
    ] {
        let answer = read(Method::GET, response(headers, GZIP)).await.unwrap();
        assert_eq!(answer.body().unwrap(), GZIP);
        assert!(answer.headers().contains_key("content-encoding"));
    }
}

#[tokio::test]
async fn responses_without_content_may_name_an_encoding() {
    let headers = "content-encoding: gzip\r\ncontent-length: 29\r\n";
    let answer = read(Method::HEAD, response(headers, b"")).await.unwrap();
    assert!(answer.body().unwrap().is_empty());
    let no_content: &[u8] = b"HTTP/1.1 204 No Content\r\ncontent-encoding: br\r\n\r\n";
    let answer = read(Method::GET, no_content).await.unwrap();
    assert!(answer.body().unwrap().is_empty());
}

#[tokio::test]
async fn compressed_bodies_that_are_broken_are_errors() {
    let truncated = &GZIP[..20];
    let extended = [GZIP, b"more"].concat();
    let corrupt = [&GZIP[..21], b"\0\0\0\0\0\0\0\0"].concat();
    for (encoding, body) in [
        ("gzip", truncated),
        ("gzip", &extended),
        ("gzip", &corrupt),
        ("gzip", b"{\"id\": 1}"),
        ("br", &BROTLI[..6]),
        ("br", b"\xff\xff"),
    ] {
        let headers = format!("content-encoding: {encoding}\r\n");
        let error = read(Method::GET, response(&headers, body)).await;
        let error = error.expect_err(&headers);
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.may_have_been_sent());
    }
}

#[tokio::test]
async fn the_limit_counts_what_is_decompressed() {
    let headers = "content-encoding: gzip\r\ncontent-length: 48\r\n";
    let server = Server::start(vec![vec![Read, Write(response(headers, BLANKS)), Close]]).await;
    let error = GetThing("1").send(&client(&server)).await.unwrap_err();
    assert!(
        error.to_string().contains("more than 10000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn interim_responses_and_trailers_are_skipped() {
    let interim: &[&'static [u8]] = &[
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n",
    ];
    let chunked = response(
        "transfer-encoding: chunked\r\n",
        b"9\r\n{\"id\": 1}\r\n0\r\nx-trailer: 1\r\n\r\n",
    );
    for interim in interim {
        let server = Server::start(vec![vec![Read, Write(interim), Write(chunked), Close]]).await;
        assert_eq!(GetThing("1").send(&client(&server)).await.unwrap().id, 1);
    }
}

#[tokio::test]
async fn too_many_headers_are_an_error() {
    let headers: Vec<String> = (0..101).map(|index| format!("x-{index}: 1\r\n")).collect();
    let headers = headers.concat();
    let error = read(Method::GET, response(&headers, b"")).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn connections_that_the_server_closes_are_replaced() {
    let answer = response("content-length: 9\r\n", b"{\"id\": 1}");
    let server = Server::start(vec![vec![Read, Write(answer), Close]]).await;
    let client = client(&server);
    for _ in 0..10 {
        assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
    }
}

#[tokio::test]
async fn an_overlong_url_is_not_sent() {
    let server = Server::start(vec![vec![Close]]).await;
    let error = GetThing("x".repeat(70_000).leak())
        .send(&client(&server))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!((error.attempts(), error.retry_stop_reason()), (0, None));
    assert!(!error.may_have_been_sent());
    assert_eq!(server.requests(), 0);
}
