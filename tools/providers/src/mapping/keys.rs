//! The keys of a mapping file: which may be there, which must, and what they hold.

use signon_codegen::Code;
use signon_codegen::internal::diagnostic::distance;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Place, Reported};
use signon_codegen::internal::document::At;

/// Rejects keys that mean nothing here.
pub(super) fn allow(at: At<'_>, allowed: &[&str], diagnostics: &mut Diagnostics) {
    for (key, value) in at.entries() {
        if allowed.contains(&key) {
            continue;
        }
        let message = format!("`{key}` means nothing here");
        let mut diagnostic = Diagnostic::new(Code::UnknownKey, value, message).on_key(value);
        if let Some(similar) = similar(key, allowed.iter().copied()) {
            diagnostic = diagnostic.help(format!("a similar key exists: `{similar}`"));
        } else {
            diagnostic = diagnostic.help(format!("the keys are {}", quoted(allowed)));
        }
        diagnostics.report(diagnostic);
    }
}

/// The value of a key that must be there.
pub(super) fn required<'d>(
    at: At<'d>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Result<At<'d>, Reported> {
    at.get(key).ok_or_else(|| {
        let message = format!("`{key}` is missing");
        diagnostics.report(Diagnostic::at(Code::MissingKey, Place::key(at), message))
    })
}

/// The text that a key must have.
pub(super) fn text<'d>(
    at: At<'d>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Result<&'d str, Reported> {
    let value = required(at, key, diagnostics)?;
    value
        .str()
        .ok_or_else(|| wrong_kind(value, "text", diagnostics))
}

/// Reports a value of another kind than the key takes.
pub(super) fn wrong_kind(
    at: At<'_>,
    wanted: &'static str,
    diagnostics: &mut Diagnostics,
) -> Reported {
    let message = format!("{wanted} belongs here, and not {}", at.kind().name());
    diagnostics.report(Diagnostic::new(Code::WrongKind, at, message))
}

/// The name that is most like another one, if one is.
pub(super) fn similar<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let limit = name.len() / 3 + 1;
    known
        .map(|known| (distance(known, name), known))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, known)| known)
}

/// Names in backticks, joined by commas.
pub(super) fn quoted<S: AsRef<str>>(names: &[S]) -> String {
    let names = names.iter().map(|name| format!("`{}`", name.as_ref()));
    names.collect::<Vec<_>>().join(", ")
}
