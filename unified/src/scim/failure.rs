//! Errors as SCIM says them (RFC 7644, section 3.12).

use scim_v2::models::errors::{ScimHttpError, ScimType};
use serde_json::Value;
use signon_runtime::ErrorKind;

use super::Request;
use crate::error::{Error, Unsupported};

/// Why a request failed.
#[derive(Debug)]
pub(super) struct Failure {
    status: u16,
    kind: Option<ScimType>,
    detail: String,
}

impl Failure {
    pub(super) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind: None,
            detail: detail.into(),
        }
    }

    /// A request that cannot be answered as it is.
    pub(super) fn bad(kind: ScimType, detail: impl Into<String>) -> Self {
        Self {
            kind: Some(kind),
            ..Self::new(400, detail)
        }
    }

    /// A resource that has what is another one's alone.
    pub(super) fn conflict(detail: impl Into<String>) -> Self {
        Self {
            kind: Some(ScimType::Uniqueness),
            ..Self::new(409, detail)
        }
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "there is no such resource")
    }

    /// An operation that the protocol has and this service does not.
    pub(super) fn unsupported(request: &Request<'_>) -> Self {
        let Request { method, path, .. } = request;
        Self::new(501, format!("{method} {path} is not supported"))
    }

    /// The failure with a sentence more.
    pub(super) fn note(mut self, note: &str) -> Self {
        self.detail = format!("{}; {note}", self.detail);
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn body(self) -> Value {
        let error = ScimHttpError {
            scim_type: self.kind,
            detail: Some(self.detail),
            status: self.status.to_string(),
            ..ScimHttpError::default()
        };
        serde_json::to_value(error).unwrap_or_default()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let provider = error.call().and_then(signon_runtime::Error::status);
        let detail = error.to_string();
        match (&error, provider.map(|status| status.as_u16())) {
            // Most clients repeat a request after 502 by themselves, and would make the change twice.
            (Error::Partial(_), _) => Self::new(500, detail),
            (Error::NotFound(_), _) | (Error::Call(..), Some(404)) => Self::not_found(),
            (Error::Unsupported(Unsupported { argument, .. }), _) => match argument {
                Some(_) => Self::bad(ScimType::InvalidFilter, detail),
                None => Self::new(501, detail),
            },
            (Error::Rejected(_), _) | (Error::Call(..), Some(400 | 422)) => {
                Self::bad(ScimType::InvalidValue, detail)
            }
            (Error::Call(..), _) if is_unsent(&error) => Self::bad(ScimType::InvalidValue, detail),
            (Error::Call(..), Some(409)) => Self::conflict(detail),
            (_, Some(429)) => Self::new(429, detail),
            // The provider failed, or its response cannot be used; the caller's credential has nothing to do with it.
            (Error::Call(..) | Error::Record(_) | Error::Cycle(_), _) => Self::new(502, detail),
        }
    }
}

/// Whether a call was not sent, because its request could not be built of the arguments.
pub(super) fn is_unsent(error: &Error) -> bool {
    matches!(error, Error::Call(_, cause) if cause.kind() == ErrorKind::Build)
}
