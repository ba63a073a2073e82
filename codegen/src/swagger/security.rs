//! Security definitions.

use super::{Entry, entry};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, Tree};

const FLOWS: &str = "use `implicit`, `password`, `application` or `accessCode`";

/// A security scheme; one of a type that Swagger does not have stays as it is.
pub(super) fn scheme(at: At<'_>, diagnostics: &mut Diagnostics) -> Tree {
    let kind = at.get("type");
    match kind.and_then(At::str) {
        Some("basic") => {
            let mut entries = kept(at, &["type"]);
            let source = kind.unwrap_or(at).source();
            entries.push(entry("type", Tree::text("http", source)));
            entries.push(entry("scheme", Tree::text("basic", source)));
            Tree::map(entries, at.source())
        }
        Some("oauth2") => {
            let flow_keys = ["flow", "authorizationUrl", "tokenUrl", "scopes"];
            let mut entries = kept(at, &flow_keys);
            entries.push(entry("flows", flows(at, diagnostics)));
            Tree::map(entries, at.source())
        }
        _ => Tree::of(at),
    }
}

/// The flow of a scheme; what is wrong with it is reported here, where it has its name of Swagger.
fn flows(at: At<'_>, diagnostics: &mut Diagnostics) -> Tree {
    let none = Tree::map([] as [(&str, Tree); 0], at.source());
    let Some(flow) = at.get("flow") else {
        let message = "a scheme of OAuth 2 has no `flow`";
        let diagnostic = Diagnostic::new(Code::MissingKey, at, message).on_key(at);
        diagnostics.report(diagnostic.help(FLOWS));
        return none;
    };
    let name = match flow.str() {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some(name @ ("implicit" | "password")) => name,
        _ => {
            let name = flow.text().unwrap_or_default();
            let message = format!("`{name}` is no flow of OAuth 2");
            let diagnostic = Diagnostic::new(Code::UnknownKey, flow, message);
            diagnostics.report(diagnostic.help(FLOWS));
            return none;
        }
    };
    let source = flow.source();
    let keys = ["authorizationUrl", "tokenUrl", "scopes"];
    let entries = keys
        .iter()
        .filter_map(|key| Some((*key, Tree::of(at.get(key)?))));
    let mut object = Tree::map(entries, source);
    if !at.has("scopes") {
        object.set("scopes", Tree::map([] as [(&str, Tree); 0], source));
    }
    Tree::map([(name, object)], source)
}

fn kept(at: At<'_>, left_out: &[&str]) -> Vec<Entry> {
    let kept = at.entries().filter(|(key, _)| !left_out.contains(key));
    kept.map(|(key, value)| entry(key, Tree::of(value)))
        .collect()
}
