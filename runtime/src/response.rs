//! Decoded successes.

use std::fmt;

use http::{HeaderMap, StatusCode};

/// A decoded success with what came along.
///
/// `Debug` shows how many headers there are, not their values.
#[derive(Clone)]
pub struct Response<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: T,
    pub(crate) attempts: u32,
}

impl<T> Response<T> {
    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub const fn body(&self) -> &T {
        &self.body
    }

    /// The body.
    pub fn into_body(self) -> T {
        self.body
    }

    /// How often the request was sent.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &self.body)
            .field("attempts", &self.attempts)
            .finish()
    }
}
