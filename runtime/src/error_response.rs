//! Answers with an error status, by reference.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::decode;
use crate::media;
use crate::redact::Redactor;

/// A response with an error status, unchanged.
///
/// `Debug` shows the body's size, not its content.
#[derive(Clone)]
pub struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) truncated: bool,
    /// The media type as `Debug` shows it: without secrets.
    pub(crate) shown_media: Option<String>,
}

impl ErrorResponse {
    /// The same response, whose `Debug` shows no secret that `redactor` knows.
    pub(crate) fn shown_by(mut self, redactor: &Redactor) -> Self {
        self.shown_media = Some(redactor.line(self.media_type()));
        self
    }

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

    /// The body as a `T`; `None` if it is none.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        decode::json(&self.body).ok()
    }

    /// The body, which is XML, as a `T`; `None` if it is none.
    #[cfg(feature = "xml")]
    pub fn xml<T: DeserializeOwned>(&self, element: &'static crate::xml::Element) -> Option<T> {
        crate::xml::decode(&self.body, element).ok()
    }

    /// The body as text; `None` if it is not UTF-8.
    pub fn text(&self) -> Option<String> {
        std::str::from_utf8(&self.body).ok().map(str::to_owned)
    }

    /// The body.
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// Whether the body was longer than what is kept of it, or broke off.
    pub const fn is_truncated(&self) -> bool {
        self.truncated
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("status", &self.status)
            .field(
                "media_type",
                &self.shown_media.as_deref().unwrap_or_default(),
            )
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
