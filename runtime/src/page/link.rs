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
        let (parameters, after) = split_unquoted(after, ',');
        if has_relation(parameters, "next") {
            return Some(target.trim().to_owned());
        }
        rest = after;
    }
    None
}

/// Splits at the first separator outside quoted strings; the second part is empty if there is none.
fn split_unquoted(text: &str, separator: char) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            '\\' if quoted => escaped = !escaped,
            '"' if !escaped => quoted = !quoted,
            _ if character == separator && !quoted => {
                let (before, after) = text.split_at(index);
                return (before, after.strip_prefix(separator).unwrap_or(after));
            }
            _ => escaped = false,
        }
    }
    (text, "")
}

fn has_relation(parameters: &str, relation: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, after) = split_unquoted(rest, ';');
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            // Further `rel` parameters of a link are ignored: RFC 8288, section 3.3.
            return value
                .trim()
                .trim_matches('"')
                .split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case(relation));
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn the_target_of_the_next_link_is_found() {
        for (header, target) in [
            ("</2>; rel=next", Some("/2")),
            ("</0>; rel=\"prev\", </2>; rel=\"next\"", Some("/2")),
            ("</2>; title=\"a, b\"; REL=\"last NEXT\"", Some("/2")),
            ("</2>; rel=last", None),
            ("</2>", None),
            ("/2; rel=next", None),
        ] {
            assert_eq!(next(header).as_deref(), target, "{header}");
        }
    }

    #[test]
    fn quoted_strings_hold_no_parameters() {
        for header in [
            "</2>; title=\"a; rel=next\"",
            "</2>; title=\"\\\"; rel=next\"",
            "</2>; title=\"a, </3>; rel=next\"",
        ] {
            assert_eq!(next(header), None, "{header}");
        }
    }

    #[test]
    fn only_the_first_relation_of_a_link_counts() {
        assert_eq!(next("</2>; rel=prev; rel=next"), None);
    }
}
