//! Lines of JSON (`application/x-ndjson`, `application/jsonl`).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use crate::error::{Error, Unexpected};
use crate::stream::ByteStream;
use crate::stream::item;

/// Splits a body into lines, which end with LF, CR LF or, for events, CR.
pub(super) struct Lines {
    bytes: ByteStream,
    buffer: Vec<u8>,
    /// How much of the buffer is known to hold no line end.
    searched: usize,
    /// Where the unread part of the buffer starts.
    start: usize,
    /// Whether a lone CR ends a line.
    lone_cr: bool,
    ended: bool,
}

impl Lines {
    pub(super) const fn new(bytes: ByteStream, lone_cr: bool) -> Self {
        Self {
            bytes,
            buffer: Vec::new(),
            searched: 0,
            start: 0,
            lone_cr,
            ended: false,
        }
    }

    /// Reads no more.
    pub(super) fn end(&mut self) {
        self.buffer.clear();
        self.start = 0;
        self.searched = 0;
        self.ended = true;
    }

    pub(super) fn fail(&mut self, problem: Unexpected) -> Error {
        self.end();
        self.bytes.0.fail(problem)
    }

    pub(super) fn limit(&self) -> u64 {
        self.bytes.0.limit()
    }

    /// The next line without its end; the last one need not have an end.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<String, Error>>> {
        loop {
            if let Some(line) = self.take_line() {
                return Poll::Ready(Some(self.decode(&line)));
            }
            if self.ended {
                let rest = self.buffer.split_off(self.start);
                self.end();
                if rest.is_empty() {
                    return Poll::Ready(None);
                }
                return Poll::Ready(Some(self.decode(&rest)));
            }
            if self.buffer.len().saturating_sub(self.start) as u64 > self.limit() {
                let limit = self.limit();
                self.end();
                return Poll::Ready(Some(Err(self.fail(Unexpected::LongLine(limit)))));
            }
            match ready!(self.bytes.0.poll(cx)) {
                None => self.ended = true,
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Ok(chunk)) => {
                    self.buffer.drain(..self.start);
                    self.searched = self.searched.saturating_sub(self.start);
                    self.start = 0;
                    self.buffer.extend_from_slice(&chunk);
                }
            }
        }
    }

    fn take_line(&mut self) -> Option<Vec<u8>> {
        let unsearched = self.buffer.get(self.searched..)?;
        let lone_cr = self.lone_cr;
        let found = unsearched
            .iter()
            .position(|byte| *byte == b'\n' || (lone_cr && *byte == b'\r'));
        let Some(found) = found else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched.saturating_add(found);
        let after = end.saturating_add(1);
        let ends_with_cr = self.buffer.get(end) == Some(&b'\r');
        if ends_with_cr && after == self.buffer.len() && !self.ended {
            // The next chunk may start with the LF of a CR LF.
            self.searched = end;
            return None;
        }
        let mut line = self.buffer.get(self.start..end)?.to_vec();
        if !lone_cr && line.last() == Some(&b'\r') {
            line.pop();
        }
        let crlf = ends_with_cr && self.buffer.get(after) == Some(&b'\n');
        self.start = after.saturating_add(usize::from(crlf));
        self.searched = self.start;
        Some(line)
    }

    fn decode(&mut self, line: &[u8]) -> Result<String, Error> {
        match std::str::from_utf8(line) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.fail(Unexpected::NotUtf8)),
        }
    }
}

/// A body of JSON values, one in each line, as they arrive. Empty lines are skipped.
#[must_use = "a stream does nothing unless it is read"]
pub struct LineStream<T> {
    lines: Lines,
    item: PhantomData<fn() -> T>,
}

impl<T> LineStream<T> {
    pub(crate) const fn new(bytes: ByteStream) -> Self {
        Self {
            lines: Lines::new(bytes, false),
            item: PhantomData,
        }
    }
}

impl<T: DeserializeOwned + 'static> LineStream<T> {
    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let Some(line) = ready!(self.lines.poll(cx)) else {
                return Poll::Ready(None);
            };
            let line = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => line,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            return Poll::Ready(Some(
                item(&line).map_err(|body_error| self.lines.fail(Unexpected::Json(body_error))),
            ));
        }
    }
}

impl<T: DeserializeOwned + 'static> Stream for LineStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<T> fmt::Debug for LineStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineStream(..)")
    }
}
