//! Faults of a network and of servers, over real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use signon_runtime::testing::TestClock;
use signon_runtime::{
    Client, ClientBuilder, Credential, Error, ErrorKind, Operation, Request, RetryPolicy,
};
use socket2::{Domain, Socket, Type};

use crate::acme::{API, BEARER, CREATE, DOWNLOAD, GetThing, Thing};
use crate::server::Act::{self, Close, Read, Reset, Stall, Write};
use crate::server::Server;

const OK: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";

fn client(server: &Server, clock: &TestClock) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .clock(clock.clone())
        // No wait before a repeat, so that the clock need not be moved.
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
        .attempt_timeout(Duration::from_secs(30))
        .body_limit(10_000)
        .build()
        .expect("a client")
}

/// What a call gives when each of its tries meets these acts, and how many tries the server saw.
async fn meet(acts: &[Act]) -> (Result<Thing, Error>, usize) {
    let server = Server::start(vec![acts.to_vec()]).await;
    let outcome = GetThing("1")
        .send(&client(&server, &TestClock::new()))
        .await;
    (outcome, server.requests())
}

#[tokio::test]
async fn broken_connections() {
    let cases: &[&[Act]] = &[
        &[Read, Reset],
        &[Read, Close],
        &[Read, Write(b"HTTP/1.1 200 OK\r\ncontent-le"), Reset],
        &[Read, Write(b"HTTP/1.1 200 OK\r\ncontent-le"), Close],
        &[
            Read,
            Write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\""),
            Reset,
        ],
        &[
            Read,
            Write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\""),
            Close,
        ],
        &[
            Read,
            Write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\""),
            Close,
        ],
        &[
            Read,
            Write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n"),
            Close,
        ],
        &[Read, Write(b"garbage\r\n\r\n"), Close],
    ];
    for acts in cases {
        let (outcome, requests) = meet(acts).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{acts:?}: {error}");
        assert_eq!(error.attempts(), 3, "{acts:?}");
        assert_eq!(requests, 3, "{acts:?}");
        assert!(error.may_have_been_sent() && error.is_retryable());
    }
}

#[tokio::test]
async fn unsafe_requests_are_sent_once() {
    let server = Server::start(vec![vec![Read, Reset]]).await;
    let client = client(&server, &TestClock::new());
    let request = Request::new(&CREATE).json(&1);
    let error = client.call_raw(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.is_retryable());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_connection_that_cannot_be_made() {
    // A port that is taken, and not listened on.
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket
        .bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())
        .unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let url = format!("http://{address}");
    let client: Client = ClientBuilder::new(&API)
        .base_url(url)
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
        .build()
        .unwrap();
    // Nothing was sent, so that even this can be tried again.
    let error = client
        .call_raw(Request::new(&CREATE).json(&1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.may_have_been_sent());
    assert!(error.is_retryable());
    assert_eq!(error.attempts(), 3);
    assert!(
        error.to_string().contains("could not be reached"),
        "{error}"
    );
}

#[tokio::test]
async fn a_transient_failure() {
    let server = Server::start(vec![
        vec![Read, Reset],
        vec![
            Read,
            Write(b"HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"),
            Close,
        ],
        vec![Read, Write(OK), Close],
    ])
    .await;
    let response = GetThing("1")
        .send(&client(&server, &TestClock::new()))
        .response()
        .await
        .unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!(response.body().id, 1);
}

#[tokio::test]
async fn stalls_and_drips() {
    let cases: &[&[Act]] = &[
        &[Read, Stall],
        &[Read, Write(b"HTTP/1.1 200 OK\r\ncontent-le"), Stall],
        &[
            Read,
            Write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\""),
            Stall,
        ],
        &[
            Read,
            Write(b"H"),
            Write(b"T"),
            Write(b"T"),
            Write(b"P"),
            Stall,
        ],
    ];
    for acts in cases {
        let mut server = Server::start(vec![acts.to_vec()]).await;
        let clock = TestClock::new();
        let client = client(&server, &clock);
        let call = GetThing("1").send(&client).max_attempts(2).into_future();
        let time = async {
            for _ in 0..2 {
                server.stalled().await;
                clock.advance(Duration::from_secs(30));
            }
        };
        let (outcome, ()) = tokio::join!(call, time);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{acts:?}");
        assert_eq!(error.attempts(), 2);
        assert_eq!(server.requests(), 2);
        assert_eq!(clock.passed(), Duration::from_secs(60));
    }
}

