//! Successes of dynamic calls.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::Entry;
use super::arguments::Arguments;
use crate::catalog::{CursorSource, NextPage as By, Pagination};
use crate::error;
use crate::media;
use crate::page;
use crate::raw::{RawBody, RawResponse};

/// A success with what came along.
///
/// `Debug` shows neither the body nor the values of headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: AnswerBody,
    /// Where the next page is; `None` after the last, and where there are no pages.
    pub next: Option<NextPage>,
    /// How often the request was sent.
    pub attempts: u32,
}

/// The body of a success.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum AnswerBody {
    /// There is none.
    Empty,
    /// JSON.
    Json(Value),
    /// Anything else.
    Bytes {
        /// The media type, without its parameters; empty if the server names none.
        media_type: String,
        /// The bytes.
        bytes: Bytes,
    },
}

/// Where the next page is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NextPage {
    /// At another call.
    Arguments {
        /// The arguments of that call.
        arguments: Arguments,
        /// The cursor, or the number of the page, that they hold.
        cursor: String,
    },
    /// At a URL that the server gave; a relative one is relative to the page's own.
    Link(String),
}

impl NextPage {
    /// The cursor, the number of the page, or the link.
    pub fn cursor(&self) -> &str {
        match self {
            Self::Arguments { cursor, .. } => cursor,
            Self::Link(link) => link,
        }
    }
}

impl Answer {
    /// The body, if it is JSON.
    pub const fn json(&self) -> Option<&Value> {
        match &self.body {
            AnswerBody::Json(value) => Some(value),
            AnswerBody::Empty | AnswerBody::Bytes { .. } => None,
        }
    }

    /// The body, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.body {
            AnswerBody::Bytes { bytes, .. } => std::str::from_utf8(bytes).ok(),
            AnswerBody::Empty | AnswerBody::Json(_) => None,
        }
    }

    /// The cursor of the next page, its number, or the link to it.
    pub fn next_cursor(&self) -> Option<&str> {
        self.next.as_ref().map(NextPage::cursor)
    }

    /// Reads a response, all of a stream included.
    pub(super) async fn read(raw: RawResponse, limit: u64) -> Result<Self, error::Error> {
        let status = raw.status;
        let headers = raw.headers.clone();
        let attempts = raw.context.attempts;
        Ok(Self {
            status,
            headers,
            body: body(raw, limit).await?,
            next: None,
            attempts,
        })
    }
}

async fn body(raw: RawResponse, limit: u64) -> Result<AnswerBody, error::Error> {
    let media_type = raw.media_type().to_owned();
    let bytes = match &raw.body {
        RawBody::Whole(bytes) if bytes.is_empty() => return Ok(AnswerBody::Empty),
        RawBody::Whole(_) if media::is_json(&media_type) => {
            return Ok(AnswerBody::Json(raw.json()?));
        }
        RawBody::Whole(bytes) => bytes.clone(),
        RawBody::Stream(_) => Bytes::from(raw.stream()?.collect(limit).await?),
    };
    // Servers that leave the media type out mostly mean JSON.
    if media_type.is_empty()
        && let Ok(value) = serde_json::from_slice(&bytes)
    {
        return Ok(AnswerBody::Json(value));
    }
    Ok(AnswerBody::Bytes { media_type, bytes })
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &self.body)
            .field("next", &self.next.is_some())
            .field("attempts", &self.attempts)
            .finish()
    }
}

impl fmt::Debug for AnswerBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Json(_) => f.write_str("Json(..)"),
            Self::Bytes { media_type, bytes } => f
                .debug_struct("Bytes")
                .field("media_type", media_type)
                .field("bytes", &bytes.len())
                .finish(),
        }
    }
}

impl Entry<'_> {
    /// Where the page after `answer` is.
    pub(super) fn next(&self, arguments: &Arguments, answer: &Answer) -> Option<NextPage> {
        let pagination = self.operation.pagination.as_ref()?;
        match &pagination.next {
            By::Link { body: None } => page::next_link(&answer.headers).map(NextPage::Link),
            By::Link {
                body: Some(pointer),
            } => {
                let link = answer.json()?.pointer(pointer)?;
                page::cursor(link.as_str()).map(NextPage::Link)
            }
            By::Cursor {
                argument,
                from,
                excludes,
            } => {
                let cursor = cursor(from, answer)?;
                let mut next = arguments.clone();
                next.values_mut()
                    .insert(argument.clone(), self.typed(argument, &cursor)?);
                for excluded in excludes {
                    next.values_mut().remove(excluded);
                }
                Some(NextPage::Arguments {
                    arguments: next,
                    cursor,
                })
            }
            By::Number {
                argument,
                first,
                size,
            } => {
                let current = self.number(arguments, Some(argument));
                let size = self.number(arguments, size.as_ref());
                let number = page::number(current, *first, size, items(pagination, answer))?;
                let mut next = arguments.clone();
                next.values_mut().insert(argument.clone(), number.into());
                Some(NextPage::Arguments {
                    arguments: next,
                    cursor: number.to_string(),
                })
            }
        }
    }

    /// A cursor as the value of an argument; `None` where the argument is a number, and the cursor is none.
    fn typed(&self, argument: &str, cursor: &str) -> Option<Value> {
        let schema = self
            .operation
            .input
            .pointer(&format!("/properties/{argument}/type"));
        let is_number = match schema {
            Some(Value::String(kind)) => is_number(kind),
            Some(Value::Array(kinds)) => {
                let kinds = || kinds.iter().filter_map(Value::as_str);
                kinds().any(is_number) && !kinds().any(|kind| kind == "string")
            }
            Some(_) | None => false,
        };
        if !is_number {
            return Some(Value::from(cursor));
        }
        let integer = cursor.parse::<i64>().map(Value::from).ok();
        integer.or_else(|| cursor.parse::<f64>().map(Value::from).ok())
    }

    /// A number that is given, or that the document has as the default.
    fn number(&self, arguments: &Arguments, name: Option<&String>) -> Option<i64> {
        let name = name?;
        let known = self.operation.arguments.iter();
        let default = known
            .filter(|argument| argument.name == *name)
            .find_map(|argument| argument.default.as_ref());
        arguments.get(name).or(default)?.as_i64()
    }
}

fn is_number(kind: &str) -> bool {
    matches!(kind, "integer" | "number")
}

/// The cursor of the next page, if there is one.
fn cursor(from: &CursorSource, answer: &Answer) -> Option<String> {
    match from {
        CursorSource::Header {
            name,
            percent_encoded: true,
        } => page::header_percent_decoded(&answer.headers, name),
        CursorSource::Header { name, .. } => page::header(&answer.headers, name),
        CursorSource::Body(pointer) => match answer.json()?.pointer(pointer)? {
            Value::String(text) => page::cursor(Some(text)),
            number @ Value::Number(_) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        },
    }
}

/// How many items a page has.
fn items(pagination: &Pagination, answer: &Answer) -> usize {
    let found = answer
        .json()
        .and_then(|body| body.pointer(&pagination.items));
    match found {
        Some(Value::Array(items)) => items.len(),
        Some(Value::Object(items)) => items.len(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => 0,
    }
}
