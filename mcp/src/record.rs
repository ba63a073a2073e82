//! Records as resources: the URI of a record is the path that reads it, under its provider's scheme.
//!
//! `GET /users/{id}` of the provider `torii` is the resource template `torii://users/{id}`.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};
use signon_runtime::catalog::{Argument, Catalog, Location, Operation};

use crate::schema;

/// The characters that are percent-encoded in URIs.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// Schemes that hosts handle themselves.
const HOST_SCHEMES: [&str; 7] = ["data", "file", "ftp", "git", "http", "https", "signon"];

/// The URIs of an operation's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    scheme: String,
    segments: Vec<Segment>,
    query: Vec<Variable>,
    /// Whether the URI contains all required arguments, so that it can be read.
    pub(crate) is_readable: bool,
    /// Whether a URI without variables can be read.
    pub(crate) is_single: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Variable(Variable),
}

/// An argument in the URI.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Variable {
    argument: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    /// A number or a boolean: a JSON literal.
    Literal,
}

impl Record {
    /// Returns the URIs of an operation; `None` unless its path consists of complete segments with scalar values.
    pub(crate) fn of(scheme: &str, catalog: &Catalog, operation: &Operation) -> Option<Self> {
        let variable = |argument: &Argument| {
            let properties = operation.input.get("properties")?;
            let documented = properties.get(&argument.name)?;
            let kind = kind(schema::resolve(documented, &catalog.defs))?;
            let argument = argument.name.clone();
            Some(Variable { argument, kind })
        };
        let path = operation.path.strip_prefix('/')?;
        let segments = path.split('/').map(|segment| {
            let Some(name) = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
            else {
                let is_literal = !segment.contains(['{', '}', '?', '#']);
                return is_literal.then(|| Segment::Literal(segment.to_owned()));
            };
            let mut arguments = operation.arguments.iter();
            let argument = arguments.find(|argument| {
                argument.location == Location::Path && argument.wire_name == name
            })?;
            variable(argument).map(Segment::Variable)
        });
        let segments: Vec<Segment> = segments.collect::<Option<_>>()?;
        let in_query = |argument: &&Argument| argument.location == Location::Query;
        let query: Vec<Variable> = operation
            .arguments
            .iter()
            .filter(in_query)
            .filter_map(variable)
            .collect();
        let is_read = operation.method == "GET" && operation.effect.read_only;
        let mut required = operation
            .arguments
            .iter()
            .filter(|argument| argument.required && argument.location != Location::Path);
        let has_place = |argument: &Argument| {
            query
                .iter()
                .any(|variable| variable.argument == argument.name)
        };
        let is_readable = is_read && operation.body.is_none() && required.clone().all(has_place);
        let is_fixed = |segment: &Segment| matches!(segment, Segment::Literal(_));
        Some(Self {
            scheme: scheme.to_owned(),
            is_single: is_readable && required.next().is_none() && segments.iter().all(is_fixed),
            is_readable,
            segments,
            query,
        })
    }

    /// Returns the URI template (RFC 6570).
    pub(crate) fn template(&self) -> String {
        let path = self.path(|variable| format!("{{{}}}", variable.argument));
        if self.query.is_empty() {
            return path;
        }
        let names = self.query.iter().map(|variable| variable.argument.as_str());
        let names: Vec<&str> = names.collect();
        format!("{path}{{?{}}}", names.join(","))
    }

    /// Whether the template has variables.
    pub(crate) fn has_variables(&self) -> bool {
        let is_variable = |segment: &Segment| matches!(segment, Segment::Variable(_));
        !self.query.is_empty() || self.segments.iter().any(is_variable)
    }

    /// Whether the template has a variable of this name.
    pub(crate) fn has_variable(&self, name: &str) -> bool {
        let in_path = self.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Variable(variable) => Some(variable),
        });
        let mut all = in_path.chain(&self.query);
        all.any(|variable| variable.argument == name)
    }

    /// Returns the URI of the record that a call with these arguments refers to.
    pub(crate) fn uri(&self, arguments: &Map<String, Value>) -> String {
        self.path(|variable| {
            let text = match arguments.get(&variable.argument) {
                Some(Value::String(text)) => text.clone(),
                Some(value) => value.to_string(),
                None => String::new(),
            };
            utf8_percent_encode(&text, RESERVED).to_string()
        })
    }

    /// Parses the arguments of a matching URI.
    pub(crate) fn arguments(&self, uri: &str) -> Option<Map<String, Value>> {
        let rest = uri.strip_prefix(&self.scheme)?.strip_prefix("://")?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path.split('/').count() != self.segments.len() || rest.contains('#') {
            return None;
        }
        let mut arguments = Map::new();
        for (segment, part) in self.segments.iter().zip(path.split('/')) {
            match segment {
                Segment::Literal(text) if text == part => {}
                Segment::Literal(_) => return None,
                Segment::Variable(variable) => {
                    arguments.insert(variable.argument.clone(), variable.value(part)?);
                }
            }
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode_str(name).decode_utf8().ok()?;
            let mut variables = self.query.iter();
            let variable = variables.find(|variable| variable.argument == name)?;
            arguments.insert(variable.argument.clone(), variable.value(value)?);
        }
        Some(arguments)
    }

    /// Returns the number of path variables: among matching templates, the one with the fewest has priority.
    pub(crate) fn variables(&self) -> usize {
        let is_variable = |segment: &&Segment| matches!(segment, Segment::Variable(_));
        self.segments.iter().filter(is_variable).count()
    }

    fn path(&self, value: impl Fn(&Variable) -> String) -> String {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Variable(variable) => value(variable),
        });
        let segments: Vec<String> = segments.collect();
        format!("{}://{}", self.scheme, segments.join("/"))
    }
}

