//! `x-rust-module`: the module of a component's type.

use super::rust_name::identifier_fault;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;
use crate::name::is_reserved_module;
use crate::schema::is_component;

/// Maximum length of a module name, which is also a file name.
const MAX_LENGTH: usize = 64;

/// Returns the module that a component declares, if its name is valid in Rust.
pub(crate) fn given(component: At<'_>) -> Option<&str> {
    let name = component.get("x-rust-module")?;
    (is_component(component) && fault(name).is_none())
        .then(|| name.str())
        .flatten()
}

/// Reports a name that is not valid, and one that is not on a component.
pub(super) fn check(name: At<'_>, diagnostics: &mut Diagnostics) {
    if !name.parent().is_some_and(is_component) {
        let message = "`x-rust-module` is on a schema that is not a component";
        let diagnostic = Diagnostic::new(Code::UnusedExtension, name, message);
        let help = "write it on a schema of `components.schemas`: what is inline in one is in the same module";
        diagnostics.report(diagnostic.help(help));
    } else if let Some((message, help)) = fault(name) {
        diagnostics.report(Diagnostic::new(Code::BadRustName, name, message).help(help));
    }
}

/// Returns the problem of a name, and a valid alternative.
fn fault(at: At<'_>) -> Option<(String, String)> {
    let Some(name) = at.str() else {
        let message = format!("`x-rust-module` is {} where text belongs", at.kind().name());
        return Some((message, String::from("write a name such as `billing`")));
    };
    if let Some(fault) = identifier_fault(name, "billing") {
        return Some(fault);
    }
    let message = if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        format!("`{name}` is not in `snake_case`")
    } else if name.len() > MAX_LENGTH {
        format!("the name of a module is longer than {MAX_LENGTH} letters")
    } else if is_reserved_module(name) {
        format!("`{name}` is the name of another module or file of a generated crate")
    } else {
        return None;
    };
    Some((message, String::from("write a name such as `billing`")))
}
