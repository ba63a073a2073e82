//! Responses that have not been decoded, and why they could not be.

mod decode_error;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

pub use self::decode_error::DecodeError;
use crate::call_context::CallContext;
use crate::decode;
use crate::error::Unexpected;
use crate::media;
use crate::stream::{ByteStream, EventStream, LineStream, Source};

/// A success unchanged, before it is decoded.
///
/// `Debug` shows the body's size, not its content.
pub struct RawResponse {
    pub(crate) context: CallContext,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawBody,
}

/// The body of a response.
pub(crate) enum RawBody {
    Whole(Bytes),
    /// Boxed, because few answers are streams.
    Stream(Box<Source>),
}

impl RawResponse {
    /// The status, as a number.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type without its parameters; empty if there is none.
    pub fn media_type(&self) -> &str {
        media::of(&self.headers)
    }

    /// Whether the media type is `media`, or is within its range; a missing one is taken for any.
    pub fn is(&self, media: &str) -> bool {
        media::matches(self.media_type(), media)
    }

    /// The body, unless it is a stream.
    pub const fn body(&self) -> Option<&Bytes> {
        match &self.body {
            RawBody::Whole(bytes) => Some(bytes),
            RawBody::Stream(_) => None,
        }
    }

    /// Decodes JSON.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, DecodeError> {
        let outcome = match self.whole() {
            Ok(bytes) => decode::json(bytes).map_err(Unexpected::Json),
            Err(problem) => Err(problem),
        };
        outcome.map_err(|problem| self.decode_error(problem))
    }

    /// Decodes JSON, if there is a body.
    pub fn optional_json<T: DeserializeOwned>(self) -> Result<Option<T>, DecodeError> {
        match self.whole() {
            Err(Unexpected::Empty) => Ok(None),
            Ok(_) | Err(_) => self.json().map(Some),
        }
    }

    /// Decodes XML.
    #[cfg(feature = "xml")]
    pub fn xml<T: DeserializeOwned>(
        self,
        element: &'static crate::xml::Element,
    ) -> Result<T, DecodeError> {
        let outcome = match self.whole() {
            Ok(bytes) => crate::xml::decode(bytes, element).map_err(Unexpected::Xml),
            Err(problem) => Err(problem),
        };
        outcome.map_err(|problem| self.decode_error(problem))
    }

    /// The body as text.
    pub fn text(self) -> Result<String, DecodeError> {
        let RawBody::Whole(bytes) = &self.body else {
            return Err(self.refuse_stream());
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.decode_error(Unexpected::NotUtf8)),
        }
    }

    /// The body as it is.
    pub fn bytes(self) -> Result<Bytes, DecodeError> {
        match self.body {
            RawBody::Whole(bytes) => Ok(bytes),
            RawBody::Stream(_) => Err(self.refuse_stream()),
        }
    }

    /// Nothing; whatever body there is, is ignored.
    pub fn empty(self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// The body as a stream of bytes.
    pub fn stream(self) -> Result<ByteStream, DecodeError> {
        Ok(ByteStream::new(match self.body {
            RawBody::Stream(source) => *source,
            RawBody::Whole(bytes) => Source::whole(self.context, bytes),
        }))
    }

    /// The body as a stream of server-sent events.
    pub fn events<T>(self) -> Result<EventStream<T>, DecodeError> {
        self.stream().map(EventStream::new)
    }

    /// The body as a stream of lines of JSON.
    pub fn lines<T>(self) -> Result<LineStream<T>, DecodeError> {
        self.stream().map(LineStream::new)
    }

    /// Rejects a status or media type that the spec does not have.
    pub fn undocumented<T>(self) -> Result<T, DecodeError> {
        let what = format!("{} {}", self.status(), self.media_type());
        Err(self.decode_error(Unexpected::Undocumented(what.trim_end().to_owned())))
    }

    fn whole(&self) -> Result<&[u8], Unexpected> {
        match &self.body {
            RawBody::Whole(bytes) if bytes.is_empty() => Err(Unexpected::Empty),
            RawBody::Whole(bytes) => Ok(bytes),
            RawBody::Stream(source) => Err(Unexpected::TooLarge(source.limit())),
        }
    }

    fn refuse_stream(self) -> DecodeError {
        let limit = match &self.body {
            RawBody::Stream(source) => source.limit(),
            RawBody::Whole(bytes) => bytes.len() as u64,
        };
        self.decode_error(Unexpected::TooLarge(limit))
    }

    fn decode_error(self, problem: Unexpected) -> DecodeError {
        DecodeError::new(self, problem)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field(
                "media_type",
                &self.context.secrets.redactor().line(self.media_type()),
            )
            .field("body", &self.body().map(Bytes::len))
            .finish_non_exhaustive()
    }
}
