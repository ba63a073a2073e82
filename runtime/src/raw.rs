//! Answers that have not been decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::decode;
use crate::error::{Error, Fault, Scene};
use crate::error_response::ErrorResponse;
use crate::media;
use crate::stream::{ByteStream, EventStream, LineStream, Source};

/// A success as it came, before it is decoded.
///
/// `Debug` shows the body's size, not its content.
pub struct RawResponse {
    pub(crate) scene: Scene,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawBody,
}

/// The body of an answer.
pub(crate) enum RawBody {
    Whole(Bytes),
    /// Boxed, because few answers are streams.
    Stream(Box<Source>),
}

/// An answer that could not be decoded; it becomes an [`Error`].
pub struct Undecoded(Box<(RawResponse, Fault)>);

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
    pub fn json<T: DeserializeOwned>(self) -> Result<T, Undecoded> {
        let outcome = match self.whole() {
            Ok(bytes) => decode::json(bytes).map_err(Fault::Json),
            Err(fault) => Err(fault),
        };
        outcome.map_err(|fault| self.undecoded(fault))
    }

    /// Decodes JSON, if there is a body.
    pub fn optional_json<T: DeserializeOwned>(self) -> Result<Option<T>, Undecoded> {
        match self.whole() {
            Err(Fault::Empty) => Ok(None),
            Ok(_) | Err(_) => self.json().map(Some),
        }
    }

    /// Decodes XML.
    #[cfg(feature = "xml")]
    pub fn xml<T: DeserializeOwned>(
        self,
        element: &'static crate::xml::Element,
    ) -> Result<T, Undecoded> {
        let outcome = match self.whole() {
            Ok(bytes) => crate::xml::decode(bytes, element).map_err(Fault::Xml),
            Err(fault) => Err(fault),
        };
        outcome.map_err(|fault| self.undecoded(fault))
    }

    /// The body as text.
    pub fn text(self) -> Result<String, Undecoded> {
        let RawBody::Whole(bytes) = &self.body else {
            return Err(self.refuse_stream());
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.undecoded(Fault::NotUtf8)),
        }
    }

    /// The body as it is.
    pub fn bytes(self) -> Result<Bytes, Undecoded> {
        match self.body {
            RawBody::Whole(bytes) => Ok(bytes),
            RawBody::Stream(_) => Err(self.refuse_stream()),
        }
    }

    /// Nothing; whatever body there is, is ignored.
    pub fn empty(self) -> Result<(), Undecoded> {
        Ok(())
    }

    /// The body as a stream of bytes.
    pub fn stream(self) -> Result<ByteStream, Undecoded> {
        Ok(ByteStream::new(match self.body {
            RawBody::Stream(source) => *source,
            RawBody::Whole(bytes) => Source::whole(self.scene, bytes),
        }))
    }

    /// The body as a stream of server-sent events.
    pub fn events<T>(self) -> Result<EventStream<T>, Undecoded> {
        self.stream().map(EventStream::new)
    }

    /// The body as a stream of lines of JSON.
    pub fn lines<T>(self) -> Result<LineStream<T>, Undecoded> {
        self.stream().map(LineStream::new)
    }

    /// Refuses a status or media type that the spec does not have.
    pub fn undocumented<T>(self) -> Result<T, Undecoded> {
        let what = format!("{} {}", self.status(), self.media_type());
        Err(self.undecoded(Fault::Undocumented(what.trim_end().to_owned())))
    }

    fn whole(&self) -> Result<&[u8], Fault> {
        match &self.body {
            RawBody::Whole(bytes) if bytes.is_empty() => Err(Fault::Empty),
            RawBody::Whole(bytes) => Ok(bytes),
            RawBody::Stream(source) => Err(Fault::TooLarge(source.limit())),
        }
    }

    fn refuse_stream(self) -> Undecoded {
        let limit = match &self.body {
            RawBody::Stream(source) => source.limit(),
            RawBody::Whole(bytes) => bytes.len() as u64,
        };
        self.undecoded(Fault::TooLarge(limit))
    }

    fn undecoded(self, fault: Fault) -> Undecoded {
        Undecoded(Box::new((self, fault)))
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field(
                "media_type",
                &self.scene.secrets.redactor().line(self.media_type()),
            )
            .field("body", &self.body().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

impl Undecoded {
    /// The status of the answer, as a number.
    pub fn status(&self) -> u16 {
        self.0.0.status()
    }

    /// The answer as it came.
    pub fn into_response(self) -> RawResponse {
        self.0.0
    }
}

impl fmt::Debug for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (response, fault) = &*self.0;
        let fault = response.scene.secrets.redactor().line(&fault.to_string());
        f.debug_tuple("Undecoded")
            .field(response)
            .field(&fault)
            .finish()
    }
}

impl From<Undecoded> for Error {
    fn from(undecoded: Undecoded) -> Self {
        let (response, fault) = *undecoded.0;
        let body = match response.body {
            RawBody::Whole(bytes) => bytes,
            RawBody::Stream(_) => Bytes::new(),
        };
        response.scene.unexpected(
            fault,
            Some(ErrorResponse {
                status: response.status,
                headers: response.headers,
                body,
                truncated: false,
                shown_media: None,
            }),
        )
    }
}
