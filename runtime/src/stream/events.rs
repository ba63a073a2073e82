//! Server-sent events (`text/event-stream`, WHATWG HTML section 9.2).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use crate::error::{Error, Unexpected};
use crate::stream::lines::Lines;
use crate::stream::{ByteStream, item};

/// A body of server-sent events: a `T` from the data of each, as they arrive.
///
/// A `T` is read from JSON, except that a `String` is the data itself. The stream ends with the
/// body, or with an event whose data is `[DONE]`, as many servers mark the end.
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<T> {
    events: Box<Events>,
    item: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    pub(crate) fn new(bytes: ByteStream) -> Self {
        Self {
            events: Box::new(Events::new(bytes)),
            item: PhantomData,
        }
    }

    /// The type of the event that came last; `message` if it named none.
    pub fn event_type(&self) -> &str {
        if self.events.latest_kind.is_empty() {
            "message"
        } else {
            &self.events.latest_kind
        }
    }

    /// The identifier that the server gave last.
    pub fn last_event_id(&self) -> Option<&str> {
        self.events.latest_id.as_deref()
    }
}

impl<T: DeserializeOwned + 'static> EventStream<T> {
    /// The next event's data; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let data = match ready!(self.events.poll(cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(data)) => data,
        };
        Poll::Ready(Some(item(&data).map_err(|body_error| {
            self.events.lines.fail(Unexpected::Json(body_error))
        })))
    }
}

impl<T: DeserializeOwned + 'static> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}

/// The events of a body, whatever their data holds.
struct Events {
    lines: Lines,
    /// The event that is being read.
    data: String,
    has_data: bool,
    kind: String,
    /// The fields of the latest event.
    latest_kind: String,
    latest_id: Option<String>,
    started: bool,
}

impl Events {
    const fn new(bytes: ByteStream) -> Self {
        Self {
            lines: Lines::new(bytes, true),
            data: String::new(),
            has_data: false,
            kind: String::new(),
            latest_kind: String::new(),
            latest_id: None,
            started: false,
        }
    }

    /// The data of the next event.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<String, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(cx)) {
                // An event that is not followed by an empty line is not complete.
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(line)) => line,
            };
            let line = if std::mem::replace(&mut self.started, true) {
                line.as_str()
            } else {
                line.strip_prefix('\u{feff}').unwrap_or(&line)
            };
            if self.take(line) {
                let data = std::mem::take(&mut self.data);
                self.has_data = false;
                if data == "[DONE]" {
                    self.lines.end();
                    return Poll::Ready(None);
                }
                return Poll::Ready(Some(Ok(data)));
            }
            if self.data.len() as u64 > self.lines.limit() {
                let limit = self.lines.limit();
                return Poll::Ready(Some(Err(self.lines.fail(Unexpected::LongLine(limit)))));
            }
        }
    }

    /// Takes a line; whether an event is complete.
    fn take(&mut self, line: &str) -> bool {
        if line.is_empty() {
            self.latest_kind = std::mem::take(&mut self.kind);
            return self.has_data;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            "event" => value.clone_into(&mut self.kind),
            "id" if !value.contains('\0') => self.latest_id = Some(value.to_owned()),
            // Comments, the time to reconnect, and what the standard does not name.
            _ => {}
        }
        false
    }
}
