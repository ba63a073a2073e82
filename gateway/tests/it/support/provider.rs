//! A provider in memory, behind a port of this machine.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use signon_runtime::testing::Memory;
use signon_runtime::transport::{Payload, Transport as _, TransportRequest};
use tokio::net::TcpListener;

/// Serves a provider until the test ends, and answers with its URL.
pub(crate) async fn serve(memory: Memory) -> String {
    serve_slowly(memory, Duration::ZERO).await
}

/// Serves a provider that takes so long for each response.
pub(crate) async fn serve_slowly(memory: Memory, wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let base = url.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (memory, base) = (memory.clone(), base.clone());
            tokio::spawn(async move {
                let service = hyper::service::service_fn(move |request| {
                    let (memory, base) = (memory.clone(), base.clone());
                    async move {
                        tokio::time::sleep(wait).await;
                        Ok::<_, Infallible>(answer(&memory, &base, request).await)
                    }
                });
                let connection =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                drop(connection.await);
            });
        }
    });
    url
}

async fn answer(memory: &Memory, base: &str, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let url = format!("{base}{}", parts.uri).parse().expect("a URL");
    let mut sent = TransportRequest::new(parts.method, url);
    sent.headers = parts.headers;
    sent.body = Payload::from(body.collect().await.expect("a body").to_bytes());
    let mut answer = memory.send(sent).await.expect("an answer");
    let mut body = Vec::new();
    while let Some(chunk) = answer.body.chunk().await.expect("a chunk") {
        body.extend_from_slice(&chunk);
    }
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}
