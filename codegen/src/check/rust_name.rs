//! `x-rust-name`: the exact name of an item in Rust.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;

/// Returns the `x-rust-name` of an object, if it is valid in Rust.
pub(crate) fn given(at: At<'_>) -> Option<&str> {
    let name = at.get("x-rust-name")?;
    fault(name).is_none().then(|| name.str()).flatten()
}

/// Whether a name is valid where it is used.
pub(super) fn check(name: At<'_>, diagnostics: &mut Diagnostics) {
    let Some((message, help)) = fault(name) else {
        return;
    };
    diagnostics.report(Diagnostic::new(Code::BadRustName, name, message).help(help));
}

/// Returns the problem of a name, and a valid alternative.
fn fault(at: At<'_>) -> Option<(String, String)> {
    let example = if names_a_type(at) {
        "UserList"
    } else {
        "user_list"
    };
    let Some(name) = at.str() else {
        let message = format!("`x-rust-name` is {} where text belongs", at.kind().name());
        return Some((message, format!("write a name such as `{example}`")));
    };
    if let Some(fault) = identifier_fault(name, example) {
        return Some(fault);
    }
    let (fits, style) = if names_a_type(at) {
        (
            !name.contains('_') && name.starts_with(|first: char| first.is_ascii_uppercase()),
            "UpperCamelCase",
        )
    } else {
        (
            !name.contains(|letter: char| letter.is_ascii_uppercase()),
            "snake_case",
        )
    };
    (!fits).then(|| {
        let message = format!("`{name}` is not in `{style}`");
        (message, format!("write a name such as `{example}`"))
    })
}

/// Returns why a name is not an ASCII identifier, or that it is a keyword, and a valid alternative.
pub(super) fn identifier_fault(name: &str, example: &str) -> Option<(String, String)> {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && name.contains(|letter: char| letter.is_ascii_alphanumeric());
    if !plain {
        let help = format!("use letters, digits and `_` alone: `{example}`");
        return Some((format!("`{name}` is no identifier"), help));
    }
    // Only a keyword fails to parse.
    (syn::parse_str::<syn::Ident>(name).is_err() || name == "gen").then(|| {
        (
            format!("`{name}` is a keyword of Rust"),
            "use a plain synonym".to_owned(),
        )
    })
}

/// Whether the name is a type name: on a schema, but not on a property, a parameter or an operation.
fn names_a_type(name: At<'_>) -> bool {
    let Some(owner) = name.parent() else {
        return false;
    };
    let container = owner.parent().and_then(At::key);
    let is_operation = owner.has("responses") || owner.has("operationId");
    let is_parameter = owner.has("in") && owner.has("name");
    container.as_deref() != Some("properties") && !is_operation && !is_parameter
}
