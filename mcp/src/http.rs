//! The server over streamable HTTP.
//!
//! Clients of the protocol revisions before 2026-07-28 have sessions, in which the server asks them and notifies them.
//!
//! A page of the web must not reach it: requests with an `Origin` that is not allowed, or a `Host`
//! that is not this server's, are refused, and no answer allows another origin to read it.

mod endpoint;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use signon_runtime::Secret;
use tokio::net::TcpListener;

pub use self::endpoint::Endpoint;
use crate::server::Server;

/// The only path that is served.
pub const PATH: &str = "/mcp";
/// Sessions that are open at the same time.
const SESSIONS: usize = 1024;

/// Who may call.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Access {
    /// The token that requests have to carry as `Authorization: Bearer`.
    pub token: Option<Secret>,
    /// The names of this server in `Host`, beside those of the loopback interface.
    pub hosts: Vec<String>,
    /// The origins of web pages that may call, beside those of the loopback interface.
    pub origins: Vec<String>,
}

/// Why the server cannot be reached over HTTP.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Others than this machine could call without a token.
    #[error("`{0}` is not a loopback address: a bearer token is required there")]
    TokenRequired(SocketAddr),
    /// The socket failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Serves connections until the future is dropped.
///
/// # Errors
///
/// Fails when the listener's address can be reached from outside and there is no token.
pub async fn serve(
    listener: TcpListener,
    server: Server,
    access: Access,
) -> Result<Infallible, Error> {
    let address = listener.local_addr()?;
    if access.token.is_none() && !address.ip().is_loopback() {
        return Err(Error::TokenRequired(address));
    }
    let token = Arc::new(access.token);
    let service = Endpoint::new(&server, SESSIONS).for_hosts(access.hosts, access.origins);
    loop {
        let (stream, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files, for example: the next connection may be better off.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                continue;
            }
        };
        let (service, token) = (service.clone(), Arc::clone(&token));
        tokio::spawn(async move {
            let answer = hyper::service::service_fn(move |request| {
                let (service, token) = (service.clone(), Arc::clone(&token));
                async move {
                    Ok::<_, Infallible>(answer(&service, token.as_ref().as_ref(), request).await)
                }
            });
            let mut connection = auto::Builder::new(TokioExecutor::new());
            connection.http1().timer(TokioTimer::new());
            if let Err(error) = connection
                .serve_connection(TokioIo::new(stream), answer)
                .await
            {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
}

async fn answer(
    service: &Endpoint,
    token: Option<&Secret>,
    request: Request<Incoming>,
) -> Response<BoxBody<Bytes, Infallible>> {
    if request.uri().path() != PATH {
        return refuse(StatusCode::NOT_FOUND);
    }
    if token.is_some_and(|token| !carries(request.headers(), token)) {
        let mut response = refuse(StatusCode::UNAUTHORIZED);
        let challenge = header::HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
        return response;
    }
    service.handle(request).await
}

/// Whether the request carries the token.
fn carries(headers: &HeaderMap, token: &Secret) -> bool {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    given.is_some_and(|(_, given)| same(given.trim().as_bytes(), token.expose().as_bytes()))
}

/// Whether the texts are equal; the time that it takes does not depend on where they differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    let differences = left
        .iter()
        .zip(right)
        .fold(0, |differences, (left, right)| differences | (left ^ right));
    left.len() == right.len() && differences == 0
}

fn refuse(status: StatusCode) -> Response<BoxBody<Bytes, Infallible>> {
    let body = Full::new(Bytes::from_static(
        status.canonical_reason().unwrap_or("").as_bytes(),
    ));
    let mut response = Response::new(body.boxed());
    *response.status_mut() = status;
    response
}
