//! Why a response could not be decoded.

use std::fmt;

use bytes::Bytes;

use crate::error::{Error, Unexpected};
use crate::error_response::ErrorResponse;
use crate::raw::{RawBody, RawResponse};

/// A response that could not be decoded; it becomes an [`Error`].
pub struct DecodeError(Box<(RawResponse, Unexpected)>);

impl DecodeError {
    pub(crate) fn new(response: RawResponse, problem: Unexpected) -> Self {
        Self(Box::new((response, problem)))
    }

    /// The status of the response, as a number.
    pub fn status(&self) -> u16 {
        self.0.0.status()
    }

    /// The response unchanged.
    pub fn into_response(self) -> RawResponse {
        self.0.0
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (response, problem) = &*self.0;
        let problem = response
            .context
            .secrets
            .redactor()
            .line(&problem.to_string());
        f.debug_tuple("DecodeError")
            .field(response)
            .field(&problem)
            .finish()
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let (response, problem) = *error.0;
        let body = match response.body {
            RawBody::Whole(bytes) => bytes,
            RawBody::Stream(_) => Bytes::new(),
        };
        response.context.unexpected(
            problem,
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
