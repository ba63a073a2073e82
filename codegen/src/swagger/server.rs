//! `host`, `basePath` and `schemes` → servers.

use crate::document::{At, Tree};

/// The servers of a document, with the schemes of it or of an operation. What is encrypted comes first.
pub(super) fn servers(root: At<'_>, schemes: At<'_>) -> Option<Tree> {
    let host = root.get("host").filter(|at| at.str().is_some());
    let base = root.get("basePath").filter(|at| at.str().is_some());
    let source = host.or(base)?.source();
    let path = base
        .and_then(At::str)
        .unwrap_or_default()
        .trim_end_matches('/');
    let path = if path.is_empty() || path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let server = |url: &str, source| Tree::map([("url", Tree::text(url, source))], source);
    let Some(host) = host.and_then(At::str) else {
        let url = if path.is_empty() { "/" } else { &path };
        return Some(Tree::list(vec![server(url, source)], source));
    };
    let named = schemes.get("schemes").into_iter().flat_map(At::items);
    let named: Vec<(&str, _)> = named
        .filter_map(|at| Some((at.str()?, at.source())))
        .collect();
    let mut servers = Vec::new();
    for scheme in ["https", "http"] {
        let found = named
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(scheme));
        // Without a scheme it is the one that the document came by.
        let is_default = named.is_empty() && scheme == "https";
        let source = found
            .map(|(_, source)| *source)
            .or(is_default.then_some(source));
        servers.extend(source.map(|source| server(&format!("{scheme}://{host}{path}"), source)));
    }
    (!servers.is_empty()).then(|| Tree::list(servers, source))
}
