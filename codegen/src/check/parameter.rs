//! Checks for parameters that are declared in two ways at once.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::At;

/// Reports a parameter with `schema` and `content`, or with several media types: the standard allows one.
pub(super) fn check(parameter: At<'_>, diagnostics: &mut Diagnostics) {
    let Some(content) = parameter.get("content") else {
        return;
    };
    if let Some(schema) = parameter.get("schema") {
        diagnostics.report(
            Diagnostic::new(
                Code::AmbiguousParameter,
                content,
                "a parameter with both `schema` and `content`",
            )
            .on_key(content)
            .also(Place::key(schema), "the type is read from here")
            .help("take one of them out"),
        );
    }
    let mut media_types = content.entries();
    if let (Some((first, at)), Some(_)) = (media_types.next(), media_types.next()) {
        diagnostics.report(
            Diagnostic::new(
                Code::AmbiguousParameter,
                content,
                "a parameter with several media types",
            )
            .on_key(content)
            .also(Place::key(at), format!("`{first}` is sent"))
            .help("leave one of them"),
        );
    }
}
