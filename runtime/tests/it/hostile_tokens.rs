//! A hostile token endpoint: whatever it answers, the client's secret stays with it, and the call ends.

use std::cell::Cell;
use std::time::{Duration, Instant};

use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Client, ClientBuilder, Error, ErrorKind, Request, RetryPolicy};

use crate::acme::{self, API, ONELOGIN, Thing};
use crate::secrets::{Log, shown};
use crate::server::Act::{Close, Flood, Read, Write};
use crate::server::Server;

/// Bodies of a success that hold no token that could be used.
fn useless() -> Vec<String> {
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(50_000), close.repeat(50_000));
        format!("{open}1{close}")
    };
    let token = |token: &str| format!(r#"{{"access_token": {token}}}"#);
    let mut bodies: Vec<String> = [
        "",
        " ",
        "null",
        "[]",
        "\"s3cr3t-client\"",
        "s3cr3t-client",
        "{",
        "\u{feff}{\"access_token\": \"t\"}",
        "<html>s3cr3t-client</html>",
        r#"{"ACCESS_TOKEN": "t"}"#,
        r#"{"data": []}"#,
        r#"{"data": [["access_token", "t"]]}"#,
        r#"{"data": {"data": {"access_token": "t"}}}"#,
        r#"{"access_token": "t"} {"access_token": "u"}"#,
        r#"{"error": "invalid_client", "error_description": "s3cr3t-client"}"#,
        r#"{"access_token": "t", "expires_in": 1e400}"#,
    ]
    .map(str::to_owned)
    .to_vec();
    bodies.extend(
        [
            "null",
            "1",
            "true",
            "\"\"",
            "[]",
            "{}",
            "[\"t\"]",
            "{\"value\": \"t\"}",
        ]
        .map(token),
    );
    // What no header can carry.
    bodies.extend(
        [
            r#""a\nb""#,
            r#""a\u0000b""#,
            r#""a\r\nx-evil: s3cr3t-client""#,
            r#""\u007f""#,
        ]
        .map(token),
    );
    bodies.extend([
        deep("[", "]"),
        deep("{\"data\":", "}"),
        deep("{\"access_token\":", "}"),
    ]);
    bodies
}

#[tokio::test]
async fn an_answer_without_a_token_ends_the_call_and_shows_nothing() {
    let log = Log::default();
    let guard = log.start();
    for body in useless() {
        let memory = Memory::new();
        memory.answer(Answer::json(200, body.clone()));
        let client: Client = acme::builder(&memory, &TestClock::new())
            .credential(acme::onelogin())
            .build()
            .unwrap();
        let name: String = body.chars().take(60).collect();
        let error = client
            .call_raw(Request::new(&ONELOGIN))
            .await
            .expect_err(&name);
        assert_eq!(memory.count(), 1, "{name}: {error}");
        assert!(!error.may_have_been_sent(), "{name}: {error}");
        let shown = shown(&error);
        assert!(
            !shown.contains("s3cr3t") && shown.len() < 5_000,
            "{name}: {shown}"
        );
    }
    drop(guard);
    let log = log.text();
    assert!(!log.contains("s3cr3t"), "{log}");
}

