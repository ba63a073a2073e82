//! A hostile server at the level of connections: resets, handshakes that stall, and unsolicited answers.

use std::time::Duration;

use futures_util::future::join_all;
use signon_runtime::testing::TestClock;
use signon_runtime::{Client, ClientBuilder, ErrorKind, Operation, Request, RetryPolicy};

use crate::acme::{API, CREATE, GetThing};
use crate::server::Act::{Close, Read, Reset, Stall, Write};
use crate::server::Server;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";

/// How many calls are made at once.
const CALLS: usize = 1_000;

/// How many are on their way at a time: each is two open files.
const AT_ONCE: usize = 100;

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .no_proxy()
        .clock(TestClock::new())
        .retry(
            RetryPolicy::new()
                .backoff_between(Duration::ZERO, Duration::ZERO)
                .budget(u32::MAX, 1.0),
        )
}

fn client(server: &Server) -> Client {
    builder(&server.url()).build().expect("a client")
}

/// A server that resets every second connection once it has read a request.
async fn resetting() -> Server {
    let script = (0..4 * CALLS).map(|number| match number % 2 {
        0 => vec![Read, Reset],
        _ => vec![Read, Write(OK), Close],
    });
    Server::start(script.collect()).await
}

#[tokio::test]
async fn calls_at_once_end_and_no_post_is_sent_twice_by_a_server_that_resets_half() {
    let server = resetting().await;
    let client = client(&server);
    let (mut accepted, mut failed) = (0, 0);
    for _ in 0..CALLS / AT_ONCE {
        let posts = (0..AT_ONCE).map(|_| {
            let request = Request::new(&CREATE).json(&1);
            client.call_raw(request).into_future()
        });
        for outcome in join_all(posts).await {
            match outcome {
                Ok(_) => accepted += 1,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
                    assert!(error.may_have_been_sent(), "{error}");
                    failed += 1;
                }
            }
        }
    }
    assert_eq!((accepted, failed), (CALLS / 2, CALLS / 2));
    assert_eq!(server.requests(), CALLS);
}

#[tokio::test]
async fn reads_at_once_are_retried_within_their_attempts() {
    let server = resetting().await;
    let client = client(&server);
    let calls = (0..AT_ONCE).map(|_| GetThing("1").send(&client).into_future());
    let outcomes = join_all(calls).await;
    for outcome in &outcomes {
        match outcome {
            Ok(thing) => assert_eq!(thing.id, 1),
            Err(error) => assert_eq!(error.attempts(), 3, "{error}"),
        }
    }
    assert!(server.requests() <= 3 * AT_ONCE);
    assert!(outcomes.iter().filter(|outcome| outcome.is_ok()).count() >= AT_ONCE / 2);
}

#[tokio::test]
async fn unsolicited_responses_answer_no_call() {
    const EVIL: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"id\": 666}";
    // What follows the response comes while the connection is idle.
    let first = vec![Read, Write(OK), Write(EVIL), Stall];
    let mut server = Server::start(vec![first, vec![Read, Write(OK), Close]]).await;
    let client = client(&server);
    assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
    server.stalled().await;
    for _ in 0..10 {
        assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls {
    use signon_runtime::Credential;

    use super::{Close, Duration, ErrorKind, OK, Read, Request, Server, Stall, Write, builder};
    use crate::acme::BEARER;
    use crate::authority::Authority;
    use crate::secrets::shown;
    use crate::tls_server::TlsServer;

    #[tokio::test]
    async fn a_handshake_that_stalls_ends_with_the_time_for_connecting() {
        let hello: &[u8] = b"\x16\x03\x03\xff\xff\x02";
        for acts in [
            vec![Stall],
            vec![Write(hello), Stall],
            vec![Write(b"\x16"), Stall],
        ] {
            let server = Server::start(vec![acts]).await;
            let url = server.url().replace("http:", "https:");
            let client: signon_runtime::Client = builder(&url)
                .connect_timeout(Duration::from_millis(20))
                .build()
                .unwrap();
            let error = client.call_raw(Request::new(&super::CREATE).json(&1)).await;
            let error = error.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            assert!(!error.may_have_been_sent(), "{error}");
            assert!((1..=3).contains(&error.attempts()), "{error}");
        }
    }

    /// What a call over TLS gives whose server redirects to `target`.
    async fn redirected(target: &str) -> (Result<u16, signon_runtime::Error>, Vec<String>) {
        let authority = Authority::new();
        let answer = format!("HTTP/1.1 302 x\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n");
        let identity = authority.issue("127.0.0.1");
        let server = TlsServer::answering(&identity, None, answer.leak().as_bytes()).await;
        let client: signon_runtime::Client = builder(&server.url())
            .root_certificate(&authority.pem)
            .credential(Credential::bearer("bearer", "s3cr3t-token"))
            .build()
            .expect("a client");
        let outcome = client.call_raw(Request::new(&BEARER)).await;
        (outcome.map(|answer| answer.status()), server.heads())
    }

    #[tokio::test]
    async fn no_redirect_leads_from_tls_into_the_clear_or_to_an_untrusted_server() {
        let plain = Server::start(vec![vec![Read, Write(OK), Close]]).await;
        let (outcome, heads) = redirected(&plain.url()).await;
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains("from https to http"), "{error}");
        assert_eq!((heads.len(), plain.requests()), (1, 0));

        let untrusted = TlsServer::start(&Authority::new().issue("127.0.0.1"), None).await;
        let (outcome, _) = redirected(&untrusted.url()).await;
        let error = outcome.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Transport, 1),
            "{error}"
        );
        assert!(untrusted.heads().is_empty() && !shown(&error).contains("s3cr3t"));
    }
}
