//! The browser's `fetch` as a transport.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, Request, RequestInit, RequestRedirect,
    Response, ResponseType,
};

use crate::bounds::BoxFuture;
use crate::metadata::OperationMetadata;
use crate::transport::{Payload, Transport, TransportError, TransportRequest, TransportResponse};

/// The browser's `fetch`.
pub(crate) struct Fetch;

impl Transport for Fetch {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(fetch(request))
    }
}

async fn fetch(request: TransportRequest) -> Result<TransportResponse, TransportError> {
    let abort = AbortOnDrop(AbortController::new().map_err(refused)?);
    let outgoing = outgoing(&request, &abort)?;
    // Windows and workers have it.
    let global = js_sys::global();
    let function = Reflect::get(&global, &"fetch".into()).and_then(JsCast::dyn_into::<Function>);
    let promise = function
        .and_then(|function| function.call1(&global, &outgoing))
        .map_err(refused)?;
    let response = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    let response: Response = response.map_err(failed)?.unchecked_into();
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(not_followed(
            "a browser does not say where it leads, and would send headers and body there",
        ));
    }
    if request.url.scheme() == "https" && response.url().starts_with("http:") {
        return Err(not_followed("it leads from https to http"));
    }
    let status = StatusCode::from_u16(response.status()).map_err(TransportError::new)?;
    let headers = headers(&response.headers());
    Ok(TransportResponse::new(status, body(&response, abort)?).with_headers(headers))
}

/// The request as the browser takes it.
fn outgoing(request: &TransportRequest, abort: &AbortOnDrop) -> Result<Request, TransportError> {
    if request.headers.contains_key(COOKIE) {
        return Err(TransportError::refused(
            "the request cannot be sent",
            "a browser sends no cookies but its own",
        ));
    }
    let headers = Headers::new().map_err(refused)?;
    let mut has_accept_alone = true;
    for (name, value) in &request.headers {
        // The browser has its own, and some ask the server whether another is allowed.
        if name == USER_AGENT {
            continue;
        }
        has_accept_alone &= name == ACCEPT;
        headers
            .append(name.as_str(), &latin1(value))
            .map_err(refused)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    // The browser sends the same headers to another origin, but for `Authorization`, and the body.
    let is_plain = matches!(request.method, Method::GET | Method::HEAD) && has_accept_alone;
    let is_wanted = request
        .metadata
        .is_some_and(OperationMetadata::is_redirecting);
    init.set_redirect(if is_plain && !is_wanted {
        RequestRedirect::Follow
    } else {
        RequestRedirect::Manual
    });
    match request.body.as_bytes() {
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) => init.set_body(&Uint8Array::from(&**bytes)),
        None => {
            return Err(TransportError::refused(
                "the request cannot be sent",
                "a browser sends no body that is a stream",
            ));
        }
    }
    Request::new_with_str_and_init(request.url.as_str(), &init).map_err(refused)
}

/// A header's value, each byte as a character: `fetch` takes it back to bytes.
fn latin1(value: &HeaderValue) -> String {
    value.as_bytes().iter().copied().map(char::from).collect()
}

/// The headers that the server lets the page see.
fn headers(headers: &Headers) -> HeaderMap {
    let mut read = HeaderMap::new();
    let entries = js_sys::try_iter(headers).ok().flatten();
    for entry in entries.into_iter().flatten().flatten() {
        let entry: Array = entry.unchecked_into();
        let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) else {
            continue;
        };
        let value: Option<Vec<u8>> = value.chars().map(|byte| u8::try_from(byte).ok()).collect();
        let value = value.and_then(|value| HeaderValue::from_bytes(&value).ok());
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) {
            read.append(name, value);
        }
    }
    read
}

/// The body, which is read chunk by chunk.
fn body(response: &Response, abort: AbortOnDrop) -> Result<Payload, TransportError> {
    let Some(stream) = response.body() else {
        return Ok(Payload::empty());
    };
    let chunks = Chunks {
        reader: ReadableStreamDefaultReader::new(&stream).map_err(failed)?,
        reading: None,
        _abort: abort,
    };
    // `Content-Length` counts the bytes before decompression.
    Ok(Payload::stream(Box::pin(chunks), None))
}

/// The content of a response.
struct Chunks {
    reader: ReadableStreamDefaultReader,
    reading: Option<JsFuture>,
    _abort: AbortOnDrop,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let reading = this
            .reading
            .get_or_insert_with(|| JsFuture::from(this.reader.read()));
        let outcome = ready!(Pin::new(reading).poll(cx));
        this.reading = None;
        let chunk = outcome.and_then(|read| Reflect::get(&read, &"value".into()));
        Poll::Ready(match chunk {
            Ok(end) if end.is_undefined() => None,
            Ok(chunk) => Some(Ok(Bytes::from(Uint8Array::new(&chunk).to_vec()))),
            Err(error) => Some(Err(failed(error))),
        })
    }
}

/// Ends the exchange when it is dropped; one that has ended is not affected.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the browser does not send.
fn refused(error: JsValue) -> TransportError {
    TransportError::refused("the request cannot be sent", message(error))
}

/// A browser does not say whether any of the request was sent.
fn failed(error: JsValue) -> TransportError {
    TransportError::new(message(error))
}

fn not_followed(why: &'static str) -> TransportError {
    TransportError {
        what: "the redirect is not followed",
        sent: true,
        is_permanent: true,
        source: why.into(),
    }
}

/// The message of an exception, without its stack.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn message(error: JsValue) -> String {
    let message = Reflect::get(&error, &"message".into());
    let message = message.ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| "the browser gives no reason".to_owned())
}
