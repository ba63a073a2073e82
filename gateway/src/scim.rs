//! The users and groups of an account as SCIM 2.0 resources, below `/scim/v2/ACCOUNT`.
//!
//! A SCIM client knows one base URL and no query of ours, so the account is part of the path.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HOST, HeaderName, IF_MATCH, IF_NONE_MATCH, LOCATION};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::json;
use signon_unified::scim;

use crate::account::Account;
use crate::failure::Failure;
use crate::routes::{Shared, admitted, answer, check_writes};

/// The path that the accounts are below.
const ROOT: &str = "/scim/v2/";
/// The media types of bodies (RFC 7644, section 3.8).
const MEDIA_TYPES: [&str; 2] = [scim::CONTENT_TYPE, "application/json"];

pub(crate) async fn scim(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let answer = shared.scim(request).await;
    answer.unwrap_or_else(|failure| refused(&failure))
}

/// A request to the SCIM service of an account.
struct Call {
    method: Method,
    base: String,
    path: String,
    query: String,
    /// The versions of the resource in `If-Match` and `If-None-Match`.
    conditions: [Option<String>; 2],
    body: Bytes,
}

impl Shared {
    async fn scim(&self, request: Request) -> Result<Response, Failure> {
        let (caller, admission) = admitted(&request)?;
        let path = request.uri().path().to_owned();
        let (id, path) = split(&path);
        let account = self.account(&caller, Some(id))?;
        admission.log.set_account(&account.id);
        let method = request.method().clone();
        let writes = !matches!(method, Method::GET | Method::HEAD);
        check_writes(&caller, writes)?;
        check_media_type(request.headers())?;
        let base = format!("{}{ROOT}{id}", self.origin(request.headers())?);
        let query = request.uri().query().unwrap_or_default().to_owned();
        let call = Call {
            method,
            base,
            path: path.to_owned(),
            query,
            conditions: [IF_MATCH, IF_NONE_MATCH].map(|name| text(request.headers(), &name)),
            body: self.body(request).await?,
        };
        let run = async move |account: &Account| call.run(account).await;
        Ok(self.finish(writes, admission, answer(account, run)).await)
    }

    /// The origin of this server in the URLs of resources: the configured one, or that of the request.
    fn origin(&self, headers: &HeaderMap) -> Result<String, Failure> {
        if let Some(url) = &self.public_url {
            return Ok(url.clone());
        }
        let host = headers.get(HOST).map(HeaderValue::as_bytes);
        let host = host.and_then(|host| Authority::try_from(host).ok());
        match host.filter(|host| !host.as_str().contains('@')) {
            Some(host) => Ok(format!("http://{host}")),
            None => Err(Failure::bad_request("the `Host` is not a host")),
        }
    }
}

impl Call {
    async fn run(&self, account: &Account) -> Response {
        // The server leaves the body of a response to HEAD out.
        let method = if self.method == Method::HEAD {
            Method::GET
        } else {
            self.method.clone()
        };
        let [if_match, if_none_match] = &self.conditions;
        let request = scim::Request::new(method.as_str(), &self.path)
            .query(&self.query)
            .body(&self.body)
            .if_match(if_match.as_deref())
            .if_none_match(if_none_match.as_deref());
        let directory = account.directory.as_ref();
        let service = scim::Service::new(directory, self.base.as_str());
        let answer = service.answer(&request).await;
        let status =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = match answer.body {
            Some(body) => reply(status, body.as_value().to_string()),
            None => empty(status),
        };
        for (name, value) in [(LOCATION, answer.location), (ETAG, answer.version)] {
            if let Some(value) = value.and_then(|value| value.try_into().ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The text of a header, whose lines are one list.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let lines: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

/// The account of a path, and what follows it.
fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix(ROOT).unwrap_or_default();
    path.split_at(path.find('/').unwrap_or(path.len()))
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Failure> {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let text = value.to_str().unwrap_or_default();
    let media_type = text.split(';').next().unwrap_or_default().trim();
    let mut known = MEDIA_TYPES.iter();
    if known.any(|known| known.eq_ignore_ascii_case(media_type)) {
        return Ok(());
    }
    let message = format!("a body has the type `{}`", scim::CONTENT_TYPE);
    Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}

/// A refusal of the gateway's own, as a SCIM client expects it (RFC 7644, section 3.12).
fn refused(failure: &Failure) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": failure.status().as_str(),
        "detail": failure.message(),
    });
    reply(failure.status(), body.to_string())
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn reply(status: StatusCode, body: String) -> Response {
    let mut response = empty(status);
    *response.body_mut() = Body::from(body);
    let media_type = HeaderValue::from_static(scim::CONTENT_TYPE);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn paths_are_split_after_the_account() {
        for (path, expected) in [
            ("/scim/v2/a/Users/7", ("a", "/Users/7")),
            ("/scim/v2/a/Users/a%2Fb", ("a", "/Users/a%2Fb")),
            ("/scim/v2/a", ("a", "")),
            ("/scim/v2//Users", ("", "/Users")),
        ] {
            assert_eq!(split(path), expected, "{path}");
        }
    }
}
