//! HTTP/2, where a server offers it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use http::Response;
use signon_runtime::{
    Client, ClientBuilder, Credential, ErrorKind, Operation, Request, RetryPolicy,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::acme::{API, BEARER_POST, CREATE, GetThing};
use crate::authority::Authority;
use crate::secrets::{Log, shown};
use crate::tls_server::config;

/// A client of a server that resets requests for these reasons, in turn, before it answers all others.
async fn client(resets: &'static [Reason]) -> Client {
    let authority = Authority::new();
    let mut config = config(&authority.issue("127.0.0.1"), None);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("it succeeds");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut resets = resets.iter();
        while let Ok((connection, _)) = listener.accept().await {
            let stream = acceptor.accept(connection).await.expect("it succeeds");
            let mut connection = h2::server::handshake(stream).await.expect("it succeeds");
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                if let Some(reason) = resets.next() {
                    respond.send_reset(*reason);
                    continue;
                }
                let mut body = respond
                    .send_response(Response::new(()), false)
                    .expect("it is open");
                body.send_data(Bytes::from_static(b"{\"id\": 1}"), true)
                    .expect("it is open");
            }
        }
    });
    builder(url, &authority).build().expect("a client")
}

fn builder(url: String, authority: &Authority) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .no_proxy()
        .root_certificate(&authority.pem)
        .credential(Credential::bearer("bearer", "s3cr3t-token"))
        .timeout(Duration::from_secs(20))
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
}

#[tokio::test]
async fn http2_is_used_where_the_server_offers_it() {
    let client = client(&[]).await;
    for _ in 0..3 {
        assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
    }
}

#[tokio::test]
async fn a_request_that_the_server_has_not_processed_is_sent_again() {
    let client = client(&[Reason::REFUSED_STREAM]).await;
    let answer = client.call_raw(Request::new(&CREATE).json(&1)).await;
    assert_eq!(answer.unwrap().status(), 200);
}

#[tokio::test]
async fn a_request_that_the_server_may_have_processed_is_not_sent_again() {
    let client = client(&[Reason::INTERNAL_ERROR]).await;
    let error = client.call_raw(Request::new(&CREATE).json(&1)).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 1);
    assert!(error.may_have_been_sent());
}

/// A client of a server that answers the first request with these frames and ends the connection;
/// and how many requests the server saw.
async fn scripted(frames: &'static [&'static [u8]]) -> (Client, Arc<AtomicUsize>) {
    let authority = Authority::new();
    let mut config = config(&authority.issue("127.0.0.1"), None);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("it succeeds");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let mut stream = acceptor.accept(connection).await.expect("it succeeds");
            stream.read_exact(&mut [0; 24]).await.expect("a preface");
            stream
                .write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0])
                .await
                .expect("it is open");
            // Up to the end of the request: its headers alone, or its data.
            loop {
                let mut head = [0; 9];
                if stream.read_exact(&mut head).await.is_err() {
                    break;
                }
                let [a, b, c, kind, flags, ..] = head;
                let length = u32::from_be_bytes([0, a, b, c]);
                let mut content = vec![0; usize::try_from(length).expect("it is small")];
                stream.read_exact(&mut content).await.expect("a frame");
                if matches!(kind, 0 | 1) && flags & 1 == 1 {
                    count.fetch_add(1, Ordering::SeqCst);
                    break;
                }
            }
            for frame in frames {
                if stream.write_all(frame).await.is_err() {
                    break;
                }
            }
            let _ = stream.shutdown().await;
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    let client = builder(url, &authority).build().expect("a client");
    (client, requests)
}

