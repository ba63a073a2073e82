//! The `Link` header (RFC 8288).

use http::HeaderMap;
use http::header::LINK;

use crate::page::Link;

/// The target of the link whose relation is `next`.
pub fn next_link(headers: &HeaderMap) -> Option<Link> {
    headers
        .get_all(LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(next)
}

fn next(header: &str) -> Option<Link> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let end = end_of_link(after);
        let parameters = after.get(..end).unwrap_or_default();
        if has_relation(parameters, "next") {
            return Some(target.trim().to_owned());
        }
        rest = after.get(end..).unwrap_or_default();
    }
    None
}

/// Where the comma is that ends a link's parameters; commas in quotes do not.
fn end_of_link(parameters: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (index, character) in parameters.char_indices() {
        match character {
            '\\' if quoted => escaped = !escaped,
            '"' if !escaped => quoted = !quoted,
            ',' if !quoted => return index,
            _ => escaped = false,
        }
    }
    parameters.len()
}

fn has_relation(parameters: &str, relation: &str) -> bool {
    parameters.split(';').any(|parameter| {
        parameter.split_once('=').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("rel")
                && value
                    .trim()
                    .trim_matches('"')
                    .split_ascii_whitespace()
                    .any(|word| word.eq_ignore_ascii_case(relation))
        })
    })
}
