//! Requests in the provider's own shape: `/proxy/PATH` is the path below the account's server.
//!
//! A caller chooses a path, a query and a body, and nothing else: neither the server nor the credentials. Each segment
//! of the path is decoded once, checked, and encoded again, so that no segment becomes two, or a step to another folder.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_MATCH, LAST_MODIFIED, LINK,
    RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use percent_encoding::percent_decode_str;
use signon_runtime::{Body as RequestBody, RawResponse, Request};

use crate::account::Account;
use crate::failure::{Failure, is_of_rate_limit, remote};

/// The headers of a caller that are passed on, beside the content type.
const SENT: [HeaderName; 4] = [
    ACCEPT,
    ACCEPT_LANGUAGE,
    IF_MATCH,
    HeaderName::from_static("idempotency-key"),
];
/// The headers of a provider that are passed on, beside those of its rate limit: the last ones are those that OneLogin and
/// Logto page with.
const ANSWERED: [HeaderName; 14] = [
    CONTENT_TYPE,
    CONTENT_LANGUAGE,
    ETAG,
    LAST_MODIFIED,
    LINK,
    RETRY_AFTER,
    HeaderName::from_static("after-cursor"),
    HeaderName::from_static("before-cursor"),
    HeaderName::from_static("current-page"),
    HeaderName::from_static("page-items"),
    HeaderName::from_static("total-count"),
    HeaderName::from_static("total-pages"),
    HeaderName::from_static("total-number"),
    HeaderName::from_static("total-number-is-capped"),
];
/// The segments that a path may have.
const MOST_SEGMENTS: usize = 32;

/// A request to the provider.
pub(crate) struct Proxied {
    method: Method,
    segments: Vec<String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

/// Whether a method changes nothing.
pub(crate) fn is_read(method: &Method) -> bool {
    matches!(method.as_str(), "GET" | "HEAD")
}

/// Rejects methods that providers do not have.
pub(crate) fn check_method(method: &Method) -> Result<(), Failure> {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    if known.contains(method) {
        return Ok(());
    }
    Err(Failure::method_not_allowed(
        "the proxy has no such method",
        &known,
    ))
}

/// The account of a query, and the parameters that are the provider's.
pub(crate) type Query = (Option<String>, Vec<(String, String)>);

/// Splits a query into the account and the parameters that are the provider's.
pub(crate) fn query(query: &str) -> Result<Query, Failure> {
    let mut account = None;
    let mut remaining = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "integrated_account_id" if account.is_some() => {
                return Err(Failure::bad_request(
                    "`integrated_account_id` is given twice",
                ));
            }
            "integrated_account_id" => account = Some(value.into_owned()),
            // Options of Truto's own server mean nothing to a provider.
            name if name.starts_with("truto_") => {
                return Err(Failure::bad_request(format!(
                    "`{name}` is not an option of the proxy"
                )));
            }
            _ => remaining.push((name.into_owned(), value.into_owned())),
        }
    }
    Ok((account, remaining))
}

impl Proxied {
    pub(crate) fn new(
        method: Method,
        path: &str,
        query: Vec<(String, String)>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Self, Failure> {
        if !body.is_empty() && content_type(&headers).is_none() {
            let message = "a body needs a `Content-Type`";
            return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        Ok(Self {
            method,
            segments: segments(path)?,
            query,
            headers,
            body,
        })
    }

    /// Sends it by the client of an account.
    pub(crate) async fn run(self, account: &Account) -> Result<Response, Failure> {
        let answer = account.client.call_raw(self.request()).await;
        answer
            .map(|answer| response(&answer))
            .map_err(|error| remote(&error))
    }

    fn request(&self) -> Request {
        // The template has a parameter for each segment, which encodes it.
        let parameters: Vec<String> = (0..self.segments.len())
            .map(|index| format!("{{s{index}}}"))
            .collect();
        let template = format!("/{}", parameters.join("/"));
        let mut request = Request::custom(self.method.clone(), template);
        for (index, segment) in self.segments.iter().enumerate() {
            request = request.path(&format!("s{index}"), segment);
        }
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for name in &SENT {
            if let Some(value) = self.headers.get(name).and_then(|value| value.to_str().ok()) {
                request = request.header(name.as_str(), value);
            }
        }
        match content_type(&self.headers).filter(|_| !self.body.is_empty()) {
            Some(media) => request.bytes(media.to_owned(), &RequestBody::from(self.body.clone())),
            None => request,
        }
    }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
}

/// The segments of a path as they are in a URL.
fn segments(path: &str) -> Result<Vec<String>, Failure> {
    let refuse = |what: &str| Err(Failure::bad_request(format!("the path has {what}")));
    let mut segments = Vec::new();
    for encoded in path.strip_prefix('/').unwrap_or(path).split('/') {
        let Ok(segment) = percent_decode_str(encoded).decode_utf8() else {
            return refuse("a segment that is not UTF-8");
        };
        if matches!(&*segment, "" | "." | "..") {
            return refuse("an empty segment or one of dots");
        }
        // Servers behind a provider's front may decode once more, and find a separator.
        if segment.contains(['/', '\\']) || segment.chars().any(char::is_control) {
            return refuse("an encoded slash, backslash or control character");
        }
        segments.push(segment.into_owned());
    }
    if segments.len() > MOST_SEGMENTS {
        return refuse("too many segments");
    }
    Ok(segments)
}

/// The provider's answer with the headers that are passed on.
fn response(answer: &RawResponse) -> Response {
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers() {
        if ANSWERED.contains(name) || is_of_rate_limit(name) {
            headers.append(name, value.clone());
        }
    }
    let status = StatusCode::from_u16(answer.status()).unwrap_or(StatusCode::BAD_GATEWAY);
    let body = answer.body().cloned().unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn segments_are_decoded_once() {
        for (path, expected) in [
            ("/users/42", vec!["users", "42"]),
            ("/api/2/users", vec!["api", "2", "users"]),
            ("/users/a%20b%3Fc", vec!["users", "a b?c"]),
            // What is encoded twice is passed on encoded once.
            ("/users/%252e%252e", vec!["users", "%2e%2e"]),
            ("/users/{id}", vec!["users", "{id}"]),
        ] {
            assert_eq!(segments(path).expect("segments"), expected, "{path}");
        }
    }

    #[test]
    fn paths_that_could_lead_elsewhere_are_refused() {
        for path in [
            "/",
            "/users//42",
            "//evil.example/users",
            "/users/../admin",
            "/users/%2e%2e/admin",
            "/users/.%2E/admin",
            "/users/..%2fadmin",
            "/users/a%5cb",
            "/users/a%00",
            "/users/a%0d%0aHost:%20x",
            "/users/%ff",
        ] {
            assert!(segments(path).is_err(), "{path}");
        }
    }
}