#[tokio::test]
async fn a_stream_that_stalls_or_breaks() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234";
    let mut server = Server::start(vec![
        vec![Read, Write(HEAD), Stall],
        vec![Read, Write(HEAD), Reset],
    ])
    .await;
    let clock = TestClock::new();
    let client = client(&server, &clock);
    let request = || Request::new(&DOWNLOAD).path("id", "1");
    let mut stream = client.call_raw(request()).await.unwrap().stream().unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "1234");
    server.stalled().await;
    let time = async {
        while clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        clock.advance(Duration::from_secs(30));
    };
    let (next, ()) = tokio::join!(stream.next(), time);
    assert_eq!(next.unwrap().unwrap_err().kind(), ErrorKind::Timeout);

    let mut stream = client.call_raw(request()).await.unwrap().stream().unwrap();
    let mut error = None;
    while let Some(chunk) = stream.next().await {
        error = chunk.err();
    }
    assert_eq!(error.unwrap().kind(), ErrorKind::Transport);
    // What was handed over cannot be taken back: it is not tried again.
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled() {
    let mut server = Server::start(vec![vec![Read, Stall]]).await;
    let client = client(&server, &TestClock::new());
    let mut call = GetThing("1").send(&client).into_future();
    tokio::select! {
        _ = &mut call => unreachable!("the server stalls"),
        () = server.stalled() => {}
    }
    drop(call);
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn responses_that_do_not_fit() {
    let cases: &[(&'static [u8], ErrorKind)] = &[
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1\xff",
            ErrorKind::Unexpected,
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"id\": 1",
            ErrorKind::Unexpected,
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            ErrorKind::Unexpected,
        ),
        (b"HTTP/1.1 204 No Content\r\n\r\n", ErrorKind::Unexpected),
        (
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>",
            ErrorKind::Unexpected,
        ),
        (
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 99\r\n\r\n{\"code\"",
            ErrorKind::Api,
        ),
        (
            b"HTTP/1.1 500 Oops\r\ncontent-type: \x80\r\ncontent-length: 2\r\n\r\n\xff\xfe",
            ErrorKind::Api,
        ),
    ];
    for (bytes, kind) in cases {
        let (outcome, requests) = meet(&[Read, Write(bytes), Close]).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), *kind, "{error}");
        assert_eq!(requests, 1);
    }
    let fine: &[&'static [u8]] = &[
        // More than announced: what is announced counts.
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}rest",
        // No media type.
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{\"id\r\n5\r\n\": 1}\r\n0\r\n\r\n",
        // The end of the connection is the end of the body.
        b"HTTP/1.1 200 OK\r\n\r\n{\"id\": 1}",
    ];
    for bytes in fine {
        let (outcome, _) = meet(&[Read, Write(bytes), Close]).await;
        assert_eq!(outcome.unwrap().id, 1);
    }
}

const HEADER: &[u8] =
    b"x-filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";

#[tokio::test]
async fn memory_is_bounded_whatever_the_server_sends() {
    // A body that says it is large, and one that is.
    const LARGE: &[u8] = &[b' '; 8000];
    let huge = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n";
    let (outcome, _) = meet(&[Read, Write(huge), Write(LARGE), Write(LARGE), Stall]).await;
    let error = outcome.unwrap_err();
    assert!(
        error.to_string().contains("more than 10000 bytes"),
        "{error}"
    );

    // Headers without end.
    let mut acts = vec![Read, Write(b"HTTP/1.1 200 OK\r\n")];
    acts.extend(std::iter::repeat_n(Write(HEADER), 20_000));
    acts.push(Stall);
    let (outcome, _) = meet(&acts).await;
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Transport);
}

const BROKEN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd";

const BROTLI: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 13\r\n\r\n\
    \x80\x00\x10{\"id\": 1}\x03";

#[tokio::test]
async fn compressed_bodies_are_decoded_and_counted_by_their_content() {
    const GZIP: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 29\r\n\r\n\
        \x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\xca\x4c\x51\xb2\x52\x30\xac\x05\x00\x85\x40\xd4\x56\x09\x00\x00\x00";
    let (outcome, _) = meet(&[Read, Write(GZIP), Close]).await;
    assert_eq!(outcome.unwrap().id, 1);
    let (outcome, _) = meet(&[Read, Write(BROKEN), Close]).await;
    assert!(outcome.is_err());
    let (outcome, _) = meet(&[Read, Write(BROTLI), Close]).await;
    assert_eq!(outcome.unwrap().id, 1);
}

#[tokio::test]
async fn brotli_with_a_window_of_a_gigabyte_is_refused() {
    // The same content after a header of two bytes more, cut at every place.
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: 15\r\n\r\n";
    const HUGE: &[u8] = b"\x11\x1e\x10\x00\x02{\"id\": 1}\x03";
    for cut in 1..HUGE.len() {
        let (first, rest) = HUGE.split_at(cut);
        let (outcome, _) = meet(&[Read, Write(HEAD), Write(first), Write(rest), Close]).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains("window"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_is_left_to_the_runtime() {
    let elsewhere = Server::start(vec![vec![Read, Write(OK), Close]]).await;
    let location = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n",
        elsewhere.url()
    );
    let server = Server::start(vec![vec![Read, Write(location.leak().as_bytes()), Close]]).await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .credential(Credential::bearer("bearer", "s3cr3t"))
        .build()
        .unwrap();
    let answer = client.call_raw(Request::new(&BEARER)).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(elsewhere.requests(), 1);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_reqwest_client_that_follows_redirects_is_an_error() {
    let elsewhere = Server::start(vec![vec![Read, Write(OK), Close]]).await;
    let location = format!(
        "HTTP/1.1 302 Found\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n",
        elsewhere.url()
    );
    let server = Server::start(vec![vec![Read, Write(location.leak().as_bytes()), Close]]).await;
    let client: Client = ClientBuilder::new(&API)
        .base_url(server.url())
        .http(reqwest::Client::builder().no_proxy().build().unwrap())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client
        .call_raw(Request::new(&crate::acme::PING))
        .await
        .unwrap_err();
    assert!(format!("{error}").contains("Policy::none()"), "{error}");
}
