//! Redirects of a hostile server, over real sockets: no credential reaches another origin.

use signon_runtime::testing::TestClock;
use signon_runtime::{Client, ClientBuilder, Credential, Error, RawResponse, Request, RetryPolicy};

use crate::acme::{API, BEARER_POST, BOTH, QUERY};
use crate::secrets::shown;
use crate::server::Act::{Close, Flood, Read, Write};
use crate::server::{Server, listen};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// Where a redirect leads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// The server itself, with the credentials.
    Main,
    /// The server itself, by a name that is another origin.
    OtherOrigin,
    Other,
    /// It is not followed.
    Refused,
    /// There is no such server.
    Unreachable,
}

use End::{Main, Other, OtherOrigin, Refused, Unreachable};

/// Targets; `MAIN` and `OTHER` are addresses of servers, `PORT` is the port of the first.
const TARGETS: &[(&str, End)] = &[
    ("/x", Main),
    ("x", Main),
    ("?x=1", Main),
    ("http://MAIN/x", Main),
    ("HTTP://MAIN/x#fragment", Main),
    ("http:/x", Main),
    ("http://MAIN\\@OTHER/", Main),
    ("http://MAIN/@OTHER/", Main),
    ("http://MAIN#@OTHER/", Main),
    ("http://MAIN?@OTHER/", Main),
    ("/%2f%2fOTHER/x", Main),
    ("http://127.1:PORT/", Main),
    ("http://2130706433:PORT/", Main),
    ("http://0x7f.0.0.1:PORT/", Main),
    ("http://127.0.0.1.:PORT/", Main),
    ("http://%31%32%37.0.0.1:PORT/", Main),
    ("http://127%E3%80%820.0.1:PORT/", Main),
    ("http://localhost:PORT/", OtherOrigin),
    ("http://LOCALHOST:PORT/", OtherOrigin),
    ("http://OTHER/x", Other),
    ("//OTHER/x", Other),
    ("///OTHER/x", Refused),
    ("////OTHER/x", Refused),
    ("/\\OTHER/x", Other),
    ("\\\\OTHER\\x", Other),
    ("http:\\\\OTHER/x", Other),
    ("http:///OTHER/x", Other),
    ("http://OTHER/#@MAIN/", Other),
    ("http://OTHER?@MAIN", Other),
    ("http://me:pass@OTHER/", Refused),
    ("http://MAIN@OTHER/", Refused),
    ("http://MAIN%40OTHER/", Refused),
    ("http://:@@OTHER/", Refused),
    ("http://%00/", Refused),
    ("http://[::/", Refused),
    ("http://MAIN:99999/", Refused),
    ("http://", Refused),
    ("\u{e9}", Refused),
    ("ftp://OTHER/", Refused),
    ("ws://OTHER/", Refused),
    ("file:///etc/hosts", Refused),
    ("javascript:alert(1)", Refused),
    ("data:,x", Refused),
    ("https://127.0.0.1:1/x", Unreachable),
    ("http://127.0.0.1:1/", Unreachable),
];

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .no_proxy()
        .credential(Credential::bearer("bearer", "s3cr3t-token"))
        .credential(Credential::api_key("header", "s3cr3t-key"))
        .credential(Credential::api_key("query", "s3cr3t-query"))
        .clock(TestClock::new())
        .retry(RetryPolicy::never())
        .build()
        .expect("a client")
}

fn redirect(status: u16, target: &str) -> &'static [u8] {
    let text = format!("HTTP/1.1 {status} x\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n");
    // Latin-1, as HTTP has it.
    let bytes: Vec<u8> = text
        .chars()
        .map(|char| u32::from(char).to_le_bytes()[0])
        .collect();
    bytes.leak()
}

/// A server that redirects once, and then answers.
async fn redirecting(status: u16, target: impl Fn(&str) -> String) -> Server {
    let listener = listen().await;
    let address = listener.local_addr().expect("an address");
    let redirect = redirect(status, &target(&address.to_string()));
    let first = vec![Read, Write(redirect), Close];
    Server::start_on(listener, vec![first, vec![Read, Write(OK), Close]])
}

fn host(request: &str) -> String {
    let host = request.lines().find_map(|line| line.strip_prefix("host: "));
    host.unwrap_or_default().to_owned()
}

/// Where a call ended, from what each server saw of it.
fn end(outcome: &Result<RawResponse, Error>, main: &[String], other: &[String], own: &str) -> End {
    match outcome {
        Ok(_) if !other.is_empty() => Other,
        Ok(_) if main.last().map(|last| host(last)).as_deref() == Some(own) => Main,
        Ok(_) => OtherOrigin,
        Err(error) if error.status().is_some() => Refused,
        Err(_) => Unreachable,
    }
}

