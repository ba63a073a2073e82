//! Keys of a schema that only later versions have.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;

/// Keywords that OpenAPI 3.0 does not have.
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
    for (key, value) in at.entries().filter(|(key, _)| SINCE_3_1.contains(key)) {
        let message = format!("`{key}` is no key of a schema in OpenAPI 3.0");
        diagnostics.report(
            Diagnostic::new(Code::UnknownKey, value, message)
                .on_key(value)
                .help("write it in the words of 3.0.3"),
        );
    }
}
