//! `x-rust-enum`: whether the enum of a schema accepts values that the schema does not list.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;
use crate::schema::Merged;

/// Whether a schema declares its enum as closed.
pub(crate) fn is_closed(merged: &Merged<'_>) -> bool {
    let extension = merged.keyword("x-rust-enum");
    extension.and_then(At::str) == Some("closed")
}

/// Reports a value that is neither `open` nor `closed`.
pub(super) fn check(value: At<'_>, diagnostics: &mut Diagnostics) {
    if !matches!(value.str(), Some("open" | "closed")) {
        report(
            value,
            "`x-rust-enum` is neither `open` nor `closed`",
            diagnostics,
        );
    }
}

/// Reports the extension on a schema that does not become an enum of strings or integers.
pub(crate) fn report_unused(merged: &Merged<'_>, diagnostics: &mut Diagnostics) {
    if let Some(value) = merged.keyword("x-rust-enum") {
        let message = "`x-rust-enum` is on a schema that becomes no enum of strings or of integers";
        report(value, message, diagnostics);
    }
}

fn report(value: At<'_>, message: &str, diagnostics: &mut Diagnostics) {
    let help = "write `open` or `closed`, on a schema that lists its values";
    diagnostics.report(Diagnostic::new(Code::UnusedExtension, value, message).help(help));
}
