//! Headers and query parameters that a call adds to the request of its operation.

use http::{HeaderName, HeaderValue};

use super::Request;

/// Headers and query parameters that each page of a paged call has besides the operation's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions {
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Encoded pairs, joined by `&`.
    query: String,
}

impl Request {
    /// What was added to `base` to make this request; both kinds are only ever appended.
    pub(crate) fn additions_to(&self, base: &Self) -> Additions {
        let headers = self.headers.get(base.headers.len()..).unwrap_or_default();
        let query = self.query.get(base.query.len()..).unwrap_or_default();
        Additions {
            headers: headers.to_vec(),
            query: query.trim_start_matches('&').to_owned(),
        }
    }

    /// The request with these headers and query parameters, too.
    pub(crate) fn with(mut self, additions: &Additions) -> Self {
        self.headers.extend_from_slice(&additions.headers);
        if !self.query.is_empty() && !additions.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&additions.query);
        self
    }
}
