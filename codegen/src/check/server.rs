//! Checks the variables of server URLs.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::At;
use crate::resolve::template_names;

/// Reports URL variables that are missing in `variables`, and defaults that a variable does not allow.
pub(super) fn check(server: At<'_>, diagnostics: &mut Diagnostics) {
    let variables = server.get("variables");
    let url = server.get("url");
    for name in url
        .and_then(At::str)
        .map(template_names)
        .unwrap_or_default()
    {
        let is_declared = variables.is_some_and(|variables| variables.has(name));
        if let (Some(url), false) = (url, is_declared) {
            let message = format!("`{{{name}}}` in the URL of a server is not under `variables`");
            let help = format!("add `variables: {{ {name}: {{ default: ... }} }}`");
            diagnostics.report(
                Diagnostic::new(Code::MissingKey, url, message)
                    .label("read as a variable without a default")
                    .help(help),
            );
        }
    }
    for (_, variable) in variables.into_iter().flat_map(At::entries) {
        default_is_allowed(variable, diagnostics);
    }
}

fn default_is_allowed(variable: At<'_>, diagnostics: &mut Diagnostics) {
    let (Some(default), Some(allowed)) = (variable.get("default"), variable.get("enum")) else {
        return;
    };
    if allowed.items().any(|value| value.text() == default.text()) {
        return;
    }
    let message = format!(
        "the default `{}` is not in the `enum` of the variable",
        default.text().unwrap_or_default()
    );
    diagnostics.report(
        Diagnostic::new(Code::BadDefault, default, message)
            .help("add it to `enum`, or choose one of the values there"),
    );
}
