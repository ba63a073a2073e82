//! Redirects: followed where that is safe, and never with a secret to another origin.

use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::attempt::Answer;
use crate::server;
use crate::transport::TransportRequest;

/// How many redirects in a row are followed.
pub(super) const MOST: u32 = 5;

/// What to do with a response.
pub(super) enum Step {
    /// It is not a redirect.
    Stay,
    /// Send this instead, with the body if `with_body`.
    Go {
        to: Box<TransportRequest>,
        with_body: bool,
        /// Whether it leads to another origin.
        crosses_origin: bool,
    },
    /// It is a redirect that is not followed.
    Refuse(&'static str),
}

/// What to do with `answer` to what was sent.
pub(super) fn step(sent: &TransportRequest, answer: &Answer, replayable: bool) -> Step {
    let status = answer.status.as_u16();
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Step::Stay;
    }
    let Some(location) = answer.headers.get(LOCATION) else {
        return Step::Stay;
    };
    follow(sent, status, location, replayable).unwrap_or_else(Step::Refuse)
}

/// The request to the target of a redirect, or why the redirect is not followed.
fn follow(
    sent: &TransportRequest,
    status: u16,
    location: &HeaderValue,
    replayable: bool,
) -> Result<Step, &'static str> {
    let url = target(&sent.url, location)?;
    let reads = matches!(sent.method, Method::GET | Method::HEAD);
    let keeps_method = matches!(status, 307 | 308) || reads;
    if !keeps_method && status != 303 {
        return Err("it would turn the request into a GET");
    }
    let method = if keeps_method {
        sent.method.clone()
    } else {
        Method::GET
    };
    let with_body = keeps_method && !reads;
    let crosses_origin = url.origin() != sent.url.origin();
    if crosses_origin && !reads {
        return Err("it leads to another origin");
    }
    if with_body && !replayable {
        return Err("the body cannot be sent again");
    }
    let mut to = TransportRequest::new(method, url);
    to.headers = if crosses_origin {
        cross_origin_headers(&sent.headers)
    } else if with_body {
        sent.headers.clone()
    } else {
        bodiless_headers(&sent.headers)
    };
    to.metadata = sent.metadata;
    Ok(Step::Go {
        to: Box::new(to),
        with_body,
        crosses_origin,
    })
}

/// The URL that `location` names, or why a redirect to it is not followed.
fn target(sent: &Url, location: &HeaderValue) -> Result<Url, &'static str> {
    let url = location
        .to_str()
        .ok()
        .and_then(|location| sent.join(location).ok())
        .filter(|url| server::check(url).is_ok());
    let mut url = url.ok_or("its target is not a URL")?;
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") || server::has_credentials(&url) {
        return Err("its target is not a plain web address");
    }
    if sent.scheme() == "https" && url.scheme() == "http" {
        return Err("it leads from https to http");
    }
    Ok(url)
}

/// The headers without those that describe the body.
fn bodiless_headers(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        headers.remove(name);
    }
    headers
}

/// The headers that may go anywhere. All others might be, or hold, a secret.
fn cross_origin_headers(headers: &HeaderMap) -> HeaderMap {
    [ACCEPT, USER_AGENT]
        .into_iter()
        .filter_map(|name| {
            let value = headers.get(&name)?.clone();
            Some((name, value))
        })
        .collect()
}