#[tokio::test]
async fn invalid_lifetimes_leave_a_usable_token() {
    for expires in [
        "-1", "-1e300", "1e300", "0", "\"\"", "\"NaN\"", "\"inf\"", "\"-inf\"", "true", "[]", "{}",
        "null",
    ] {
        let memory = Memory::new();
        let body = format!(r#"{{"access_token": "tok-1", "expires_in": {expires}}}"#);
        memory.handle(move |request| {
            if request.url.path().ends_with("/token") {
                Answer::json(200, body.clone())
            } else {
                Answer::status(204)
            }
        });
        let client: Client = acme::builder(&memory, &TestClock::new())
            .credential(acme::onelogin())
            .build()
            .unwrap();
        for _ in 0..3 {
            client
                .call_raw(Request::new(&ONELOGIN))
                .await
                .expect(expires);
        }
        assert!(
            memory.count() <= 6,
            "{expires}: {} requests",
            memory.count()
        );
    }
}

fn over_sockets(server: &Server, clock: &TestClock) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .no_proxy()
        .clock(clock.clone())
        .credential(acme::onelogin())
        .retry(RetryPolicy::never())
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

#[tokio::test]
async fn the_clients_secret_follows_no_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::start(vec![vec![Read, Close]]).await;
        for target in [other.url(), "/elsewhere".to_owned()] {
            let answer =
                format!("HTTP/1.1 {status} x\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n");
            let server =
                Server::start(vec![vec![Read, Write(answer.leak().as_bytes()), Close]]).await;
            let client = over_sockets(&server, &TestClock::new());
            let error = client.call_raw(Request::new(&ONELOGIN)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials, "{status}: {error}");
            assert_eq!((server.requests(), other.requests()), (1, 0), "{status}");
            assert!(server.seen()[0].contains("s3cr3t-client"), "{status}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_end_is_read_up_to_a_limit() {
    let memory = Memory::new();
    let blanks = " ".repeat(1024 * 1024);
    memory.answer(Answer::json(200, blanks + r#"{"access_token": "t"}"#));
    let builder = acme::builder(&memory, &TestClock::new()).credential(acme::onelogin());
    let client: Client = builder.build().unwrap();
    let error = client.call_raw(Request::new(&ONELOGIN)).await.unwrap_err();
    assert_eq!((error.kind(), memory.count()), (ErrorKind::Credentials, 1));

    let granted: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n{\"access_token\": \"";
    let refused: &[u8] = b"HTTP/1.1 400 x\r\n\r\n{\"error\": \"";
    for head in [granted, refused] {
        let mut server = Server::start(vec![vec![Read, Write(head), Flood(&[b'a'; 8192])]]).await;
        let clock = TestClock::new();
        let client = over_sockets(&server, &clock);
        let is_done = Cell::new(false);
        let call = async {
            let outcome = client.call_raw(Request::new(&ONELOGIN)).await;
            is_done.set(true);
            outcome
        };
        let time = async {
            server.stalled().await;
            for _ in 0..30_000 {
                if is_done.get() {
                    return;
                }
                tokio::task::yield_now().await;
            }
            clock.advance(Duration::from_secs(30));
        };
        let (outcome, ()) = tokio::join!(call, time);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials, "{error}");
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn a_long_token_does_not_make_errors_slow() {
    let token = "aaaaaaaaaaab".repeat(5_000);
    let client = |said: usize| {
        let memory = Memory::new();
        memory.answer(Answer::json(
            200,
            format!(r#"{{"access_token": "{token}"}}"#),
        ));
        let message = "ab".repeat(said);
        memory.answer(Answer::json(400, format!(r#"{{"message": "{message}"}}"#)));
        let builder = acme::builder(&memory, &TestClock::new()).credential(acme::onelogin());
        builder.build().expect("a client")
    };
    let mut times = Vec::new();
    for said in [5_000, 300_000] {
        let client: Client = client(said);
        let start = Instant::now();
        let error = client.call_raw(Request::new(&ONELOGIN)).await.unwrap_err();
        times.push(start.elapsed());
        assert_eq!(error.message().map(str::len), Some(303));
    }
    // Sixty times as much, of which as much is shown.
    assert!(times[1] < times[0] * 20, "{times:?}");
}

#[tokio::test]
async fn a_long_token_does_not_make_excerpts_slow() {
    let mut times = Vec::new();
    for length in [5_000, 60_000] {
        let memory = Memory::new();
        let token = "aaaaaaaaaaab".repeat(length / 12);
        memory.answer(Answer::json(
            200,
            format!(r#"{{"access_token": "{token}"}}"#),
        ));
        memory.answer(Answer::status(204));
        let id = "ab".repeat(400_000);
        memory.answer(Answer::json(200, format!(r#"{{"id": "{id}"}}"#)));
        let builder = acme::builder(&memory, &TestClock::new()).credential(acme::onelogin());
        let client: Client = builder.build().unwrap();
        client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
        let start = Instant::now();
        let raw = client.call_raw(Request::new(&ONELOGIN)).await.unwrap();
        let error = Error::from(raw.json::<Thing>().unwrap_err());
        assert!(
            error
                .excerpt()
                .is_some_and(|excerpt| excerpt.contains("abab"))
        );
        times.push(start.elapsed());
    }
    // Twelve times as long a token.
    assert!(times[1] < times[0] * 6, "{times:?}");
}
