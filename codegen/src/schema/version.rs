//! The version of the standard that a document is written for.

use crate::document::At;

/// Whether the document of a value is for a version that begins with one of these.
pub(crate) fn is_for(at: At<'_>, versions: &[&str]) -> bool {
    let version = at.documents().root(at.document()).get("openapi");
    version
        .and_then(At::text)
        .is_some_and(|version| versions.iter().any(|known| version.starts_with(known)))
}
