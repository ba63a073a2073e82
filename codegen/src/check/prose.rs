//! Checks for texts that are too long for a comment.

use crate::comment::{MAX_LINE, MAX_TEXT};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;

/// Reports a text that is truncated in comments.
pub(super) fn check(at: At<'_>, diagnostics: &mut Diagnostics) {
    let length = at.str().map_or(0, str::len);
    if length <= MAX_LINE {
        return;
    }
    let in_info = at.parent().and_then(At::key).as_deref() == Some("info");
    let limit = match at.key().as_deref() {
        Some("title" | "version") if in_info => MAX_LINE,
        Some("description" | "summary") => MAX_TEXT,
        _ => return,
    };
    if length > limit {
        let message = format!("a text of {length} bytes, of which comments hold the first {limit}");
        diagnostics.report(Diagnostic::new(Code::LongText, at, message));
    }
}