/// Frames of a server: a length, a type, flags, a stream, the content.
const GOING_AWAY_LATER: &[u8] = &[
    0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0,
];
const GOING_AWAY_AFTER: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
const GOING_AWAY_BEFORE: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const GOING_AWAY_IN_ANGER: &[u8] = &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 11];
const RESET_IN_ORDER: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0];
const REFUSED: &[u8] = &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7];
/// `:status: 200`, and that it goes on.
const HEAD: &[u8] = &[0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88];
const HEAD_THAT_GOES_ON: &[u8] = &[0, 0, 1, 1, 0, 0, 0, 0, 1, 0x88];
const CONTINUATION: &[u8] = &[0, 0, 0, 9, 0, 0, 0, 0, 1];
const NO_DATA: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 1];
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
const PING: &[u8] = &[0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
const NO_WINDOW: &[u8] = &[0, 0, 4, 8, 0, 0, 0, 0, 1, 0, 0, 0, 0];
const PUSH: &[u8] = &[0, 0, 5, 5, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0x82];
const HUGE: &[u8] = &[0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1];

#[tokio::test]
async fn no_frames_of_a_server_have_a_post_sent_twice() {
    let log = Log::default();
    let _guard = log.start();
    let cases: &[(&str, &'static [&'static [u8]])] = &[
        ("nothing", &[]),
        ("GOAWAY of all that may come", &[GOING_AWAY_LATER]),
        ("GOAWAY of what came after", &[GOING_AWAY_AFTER]),
        ("both", &[GOING_AWAY_LATER, GOING_AWAY_AFTER]),
        ("GOAWAY with an error", &[GOING_AWAY_IN_ANGER]),
        ("GOAWAY and a reset", &[GOING_AWAY_AFTER, RESET_IN_ORDER]),
        ("a reset without an error", &[RESET_IN_ORDER]),
        ("a head and GOAWAY", &[HEAD, GOING_AWAY_AFTER]),
        ("a head, and a refusal", &[HEAD, REFUSED]),
        ("a head, data, and a refusal", &[HEAD, NO_DATA, REFUSED]),
        (
            "a head, and a reset without an error",
            &[HEAD, RESET_IN_ORDER],
        ),
        ("a head, and GOAWAY of it", &[HEAD, GOING_AWAY_BEFORE]),
        ("a window of nothing", &[NO_WINDOW]),
        ("a push", &[PUSH]),
        ("a frame that is too large", &[HUGE]),
        (
            "garbage",
            &[b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"],
        ),
        ("a head within a head", &[HEAD_THAT_GOES_ON; 2]),
        ("continuations", &[CONTINUATION; 3]),
    ];
    for (name, frames) in cases {
        let (client, requests) = scripted(frames).await;
        let outcome = client.call_raw(Request::new(&BEARER_POST).json(&1)).await;
        let error = outcome.expect_err(name);
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{name}: {error}");
        assert!(error.may_have_been_sent(), "{name}: {error}");
        assert!(!shown(&error).contains("s3cr3t"), "{name}");
    }
    let log = log.text();
    assert!(!log.contains("s3cr3t"), "{log}");
}

#[tokio::test]
async fn a_whole_answer_before_a_reset_is_whole() {
    // Its end is marked, or its length is known.
    const MARKED: &[u8] = &[0, 0, 2, 0, 1, 0, 0, 0, 1, b'{', b'}'];
    const DATA: &[u8] = &[0, 0, 2, 0, 0, 0, 0, 0, 1, b'{', b'}'];
    /// `:status: 200` and `content-length: 2`.
    const LENGTH: &[u8] = &[0, 0, 5, 1, 4, 0, 0, 0, 1, 0x88, 0x0f, 0x0d, 1, b'2'];
    let cases: [&'static [&'static [u8]]; 3] = [
        &[HEAD, MARKED, RESET_IN_ORDER],
        &[HEAD, MARKED, GOING_AWAY_BEFORE],
        &[LENGTH, DATA, RESET_IN_ORDER],
    ];
    for frames in cases {
        let (client, _) = scripted(frames).await;
        let answer = client.call_raw(Request::new(&CREATE).json(&1)).await;
        assert_eq!(answer.expect("a success").status(), 200);
    }
}

#[tokio::test]
async fn floods_end() {
    const FLOOD: usize = 10_000;
    static SETTINGS_FLOOD: [&[u8]; FLOOD] = [SETTINGS; FLOOD];
    static PINGS: [&[u8]; FLOOD] = [PING; FLOOD];
    static WINDOWS: [&[u8]; FLOOD] = [&[0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1]; FLOOD];
    static RESETS: [&[u8]; FLOOD] = [RESET_IN_ORDER; FLOOD];
    for flood in [&SETTINGS_FLOOD, &PINGS, &WINDOWS, &RESETS] {
        let (client, requests) = scripted(flood).await;
        let outcome = client.call_raw(Request::new(&BEARER_POST).json(&1)).await;
        let error = outcome.expect_err("a flood");
        assert!(error.may_have_been_sent(), "{error}");
        assert_eq!(requests.load(Ordering::SeqCst), 1, "{error}");
    }
}
