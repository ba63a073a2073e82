//! How much of a document is written more than once, for several media types or operations.

use super::Converter;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};

/// As many bytes of copies are far more than documents need that people write.
const MAX_COPIED: usize = 64 * 1024 * 1024;

/// What a value takes, beside its text.
const VALUE_BYTES: usize = 128;

/// What remains to be copied.
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_COPIED)
    }
}

impl<'d> Converter<'d, '_> {
    /// Whether a value may be written once more; reported if not.
    pub(super) fn may_copy(&mut self, at: At<'d>) -> bool {
        if let Some(rest) = spend(self.budget.0, at) {
            self.budget.0 = rest;
            return true;
        }
        let message = "what the document says once becomes too much where it is used";
        let diagnostic = Diagnostic::new(Code::TooLarge, at, message);
        let help = "name fewer media types, or those that all operations have at the root";
        self.diagnostics.report(diagnostic.help(help));
        false
    }
}

/// What remains after a value is copied; none if it is more than there is.
fn spend(budget: usize, at: At<'_>) -> Option<usize> {
    let text = at.str().map_or(0, str::len);
    let rest = budget.checked_sub(VALUE_BYTES + text)?;
    match at.kind() {
        Kind::Map => at.entries().try_fold(rest, |rest, (key, value)| {
            spend(rest.checked_sub(key.len())?, value)
        }),
        Kind::List => at.items().try_fold(rest, spend),
        Kind::Null | Kind::Bool | Kind::Integer | Kind::Float | Kind::String => Some(rest),
    }
}
