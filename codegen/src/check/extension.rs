//! Checks extension keys: our own, and supported extensions of other tools.

use super::{rust_enum, rust_module, rust_name, rust_type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, Kind};
use crate::ir::Trait;
use crate::keywords::{EXTENSIONS, Object};

/// Reports an `x-` key that has no effect at its location.
pub(super) fn check(key: &str, value: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    if kind.extensions().contains(&key) {
        match key {
            "x-rust-name" => rust_name::check(value, diagnostics),
            "x-rust-derive" => derives(value, diagnostics),
            "x-rust-enum" => rust_enum::check(value, diagnostics),
            "x-rust-module" => rust_module::check(value, diagnostics),
            "x-rust-type" => rust_type::check(value, diagnostics),
            "x-signon-secret" => secret(value, diagnostics),
            "x-enum-varnames" | "x-enum-descriptions" => beside_values(key, value, diagnostics),
            "x-signon-tool" | "x-signon-idempotency-header" if value.str().is_none() => {
                let message = format!("`{key}` is {} where text belongs", value.kind().name());
                unused(value, message, "write the name as text", diagnostics);
            }
            _ => {}
        }
        return;
    }
    // Unknown keys of a vendor are ignored; keys of an overlay are the user's.
    let is_ours = key.starts_with("x-signon")
        || key.starts_with("x-rust-") && rust_type::is_of_overlay(value);
    if !diagnostics.is_spec() && !is_ours {
        return;
    }
    let message = if EXTENSIONS.contains(&key) {
        format!("`{key}` has no effect on {}", kind.name())
    } else {
        format!("`{key}` is not an extension of signon")
    };
    let near = EXTENSIONS
        .iter()
        .map(|known| (crate::resolve::distance(known, key), *known))
        .filter(|(distance, known)| *distance <= 4 && *known != key)
        .min();
    let help = match near {
        Some((_, near)) => format!("did you mean `{near}`? `docs/spec-keys.md` lists the keys"),
        None => "`docs/spec-keys.md` lists the keys, and where each one belongs".to_owned(),
    };
    diagnostics.report(
        Diagnostic::new(Code::UnusedExtension, value, message)
            .on_key(value)
            .help(help),
    );
}

/// Checks the derived traits: only a few traits of the standard library are supported.
fn derives(at: At<'_>, diagnostics: &mut Diagnostics) {
    let help = "write a list of `Eq`, `Hash`, `PartialOrd` and `Ord`";
    if at.kind() != Kind::List || at.is_empty() {
        let message = String::from("`x-rust-derive` is not a list of traits");
        unused(at, message, help, diagnostics);
    }
    for item in at.items() {
        if item.str().and_then(Trait::from_text).is_none() {
            let message = format!(
                "`{}` is no trait that can be derived",
                item.text().unwrap_or_default()
            );
            unused(item, message, help, diagnostics);
        }
    }
}

/// Checks that a secret is a string.
fn secret(at: At<'_>, diagnostics: &mut Diagnostics) {
    let ty = at
        .parent()
        .and_then(|schema| schema.get("type"))
        .and_then(At::str);
    if ty != Some("string") {
        let message = "`x-signon-secret` is on a schema that is no string";
        unused(
            at,
            message.to_owned(),
            "put it beside `type: string`",
            diagnostics,
        );
    } else if at.bool() != Some(true) {
        let message = "`x-signon-secret` has no effect unless it is `true`";
        unused(
            at,
            message.to_owned(),
            "write `x-signon-secret: true`",
            diagnostics,
        );
    }
}

/// Names and descriptions of enum values require the values.
fn beside_values(key: &str, at: At<'_>, diagnostics: &mut Diagnostics) {
    let values = at
        .parent()
        .and_then(|schema| schema.get("enum"))
        .map_or(0, At::len);
    if at.len() != values && diagnostics.is_spec() {
        let message = format!("`enum` has {values} values, and `{key}` names {}", at.len());
        unused(
            at,
            message,
            "give each value of `enum` one entry",
            diagnostics,
        );
    }
}

fn unused(at: At<'_>, message: String, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.report(Diagnostic::new(Code::UnusedExtension, at, message).help(help));
}
