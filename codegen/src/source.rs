//! Locations: a file, and a JSON pointer (RFC 6901) into it.

use std::sync::Arc;

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file, relative to the workspace, with `/`.
    pub file: Arc<str>,
    /// A JSON pointer into it.
    pub pointer: String,
}

/// A JSON pointer's token, escaped (RFC 6901, section 3).
pub(crate) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
