//! What a spec documents beside the success: error bodies, and headers of responses.

use std::convert::Infallible;

use http::HeaderMap;

use crate::error_response::ErrorResponse;

/// The error bodies that a spec documents for an operation.
pub trait DocumentedError: Sized {
    /// Decodes an error; `None` if it is not documented or does not fit.
    fn decode(response: &ErrorResponse) -> Option<Self>;
}

/// No error is documented.
impl DocumentedError for Infallible {
    fn decode(_response: &ErrorResponse) -> Option<Self> {
        None
    }
}

/// The headers that a spec documents for a success.
pub trait DocumentedHeaders: Sized {
    /// Reads the headers; one that is missing or does not fit is `None`.
    fn read(headers: &HeaderMap) -> Self;
}

/// No header is documented.
impl DocumentedHeaders for () {
    fn read(_headers: &HeaderMap) -> Self {}
}
