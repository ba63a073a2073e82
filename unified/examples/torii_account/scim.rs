//! The account as SCIM: what a server must do to mount [`scim::Service`].

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use signon_torii::{Client, security};
use signon_unified::runtime::BoxError;
use signon_unified::{Torii, scim};

use crate::LIMIT;
use crate::account::Account;

/// The users of the account below `base`. Callers are not authenticated: the server is for this machine.
pub(crate) fn router<S>(account: &Account, base: String) -> Result<Router<S>, BoxError> {
    let client = Client::builder()
        .credential(security::api_key("any"))
        .transport(account.memory.clone())
        .build()?;
    let state = Arc::new((Torii::new(client), base));
    Ok(Router::new().fallback(answer).with_state(state))
}

async fn answer(
    State(state): State<Arc<(Torii, String)>>,
    request: Request<Body>,
) -> Result<Response, StatusCode> {
    let (torii, base) = state.as_ref();
    let (head, body) = request.into_parts();
    let body = to_bytes(body, LIMIT).await;
    let body = body.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let condition = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let request = scim::Request::new(head.method.as_str(), head.uri.path())
        .query(head.uri.query().unwrap_or_default())
        .body(&body)
        .if_match(condition(header::IF_MATCH))
        .if_none_match(condition(header::IF_NONE_MATCH));
    let answer = scim::Service::new(torii, base).answer(&request).await;
    let body = answer.body.map(|body| body.as_value().to_string());
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(scim::CONTENT_TYPE),
    );
    if let Some(location) = answer.location.and_then(|url| url.try_into().ok()) {
        headers.insert(header::LOCATION, location);
    }
    if let Some(version) = answer.version.and_then(|version| version.try_into().ok()) {
        headers.insert(header::ETAG, version);
    }
    Ok(response)
}
