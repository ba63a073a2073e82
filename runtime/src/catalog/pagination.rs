//! How the next page is requested.

use serde::{Deserialize, Serialize};

/// How the next page is requested, and where a page's items are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pagination {
    /// How the next page is requested.
    pub next: NextPage,
    /// A JSON pointer to the list of items in the success body; empty where the body is the list.
    pub items: String,
}

/// How the next page is requested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[non_exhaustive]
pub enum NextPage {
    /// By a cursor, which goes back in an argument.
    Cursor {
        /// The argument.
        argument: String,
        /// Where the cursor comes from.
        from: CursorSource,
        /// Arguments that the server rejects beside a cursor.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        excludes: Vec<String>,
    },
    /// By the number of the page.
    Number {
        /// The argument.
        argument: String,
        /// The number of the first page.
        first: i64,
        /// The argument that holds the page size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
    },
    /// By a link: the URL of the next page.
    Link {
        /// A JSON pointer to the link in the success body; none where it is in the `Link` header (RFC 8288) with
        /// `rel="next"`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<String>,
    },
}

/// Where a cursor comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CursorSource {
    /// The success body: a JSON pointer.
    Body(String),
    /// A response header.
    Header {
        /// Its name.
        name: String,
        /// Whether its value is percent-encoded, and is decoded before it goes back.
        #[serde(default)]
        percent_encoded: bool,
    },
}
