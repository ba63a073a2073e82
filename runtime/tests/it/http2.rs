//! HTTP/2, where a server offers it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use h2::Reason;
use http::Response;
use signon_runtime::{Client, ClientBuilder, ErrorKind, Operation, Request, RetryPolicy};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::acme::{API, CREATE, GetThing};
use crate::authority::Authority;
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
    ClientBuilder::new(&API)
        .base_url(url)
        .no_proxy()
        .root_certificate(&authority.pem)
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
        .build()
        .expect("a client")
}

#[tokio::test]
async fn it_is_used_where_it_is_offered() {
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
