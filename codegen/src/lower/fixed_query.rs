//! Path templates with a query of their own (`/search?type=all`).

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{Parameter, ParameterLocation};
use crate::resolve::Endpoint;

impl<'d> Lower<'_, 'd> {
    /// Drops parameters whose value the path template fixes, so that it is not sent twice.
    pub(super) fn drop_fixed(
        &mut self,
        endpoint: &Endpoint<'d>,
        found: &[(&'d str, &'d str, At<'d>)],
        parameters: &mut Vec<Parameter>,
    ) {
        let Some((_, query)) = endpoint.path.split_once('?') else {
            return;
        };
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value.contains('{') {
                continue;
            }
            let is_fixed = |parameter: &Parameter| {
                parameter.location == ParameterLocation::Query && parameter.key == key
            };
            if !parameters.iter().any(is_fixed) {
                continue;
            }
            parameters.retain(|parameter| !is_fixed(parameter));
            let declared = found
                .iter()
                .find(|(name, place, _)| *name == key && *place == "query");
            if let Some((_, _, at)) = declared {
                self.report_fixed(*at, key, value);
            }
        }
    }

    /// Reports a parameter that the template leaves no choice, unless it has no other value.
    fn report_fixed(&mut self, at: At<'d>, key: &str, value: &str) {
        let allowed = at
            .get("schema")
            .map(|schema| self.schemas.listed_values(schema));
        let allowed = allowed.unwrap_or_default();
        if allowed.len() == 1 && allowed.iter().all(|at| at.text().as_deref() == Some(value)) {
            return;
        }
        let message = format!("the path fixes the query parameter `{key}` to `{value}`");
        self.diagnostics.report(
            Diagnostic::new(Code::PathMismatch, at.get("name").unwrap_or(at), message)
                .label("left out")
                .help("take the query out of the path, or the parameter out of the operation"),
        );
    }
}
