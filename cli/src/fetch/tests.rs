//! Tests against misbehaving local servers.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use signon_codegen::{Fetch as _, FetchError, Fetched};
use signon_oracle::server::{respond, serve};

use super::Http;

const LIMIT: u64 = 1000;

fn fetch(address: SocketAddr, path: &str) -> Result<Fetched, FetchError> {
    let http = Http::within(Duration::from_secs(20), Duration::from_secs(20));
    http.fetch(&format!("http://{address}{path}"), LIMIT)
}

fn reason(result: Result<Fetched, FetchError>) -> String {
    match result {
        Err(FetchError::Failed(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn query_and_same_origin_redirects_are_followed() {
    let address = serve(|path, stream| match path {
        "/latest?key=a%26b&x=1" => respond(stream, "302 Found\r\nlocation: /v2/api.yaml", b""),
        path => respond(stream, "200 OK", path.as_bytes()),
    });
    let fetched = fetch(address, "/latest?key=a%26b&x=1").expect("a document");
    assert_eq!(fetched.url, format!("http://{address}/v2/api.yaml"));
    assert_eq!(fetched.bytes, b"/v2/api.yaml");
}

#[test]
fn cross_origin_redirects_are_rejected() {
    let other = serve(|_, stream| respond(stream, "200 OK", b"reached"));
    let address = serve(move |_, stream| {
        respond(
            stream,
            &format!("302 Found\r\nlocation: http://{other}/"),
            b"",
        );
    });
    assert_eq!(reason(fetch(address, "/")), "redirected to another origin");
    let address =
        serve(|_, stream| respond(stream, "302 Found\r\nlocation: file:///etc/passwd", b""));
    assert!(reason(fetch(address, "/")).contains("redirect"));
}

#[test]
fn redirect_loops_are_rejected() {
    let address = serve(|path, stream| {
        respond(stream, &format!("302 Found\r\nlocation: {path}x"), b"");
    });
    assert!(reason(fetch(address, "/")).starts_with("too many redirects"));
}

#[test]
fn oversized_documents_are_rejected() {
    let address = serve(|_, stream| respond(stream, "200 OK", &[b'a'; 1001]));
    assert_eq!(fetch(address, "/"), Err(FetchError::TooLarge));
    // Without a length, and without an end.
    let address = serve(|_, stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"));
        while stream.write_all(&[b'a'; 1000]).is_ok() {}
    });
    assert_eq!(fetch(address, "/"), Err(FetchError::TooLarge));
}

#[test]
fn decompression_bombs_are_rejected() {
    let address = serve(|_, stream| {
        let head = "200 OK\r\ncontent-encoding: gzip";
        respond(stream, head, &gzip_of_zeros(1 << 20));
    });
    assert_eq!(fetch(address, "/"), Err(FetchError::TooLarge));
}

/// Returns a gzip stream of about this many zeros.
fn gzip_of_zeros(bytes: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let mut bits = Bits::default();
    // The last block, with fixed codes (RFC 1951, section 3.2.6): a zero, then matches of 258 bytes at distance 1.
    bits.push(1, 1);
    bits.push(1, 2);
    bits.code(0x30, 8);
    for _ in 0..bytes / 258 {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    out.extend(bits.bytes);
    out
}

/// Writes bits, least significant first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn push(&mut self, bit: u8, count: u32) {
        for index in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = (bit >> index) & 1;
            if let Some(last) = self.bytes.last_mut() {
                *last |= bit << (self.used % 8);
            }
            self.used += 1;
        }
    }

    /// Writes a Huffman code, most significant bit first.
    fn code(&mut self, code: u8, length: u32) {
        for index in (0..length).rev() {
            self.push((code >> index) & 1, 1);
        }
    }
}

#[test]
fn slow_servers_time_out() {
    let address = serve(|_, stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"));
        // Until the client disconnects.
        drop(stream.read(&mut [0]));
    });
    let http = Http::within(Duration::from_millis(200), Duration::from_secs(20));
    let url = format!("http://{address}/");
    let reason = reason(http.fetch(&url, LIMIT));
    assert_eq!(reason, "timed out after 1 s");
    let http = Http::within(Duration::from_secs(20), Duration::ZERO);
    assert_eq!(
        http.fetch(&url, LIMIT),
        Err(FetchError::Failed(String::from(
            "timed out: the documents take too long"
        )))
    );
}

#[test]
fn failures_report_the_status_without_the_body() {
    let address = serve(|_, stream| respond(stream, "404 Not Found", b"\x1b[2Jsecret"));
    assert_eq!(
        reason(fetch(address, "/")),
        "the server responded with `404 Not Found`"
    );
    let closed = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    assert!(!reason(fetch(closed.expect("an address"), "/")).is_empty());
}
