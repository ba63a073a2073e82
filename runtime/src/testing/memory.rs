//! A transport in memory.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::bounds::BoxFuture;
use crate::transport::{Payload, Transport, TransportError, TransportRequest, TransportResponse};

/// A transport in memory. Clones share what they recorded and what they will answer.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    recorded: Vec<Recorded>,
    script: VecDeque<Answer>,
    handler: Option<Arc<Handler>>,
}

type Handler = dyn Fn(&Recorded) -> Answer + Send + Sync;

/// A request that was sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: http::Method,
    /// The whole URL.
    pub url: Url,
    /// The headers, credentials among them.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// What to answer to one request.
pub struct Answer(Result<TransportResponse, Unexpected>);

enum Unexpected {
    Fails(TransportError),
    Never,
}

impl Memory {
    /// A transport without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a response to the script; each answers one request, in their order.
    pub fn answer(&self, answer: Answer) -> &Self {
        self.with(|state| state.script.push_back(answer));
        self
    }

    /// Answers by `handler` whatever the script has no answer for.
    pub fn handle(&self, handler: impl Fn(&Recorded) -> Answer + Send + Sync + 'static) -> &Self {
        self.with(|state| state.handler = Some(Arc::new(handler)));
        self
    }

    /// The requests that were sent so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.with(|state| state.recorded.clone())
    }

    /// How many requests were sent so far.
    pub fn count(&self) -> usize {
        self.with(|state| state.recorded.len())
    }

    /// How many answers of the script are left.
    pub fn left(&self) -> usize {
        self.with(|state| state.script.len())
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn next(&self, request: &Recorded) -> Answer {
        let (scripted, handler) = self.with(|state| {
            let found = (state.script.pop_front(), state.handler.clone());
            state.recorded.push(request.clone());
            found
        });
        match (scripted, handler) {
            (Some(answer), _) => answer,
            (None, Some(handler)) => handler(request),
            // Another attempt would take a response that is meant for another request.
            (None, None) => Answer::fails(
                TransportError::not_sent("the script has no answer to this request").permanent(),
            ),
        }
    }
}

impl Transport for Memory {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let mut body = BytesMut::new();
            let mut payload = request.body;
            while let Some(chunk) = payload.chunk().await? {
                body.extend_from_slice(&chunk);
            }
            let answer = self.next(&Recorded {
                method: request.method,
                url: request.url,
                headers: request.headers,
                body: body.freeze(),
            });
            match answer.0 {
                Ok(response) => Ok(response),
                Err(Unexpected::Fails(error)) => Err(error),
                Err(Unexpected::Never) => std::future::pending().await,
            }
        })
    }
}

impl Answer {
    /// A response of this status without a body.
    pub fn status(status: u16) -> Self {
        Self(Ok(TransportResponse::new(
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Payload::empty(),
        )))
    }

    /// A response of JSON.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::status(status)
            .header("content-type", "application/json")
            .body(body.into())
    }

    /// No response: the connection fails.
    pub const fn fails(error: TransportError) -> Self {
        Self(Err(Unexpected::Fails(error)))
    }

    /// No response: nothing comes, ever.
    pub const fn never() -> Self {
        Self(Err(Unexpected::Never))
    }

    /// Adds a header; one that cannot be written is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(response) = &mut self.0
            && let Ok(name) = HeaderName::from_bytes(name.as_bytes())
            && let Ok(value) = HeaderValue::from_str(value)
        {
            if name == CONTENT_TYPE {
                response.headers.insert(name, value);
            } else {
                response.headers.append(name, value);
            }
        }
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Payload>) -> Self {
        if let Ok(response) = &mut self.0 {
            response.body = body.into();
        }
        self
    }
}

impl Recorded {
    /// The value of a header, if there is one and it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The path and the query.
    pub fn target(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        }
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("requests", &self.count())
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(response) => write!(f, "Answer({})", response.status),
            Err(Unexpected::Fails(_)) => f.write_str("Answer(fails)"),
            Err(Unexpected::Never) => f.write_str("Answer(never)"),
        }
    }
}