/// Each target is for two calls in a row.
#[tokio::test]
async fn no_target_gets_a_credential_of_another_origin() {
    let other = Server::start(vec![vec![Read, Write(OK), Close]]).await;
    let listener = listen().await;
    let address = listener.local_addr().expect("an address");
    let (own, port) = (address.to_string(), address.port().to_string());
    let mut script = Vec::new();
    for (target, expected) in TARGETS {
        let target = target.replace("PORT", &port).replace("MAIN", &own);
        let target = target.replace("OTHER", &other.address().to_string());
        for _ in 0..2 {
            script.push(vec![Read, Write(redirect(302, &target)), Close]);
            if matches!(expected, Main | OtherOrigin) {
                script.push(vec![Read, Write(OK), Close]);
            }
        }
    }
    let main = Server::start_on(listener, script);
    let client = client(&main);
    for (target, expected) in TARGETS {
        for request in [Request::new(&BOTH), Request::new(&QUERY)] {
            let before = (main.requests(), other.requests());
            let request = request
                .header("x-own", "s3cr3t-header")
                .cookie("own", "s3cr3t-cookie");
            let outcome = client.call_raw(request).await;
            let (seen, elsewhere) = (
                main.seen().split_off(before.0),
                other.seen().split_off(before.1),
            );
            let end = end(&outcome, &seen, &elsewhere, &own);
            assert_eq!(end, *expected, "{target}: {outcome:?}");
            for seen in seen.iter().chain(&elsewhere) {
                let is_own = host(seen) == own;
                assert_eq!(seen.contains("s3cr3t-header"), is_own, "{target}: {seen}");
                assert!(is_own || !seen.contains("s3cr3t"), "{target}: {seen}");
            }
            if let Err(error) = outcome {
                assert!(!shown(&error).contains("s3cr3t"), "{target}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn methods_and_bodies_follow_the_status() {
    for (status, follows) in [
        (300, None),
        (301, None),
        (302, None),
        (303, Some("GET")),
        (304, None),
        (305, None),
        (307, Some("POST")),
        (308, Some("POST")),
        (399, None),
    ] {
        let main = redirecting(status, |_| "/next".to_owned()).await;
        let outcome = client(&main)
            .call_raw(Request::new(&BEARER_POST).text("text/plain", "the body"))
            .await;
        let seen = main.seen();
        assert_eq!(outcome.is_ok(), follows.is_some(), "{status}: {outcome:?}");
        match follows {
            None => assert_eq!(seen.len(), 1, "{status}"),
            Some(method) => {
                assert!(
                    seen[1].starts_with(&format!("{method} /next ")),
                    "{}",
                    seen[1]
                );
                assert_eq!(
                    seen[1].ends_with("\r\n\r\nthe body"),
                    method == "POST",
                    "{}",
                    seen[1]
                );
            }
        }
        // To another origin nothing goes but reads.
        let other = Server::start(vec![vec![Read, Write(OK), Close]]).await;
        let main = redirecting(status, |_| other.url()).await;
        let outcome = client(&main)
            .call_raw(Request::new(&BEARER_POST).text("text/plain", "the body"))
            .await;
        assert!(outcome.is_err(), "{status}");
        assert_eq!((main.requests(), other.requests()), (1, 0), "{status}");
    }
}

#[tokio::test]
async fn credentials_stay_removed_when_a_redirect_returns() {
    let listener = listen().await;
    let other = listener.local_addr().expect("an address");
    let main = redirecting(302, |_| format!("http://{other}/")).await;
    let back = redirect(302, &format!("{}/again", main.url()));
    let other = Server::start_on(listener, vec![vec![Read, Write(back), Close]]);
    client(&main).call_raw(Request::new(&BOTH)).await.unwrap();
    let seen = main.seen();
    assert_eq!((seen.len(), other.requests()), (2, 1));
    assert!(seen[0].contains("s3cr3t-token") && seen[0].contains("s3cr3t-key"));
    assert!(
        seen[1].starts_with("GET /again") && !seen[1].contains("s3cr3t"),
        "{}",
        seen[1]
    );
}

#[tokio::test]
async fn redirects_between_servers_end_after_five() {
    let listener = listen().await;
    let other = listener.local_addr().expect("an address");
    let there = redirect(307, &format!("http://{other}/"));
    let main = Server::start(vec![vec![Read, Write(there), Close]]).await;
    let back = redirect(307, &main.url());
    let other = Server::start_on(listener, vec![vec![Read, Write(back), Close]]);
    let error = client(&main)
        .call_raw(Request::new(&BOTH))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("too many"), "{error}");
    assert_eq!((main.requests(), other.requests()), (3, 3));
}

#[tokio::test]
async fn the_end_of_a_redirects_body_is_not_waited_for_without_limit() {
    const BLANKS: &[u8] = &[b' '; 8192];
    const HEAD: &[u8] = b"HTTP/1.1 302 Found\r\nlocation: /next\r\n\r\n";
    let mut server = Server::start(vec![
        vec![Read, Write(HEAD), Flood(BLANKS)],
        vec![Read, Write(OK), Close],
    ])
    .await;
    let answer = client(&server).call_raw(Request::new(&BOTH)).await.unwrap();
    assert_eq!((answer.status(), server.requests()), (200, 2));
    server.stalled().await;
}

#[tokio::test]
async fn an_overlong_target_is_not_followed() {
    let server = redirecting(302, |_| "/".to_owned() + &"x".repeat(70_000)).await;
    let error = client(&server)
        .call_raw(Request::new(&BOTH))
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), server.requests()), (1, 1), "{error}");
    assert!(error.to_string().len() < 1_000, "{error}");
}
