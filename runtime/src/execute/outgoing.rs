//! From a request and credentials to what goes over the wire.

use std::borrow::Cow;

use http::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, USER_AGENT,
};
use http::{HeaderMap, Method};

use crate::client::Inner;
use crate::credential::Location;
use crate::defect::Defect;
use crate::execute::authorize::CallCredentials;
use crate::request::{Content, Request};
use crate::server;
use crate::transport::{Payload, TransportRequest};

/// What goes over the wire, but for the body.
pub(super) fn head(
    client: &Inner,
    request: &Request,
    credentials: &CallCredentials<'_>,
    key: Option<&(HeaderName, HeaderValue)>,
) -> Result<TransportRequest, Defect> {
    let url = client.target.url(request, &query(credentials))?;
    server::check(&url)?;
    if !credentials.is_empty() {
        client.target.check_scheme(&url)?;
    }
    let mut outgoing = TransportRequest::new(request.method().clone(), url);
    outgoing.headers = headers(client, request, credentials)?;
    outgoing.metadata = Some(request.metadata());
    if let Some((name, value)) = key {
        outgoing.headers.insert(name.clone(), value.clone());
    }
    Ok(outgoing)
}

fn headers(
    client: &Inner,
    request: &Request,
    credentials: &CallCredentials<'_>,
) -> Result<HeaderMap, Defect> {
    let mut headers = HeaderMap::with_capacity(8);
    let accept = request.metadata().accepts().unwrap_or("application/json");
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    headers.insert(USER_AGENT, client.sender.user_agent.clone());
    for (name, value) in request.headers() {
        if *name == ACCEPT || *name == USER_AGENT {
            headers.insert(name.clone(), value.clone());
        } else {
            headers.append(name.clone(), value.clone());
        }
    }
    let mut cookies = Cow::Borrowed(request.encoded_cookies());
    for applied in credentials.iter() {
        match &applied.location {
            Location::Header(name, value) => {
                headers.insert(name.clone(), value.clone());
            }
            Location::Cookie(pair) => {
                let cookies = cookies.to_mut();
                if !cookies.is_empty() {
                    cookies.push_str("; ");
                }
                cookies.push_str(pair.expose());
            }
            Location::Query(_) => {}
        }
    }
    if !cookies.is_empty() {
        let mut value = HeaderValue::from_str(&cookies)
            .map_err(|_| Defect::Header(COOKIE.as_str().to_owned()))?;
        value.set_sensitive(true);
        headers.append(COOKIE, value);
    }
    Ok(headers)
}

/// The credentials in the query.
pub(super) fn query(credentials: &CallCredentials<'_>) -> String {
    let mut query = String::new();
    for applied in credentials.iter() {
        if let Location::Query(pair) = &applied.location {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(pair.expose());
        }
    }
    query
}

/// Puts the body on, ready to be sent.
pub(super) async fn attach(
    outgoing: &mut TransportRequest,
    request: &Request,
) -> Result<(), Defect> {
    let (media, body) = match request.content() {
        Content::Empty => {
            // A server may wait for content that the method foresees (RFC 9110, section 8.6).
            if matches!(outgoing.method, Method::POST | Method::PUT | Method::PATCH) {
                let none = HeaderValue::from_static("0");
                outgoing.headers.entry(CONTENT_LENGTH).or_insert(none);
            }
            return Ok(());
        }
        Content::Bytes(media, bytes) => (media_type(media)?, Payload::from(bytes.clone())),
        Content::Body(media, body) => (media_type(media)?, body.open().await?),
        Content::Multipart(form) => {
            // Boxed, so that other calls do not carry the room for this about.
            let (media, body) = Box::pin(form.open()).await?;
            (media_type(&media)?, body)
        }
    };
    // A caller who sets the header knows better.
    outgoing.headers.entry(CONTENT_TYPE).or_insert(media);
    outgoing.body = body;
    Ok(())
}

fn media_type(media: &str) -> Result<HeaderValue, Defect> {
    // The usual one need not be copied.
    if media == "application/json" {
        return Ok(HeaderValue::from_static("application/json"));
    }
    HeaderValue::from_str(media).map_err(|_| Defect::Header(CONTENT_TYPE.as_str().to_owned()))
}
