//! What is unexpected in a response.

use crate::decode::BodyError;
use crate::error_response::ErrorResponse;
use crate::media;
use crate::redact::Redactor;

/// What is unexpected in a response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Unexpected {
    #[error("a body that does not fit the spec at `{}`: {}", .0.path, .0.message)]
    Json(BodyError),
    #[error("a body of `{0}` where the spec has JSON")]
    NotJson(String, BodyError),
    #[cfg(feature = "xml")]
    #[error("an XML body that does not fit the spec at `{}`: {}", .0.path, .0.message)]
    Xml(BodyError),
    #[error("an empty body where the spec has one")]
    Empty,
    #[error("text that is not UTF-8")]
    NotUtf8,
    #[error("a status or media type that the spec does not have (`{0}`)")]
    Undocumented(String),
    #[error("a body of more than {0} bytes, which is the limit")]
    TooLarge(u64),
    #[error("a redirect that is not followed: {0}")]
    Redirect(&'static str),
    #[error("an event or a line of more than {0} bytes, which is the limit")]
    LongLine(u64),
}

impl Unexpected {
    /// The same problem of a body of this media type.
    pub(crate) fn in_media(self, media: &str) -> Self {
        let is_json = media.is_empty() || media::is_json(media);
        if let (Self::Json(body_error), false) = (&self, is_json) {
            return Self::NotJson(media.to_owned(), body_error.clone());
        }
        self
    }

    /// The same problem without secrets.
    pub(crate) fn redacted(self, redactor: &Redactor) -> Self {
        let body_error = |body_error: BodyError| BodyError {
            path: redactor.line(&body_error.path),
            message: redactor.line(&body_error.message),
            offset: body_error.offset,
        };
        match self {
            Self::Json(place) => Self::Json(body_error(place)),
            #[cfg(feature = "xml")]
            Self::Xml(place) => Self::Xml(body_error(place)),
            Self::NotJson(media, place) => Self::NotJson(redactor.line(&media), body_error(place)),
            Self::Undocumented(what) => Self::Undocumented(redactor.line(&what)),
            other @ (Self::Empty
            | Self::NotUtf8
            | Self::TooLarge(_)
            | Self::Redirect(_)
            | Self::LongLine(_)) => other,
        }
    }

    /// Where the body does not fit.
    pub(super) const fn body_error(&self) -> Option<&BodyError> {
        match self {
            Self::Json(body_error) | Self::NotJson(_, body_error) => Some(body_error),
            #[cfg(feature = "xml")]
            Self::Xml(body_error) => Some(body_error),
            Self::Empty
            | Self::NotUtf8
            | Self::Undocumented(_)
            | Self::TooLarge(_)
            | Self::Redirect(_)
            | Self::LongLine(_) => None,
        }
    }

    /// The part of the body that does not fit, and what is around it.
    pub(crate) fn excerpt(&self, response: &ErrorResponse, redactor: &Redactor) -> Option<String> {
        const BEFORE: usize = 60;
        const AFTER: usize = 20;
        let offset = self.body_error()?.offset;
        let from = offset.saturating_sub(BEFORE);
        Some(redactor.window(&response.body, from, offset.saturating_add(AFTER)))
    }
}
