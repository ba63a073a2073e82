//! The `x-signon-*` extensions of operations.

use super::Lower;
use super::pagination::route::routes;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{Effect, Operation, Retry, Type};
use crate::name::MAX_FORMER_IDS;

impl<'d> Lower<'_, 'd> {
    pub(super) fn extensions(&mut self, at: At<'d>, operation: &mut Operation) {
        let text = |key: &str| at.get(key).and_then(At::str).map(str::to_owned);
        operation.tool = text("x-signon-tool");
        operation.idempotency_header = text("x-signon-idempotency-header");
        self.operation_rate_limits(at, operation);
        operation.retry = at.get("x-signon-retry").and_then(|at| self.retry(at));
        if let Some(at) = at.get("x-signon-effect") {
            operation.effect = self.effect(at);
        }
        if let Some(at) = at.get("x-signon-renamed-from") {
            operation.renamed_from = self.renamed_from(at);
        }
        operation.wrapper = at
            .get("x-signon-wrapper")
            .and_then(|at| self.wrapper(at, operation));
        operation.pagination = at
            .get("x-signon-pagination")
            .and_then(|at| self.pagination(at, operation));
    }

    fn retry(&mut self, at: At<'d>) -> Option<Retry> {
        match at.str() {
            Some("safe") => Some(Retry::Safe),
            Some("never") => Some(Retry::Never),
            _ => {
                self.report_unused_extension(
                    at,
                    "`x-signon-retry` is neither `safe` nor `never`",
                    "write `safe` or `never`, or leave it out to go by the method",
                );
                None
            }
        }
    }

    fn effect(&mut self, at: At<'d>) -> Effect {
        let mut effect = Effect::default();
        if at.entries().next().is_none() {
            self.report_unused_extension(
                at,
                "`x-signon-effect` says nothing",
                "write `x-signon-effect: { readOnly: true }`, or leave it out to go by the method",
            );
        }
        for (key, value) in at.entries() {
            let hint = match key {
                "readOnly" => &mut effect.read_only,
                "destructive" => &mut effect.destructive,
                "idempotent" => &mut effect.idempotent,
                "openWorld" => &mut effect.open_world,
                _ => {
                    let message = format!("`{key}` says nothing about the effect of a call");
                    let help = "use `readOnly`, `destructive`, `idempotent` and `openWorld`";
                    self.report_unused_extension(value, &message, help);
                    continue;
                }
            };
            *hint = value.bool();
            if hint.is_none() {
                let message = format!("`{key}` is neither `true` nor `false`");
                self.report_unused_extension(value, &message, "write `true` or `false`");
            }
        }
        effect
    }

    /// The former ids of an operation: one, or a list.
    fn renamed_from(&mut self, at: At<'d>) -> Vec<String> {
        let listed: Vec<At<'d>> = at.items().collect();
        let entries = if listed.is_empty() { vec![at] } else { listed };
        let mut ids = Vec::new();
        for entry in entries {
            match entry.str() {
                _ if ids.len() == MAX_FORMER_IDS => {
                    let message = "the operation had too many ids";
                    let help = format!("keep the last {MAX_FORMER_IDS}, the latest one first");
                    self.report_unused_extension(entry, message, &help);
                    break;
                }
                Some(id) if id.chars().any(char::is_alphanumeric) => ids.push(id.to_owned()),
                _ => {
                    let message = "`x-signon-renamed-from` names no operation id";
                    let help = "write the id that the operation had, or a list of them";
                    self.report_unused_extension(entry, message, help);
                }
            }
        }
        ids
    }

    fn wrapper(&mut self, at: At<'d>, operation: &Operation) -> Option<String> {
        let key = at.str()?;
        let body = super::pagination::success_body(operation).unwrap_or(Type::Json);
        let pointer = format!("/{}", crate::source::escape(key));
        if routes(self.api, &body, &pointer).is_empty() {
            self.report_unused_extension(
                at,
                &format!("the success body has no `{key}`"),
                "name the key that holds the payload",
            );
            return None;
        }
        Some(key.to_owned())
    }

    /// Reports an extension without effect.
    pub(super) fn report_unused_extension(&mut self, at: At<'d>, message: &str, help: &str) {
        self.diagnostics
            .report(Diagnostic::new(Code::UnusedExtension, at, message).help(help));
    }
}
