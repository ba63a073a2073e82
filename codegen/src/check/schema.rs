//! Checks for schema keywords of later OpenAPI versions.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, Kind};

/// Keywords that OpenAPI 3.0 does not define.
const SINCE_3_1: [&str; 20] = [
    "const",
    "examples",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$defs",
    "definitions",
];

pub(super) fn check(at: At<'_>, diagnostics: &mut Diagnostics) {
    if !diagnostics.is_spec() {
        return;
    }
    let newer_type = at
        .get("type")
        .filter(|ty| ty.kind() == Kind::List || ty.str() == Some("null"));
    if let Some(value) = newer_type {
        let message = "`type` names several types or null, which OpenAPI 3.0 does not have";
        diagnostics.report(
            Diagnostic::new(Code::UnknownKey, value, message)
                .on_key(value)
                .help("write one type, with `nullable: true` where it can be null"),
        );
    }
    for (key, value) in at.entries().filter(|(key, _)| SINCE_3_1.contains(key)) {
        let message = format!("`{key}` is no key of a schema in OpenAPI 3.0");
        diagnostics.report(
            Diagnostic::new(Code::UnknownKey, value, message)
                .on_key(value)
                .help("write it in the words of 3.0.3"),
        );
    }
}
