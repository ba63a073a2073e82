//! A server on the loopback interface with an account of Torii in memory, to try the use cases without one of your own. With
//! the feature `scim`, its users are below `/scim/v2` too.

#[path = "../support/account.rs"]
mod account;
mod records;
#[cfg(feature = "scim")]
mod scim;

use std::io::Write as _;
use std::sync::Arc;

use account::Account;
use axum::Router;
use axum::body::{self, Body};
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use signon_unified::runtime::{BoxError, Transport as _, TransportRequest};
use tokio::net::TcpListener;

/// The largest request body.
pub(crate) const LIMIT: usize = 1 << 20;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let account = Account::new();
    if let Ok(mut state) = account.state.lock() {
        records::fill(&mut state);
    }
    let port = std::env::args()
        .nth(1)
        .map(|port| port.parse())
        .transpose()?;
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(0_u16))).await?;
    let address = listener.local_addr()?;
    writeln!(std::io::stdout(), "http://{address}/v1.0")?;
    let account = Arc::new(account);
    let router = Router::new();
    #[cfg(feature = "scim")]
    let router = router.nest(
        "/scim/v2",
        scim::router(&account, format!("http://{address}/scim/v2"))?,
    );
    let router = router.fallback(answer).with_state(account);
    Ok(axum::serve(listener, router).await?)
}

async fn answer(
    State(account): State<Arc<Account>>,
    request: Request<Body>,
) -> Result<Response, (StatusCode, String)> {
    let failed = |error: BoxError| (StatusCode::BAD_REQUEST, error.to_string());
    exchange(&account, request).await.map_err(failed)
}

/// Has the account in memory answer a request that came over HTTP.
async fn exchange(account: &Account, request: Request<Body>) -> Result<Response, BoxError> {
    let (head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let url = format!("http://127.0.0.1{target}").parse()?;
    let mut sent = TransportRequest::new(head.method, url);
    sent.headers = head.headers;
    sent.body = body::to_bytes(body, LIMIT).await?.into();
    let mut answer = account.memory.send(sent).await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.body.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}
