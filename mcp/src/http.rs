//! The server over streamable HTTP.
//!
//! Clients of protocol revisions before 2026-07-28 have sessions, in which the server asks and notifies them.
//!
//! Web pages must not reach it: requests with a disallowed `Origin`, or a `Host` that is not this
//! server's, are rejected, and no response allows another origin to read it.

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

/// The only served path.
pub const PATH: &str = "/mcp";
/// The maximum number of open sessions.
const MAX_SESSIONS: usize = 1024;

/// Access control.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Access {
    /// The token that requests must carry as `Authorization: Bearer`.
    pub token: Option<Secret>,
    /// Accepted `Host` names of this server, in addition to those of the loopback interface.
    pub hosts: Vec<String>,
    /// Allowed origins of web pages, in addition to those of the loopback interface.
    pub origins: Vec<String>,
}

/// An error of the HTTP server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Other machines could call without a token.
    #[error("`{0}` is not a loopback address: a bearer token is required")]
    TokenRequired(SocketAddr),
    /// The socket failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Serves connections until the future is dropped.
///
/// # Errors
///
/// Fails if the listener's address is not a loopback address and there is no token.
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
    let service = Endpoint::new(&server, MAX_SESSIONS).for_hosts(access.hosts, access.origins);
    loop {
        let (stream, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // For example, too many open files: the next connection may succeed.
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
        return reject(StatusCode::NOT_FOUND);
    }
    if token.is_some_and(|token| !has_token(request.headers(), token)) {
        let mut response = reject(StatusCode::UNAUTHORIZED);
        let challenge = header::HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
        return response;
    }
    service.handle(request).await
}

/// Whether the request carries the token.
fn has_token(headers: &HeaderMap, token: &Secret) -> bool {
    let credential = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    credential.is_some_and(|(_, credential)| {
        constant_time_eq(credential.trim().as_bytes(), token.expose().as_bytes())
    })
}

/// Compares texts in constant time.
fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    let differences = left
        .iter()
        .zip(right)
        .fold(0, |differences, (left, right)| differences | (left ^ right));
    left.len() == right.len() && differences == 0
}

fn reject(status: StatusCode) -> Response<BoxBody<Bytes, Infallible>> {
    let body = Full::new(Bytes::from_static(
        status.canonical_reason().unwrap_or("").as_bytes(),
    ));
    let mut response = Response::new(body.boxed());
    *response.status_mut() = status;
    response
}
