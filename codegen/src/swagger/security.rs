//! Security definitions.

use super::{Entry, entry};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, Tree};

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
            entries.extend(flows(at, diagnostics).map(|flows| entry("flows", flows)));
            Tree::map(entries, at.source())
        }
        _ => Tree::of(at),
    }
}

fn flows(at: At<'_>, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let flow = at.get("flow")?;
    let name = match flow.str()? {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        name @ ("implicit" | "password") => name,
        name => {
            let message = format!("`{name}` is no flow of OAuth 2");
            let diagnostic = Diagnostic::new(Code::UnknownKey, flow, message);
            let help = "use `implicit`, `password`, `application` or `accessCode`";
            diagnostics.report(diagnostic.help(help));
            return None;
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
    Some(Tree::map([(name, object)], source))
}

fn kept(at: At<'_>, left_out: &[&str]) -> Vec<Entry> {
    let kept = at.entries().filter(|(key, _)| !left_out.contains(key));
    kept.map(|(key, value)| entry(key, Tree::of(value)))
        .collect()
}