impl Variable {
    /// Decodes a value in a URI to an argument.
    fn value(&self, text: &str) -> Option<Value> {
        let text = percent_decode_str(text).decode_utf8().ok()?;
        let literal = match self.kind {
            Kind::Text => None,
            Kind::Literal => serde_json::from_str(&text).ok(),
        };
        // Invalid literals are rejected by the argument check.
        Some(literal.unwrap_or_else(|| Value::from(text.as_ref())))
    }
}

/// Whether a change to one URI affects another: a record and its list, or a record and its subresources.
pub(crate) fn is_affected(changed: &str, subscribed: &str) -> bool {
    let subscribed = subscribed.split(['?', '#']).next().unwrap_or_default();
    let is_within = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    is_within(changed, subscribed) || is_within(subscribed, changed)
}

/// Expands a URI template (RFC 6570, `{name}` and `{+name}`).
pub(crate) fn expand(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut uri = String::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        uri.push_str(literal);
        match name.strip_prefix('+') {
            Some(name) => uri.push_str(&value(name).unwrap_or_default()),
            None => uri.extend(utf8_percent_encode(
                &value(name).unwrap_or_default(),
                RESERVED,
            )),
        }
        rest = after;
    }
    uri.push_str(rest);
    uri
}

/// Returns a unique URI scheme for a provider.
pub(crate) fn scheme(provider: &str, taken: &mut BTreeSet<String>) -> String {
    let name = provider.strip_prefix("spec-").unwrap_or(provider);
    let plain = name.chars().map(|character| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' => character.to_ascii_lowercase(),
        _ => '-',
    });
    let mut plain: String = plain.collect();
    let is_valid = plain.starts_with(|first: char| first.is_ascii_lowercase());
    if !is_valid || HOST_SCHEMES.contains(&plain.as_str()) {
        plain = format!("spec-{plain}");
    }
    let numbered = (2_usize..).map(|number| format!("{plain}-{number}"));
    let mut candidates = std::iter::once(plain.clone()).chain(numbered);
    let free = candidates.find(|candidate| taken.insert(candidate.clone()));
    free.unwrap_or(plain)
}

/// Returns the representation of a schema's values in URIs; `None` unless they are scalars.
fn kind(schema: &Value) -> Option<Kind> {
    let types = schema::types(schema);
    if types.contains(&"string") {
        return Some(Kind::Text);
    }
    let is_literal = |name: &&str| matches!(*name, "integer" | "number" | "boolean");
    types.iter().any(is_literal).then_some(Kind::Literal)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::object;

    fn record() -> Record {
        let variable = |argument: &str, kind| Variable {
            argument: argument.to_owned(),
            kind,
        };
        Record {
            scheme: "notes".to_owned(),
            segments: vec![
                Segment::Literal("notes".to_owned()),
                Segment::Variable(variable("id", Kind::Text)),
            ],
            query: vec![variable("limit", Kind::Literal)],
            is_readable: true,
            is_single: false,
        }
    }

    #[test]
    fn uris_contain_the_arguments_of_their_template() {
        let record = record();
        assert_eq!(record.template(), "notes://notes/{id}{?limit}");
        let id = object(json!({ "id": "../a?b#c/\u{fc}" }));
        let uri = record.uri(&id);
        assert_eq!(uri, "notes://notes/..%2Fa%3Fb%23c%2F%C3%BC");
        assert_eq!(record.arguments(&uri), Some(id));
        let limited = object(json!({ "id": "1", "limit": 5 }));
        assert_eq!(record.arguments("notes://notes/1?limit=5"), Some(limited));
    }

    #[test]
    fn other_uris_have_no_arguments() {
        for uri in [
            "notes://notes",
            "notes://notes/1/2",
            "notes://files/1",
            "notes://notes/1?other=2",
            "notes://notes/1#x",
            "notes://notes/%ff",
            "other://notes/1",
            "notes:/notes/1",
            "",
        ] {
            assert_eq!(record().arguments(uri), None, "{uri}");
        }
    }

    #[test]
    fn schemes_are_valid_and_unique() {
        let mut taken = BTreeSet::new();
        let names = ["torii", "spec-acme", "Acme_2", "acme-2", "file", "2fast"];
        let schemes = names.map(|name| scheme(name, &mut taken));
        let expected = [
            "torii",
            "acme",
            "acme-2",
            "acme-2-2",
            "spec-file",
            "spec-2fast",
        ];
        assert_eq!(schemes, expected);
    }

    #[test]
    fn changes_affect_records_lists_and_subresources() {
        let changed = "notes://notes/1";
        for subscribed in [
            "notes://notes/1",
            "notes://notes?limit=5",
            "notes://notes/1/files",
        ] {
            assert!(is_affected(changed, subscribed), "{subscribed}");
        }
        for subscribed in ["notes://notes/10", "notes://files", "other://notes/1"] {
            assert!(!is_affected(changed, subscribed), "{subscribed}");
        }
    }

    #[test]
    fn values_are_encoded_except_in_reserved_expansion() {
        let value = |name: &str| (name == "id").then(|| "a/b".to_owned());
        assert_eq!(expand("notes://notes/{id}", value), "notes://notes/a%2Fb");
        assert_eq!(expand("{+id}", value), "a/b");
        assert_eq!(expand("notes://{other}{", value), "notes://{");
    }
}
