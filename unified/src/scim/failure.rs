//! Errors as SCIM says them (RFC 7644, section 3.12).

use scim_v2::models::errors::{ScimHttpError, ScimType};
use serde_json::Value;

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

    pub(super) fn not_found() -> Self {
        Self::new(404, "there is no such resource")
    }

    /// An operation that the protocol has and this service does not.
    pub(super) fn unsupported(request: &Request<'_>) -> Self {
        let Request { method, path, .. } = request;
        Self::new(501, format!("{method} {path} is not supported"))
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
        match (&error, provider.map(|status| status.as_u16())) {
            (Error::NotFound(_), _) | (Error::Call(..), Some(404)) => Self::not_found(),
            (
                Error::Unsupported(Unsupported {
                    argument: Some(_), ..
                }),
                _,
            ) => Self::bad(ScimType::InvalidFilter, error.to_string()),
            (Error::Unsupported(_), _) => Self::new(501, error.to_string()),
            (Error::Rejected(_), _) => Self::bad(ScimType::InvalidValue, error.to_string()),
            (_, Some(429)) => Self::new(429, error.to_string()),
            // The provider failed, or its answer cannot be used; the caller's credential has nothing to do with it.
            (Error::Call(..) | Error::Record(_) | Error::Partial(_) | Error::Cycle(_), _) => {
                Self::new(502, error.to_string())
            }
        }
    }
}
