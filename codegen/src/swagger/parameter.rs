//! Parameters that stay parameters, and headers.

use super::reference::{Part, target};
use super::{Converter, Entry, each, entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::edit::Content;
use crate::document::{At, Kind, Tree};

/// The keys of a parameter that become its schema's.
const SCHEMA_KEYS: [&str; 17] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "nullable",
];

/// A parameter or a header, split in two.
pub(super) struct Split {
    /// What stays at the parameter.
    pub(super) own: Vec<Entry>,
    /// What becomes its schema.
    pub(super) schema: Vec<Entry>,
}

/// What a parameter becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Parameter,
    Body,
    Field,
}

/// What a parameter, or the target of its `$ref`, becomes.
pub(super) fn role(at: At<'_>) -> Role {
    match target(at).get("in").and_then(At::str) {
        Some("body") => Role::Body,
        Some("formData") => Role::Field,
        _ => Role::Parameter,
    }
}

impl<'d> Converter<'d, '_> {
    /// `components` for the parameters that have names.
    pub(super) fn parameter_components(&mut self, at: At<'d>) -> Vec<Entry> {
        let (mut parameters, mut bodies) = (Vec::new(), Vec::new());
        let media = self.media(self.root, "consumes");
        for (name, parameter) in at.entries() {
            match role(parameter) {
                Role::Parameter => parameters.push(entry(name, self.parameter(parameter))),
                Role::Body => bodies.push(entry(name, self.body(parameter, &media))),
                // A field is a part of the bodies that it is used in.
                Role::Field => {}
            }
        }
        let mut components = Vec::new();
        for (key, entries) in [("parameters", parameters), ("requestBodies", bodies)] {
            if !entries.is_empty() {
                components.push(entry(key, Tree::map(entries, at.source())));
            }
        }
        components
    }

    /// A parameter of a path, a query or a header.
    pub(super) fn parameter(&mut self, at: At<'d>) -> Tree {
        if let Some(reference) = at.get("$ref").filter(|at| at.str().is_some()) {
            let reference = self.reference(reference, Part::Parameter);
            return Tree::map([("$ref", reference)], at.source());
        }
        if at.kind() != Kind::Map {
            return Tree::of(at);
        }
        let place = at.get("in").and_then(At::str).unwrap_or_default();
        let mut entries = self.described(at);
        entries.extend(self.style(at, place));
        Tree::map(entries, at.source())
    }

    /// A header of a response.
    pub(super) fn header(&mut self, at: At<'d>) -> Tree {
        if at.kind() != Kind::Map || at.has("$ref") {
            return Tree::of(at);
        }
        let mut entries = self.described(at);
        entries.extend(self.style(at, "header"));
        Tree::map(entries, at.source())
    }

    fn described(&mut self, at: At<'d>) -> Vec<Entry> {
        let Split { mut own, schema } = self.split(at);
        if !at.has("schema") {
            own.push(entry("schema", Tree::map(schema, at.source())));
        }
        own
    }

    /// The keys of a parameter or a header, and those of its schema.
    pub(super) fn split(&mut self, at: At<'d>) -> Split {
        let mut split = Split {
            own: Vec::new(),
            schema: Vec::new(),
        };
        let Content::Map(entries) = self.schema(at).content else {
            return split;
        };
        for (key, mut value) in entries {
            let is_schema = SCHEMA_KEYS.contains(&&*key) || key.starts_with("x-enum");
            match &*key {
                "collectionFormat" => {}
                "schema" => {
                    let schema = at.get("schema").map(|schema| self.schema(schema));
                    split.own.push((key, schema.unwrap_or(value)));
                }
                "x-example" if !at.has("example") => split.own.push(entry("example", value)),
                "items" => {
                    without_formats(&mut value);
                    split.schema.push((key, value));
                }
                _ if is_schema => split.schema.push((key, value)),
                _ => split.own.push((key, value)),
            }
        }
        split
    }

    /// `style` and `explode`, for `collectionFormat`.
    pub(super) fn style(&mut self, at: At<'d>, place: &str) -> Vec<Entry> {
        if at.get("type").and_then(At::str) != Some("array") {
            return Vec::new();
        }
        let format = at.get("collectionFormat");
        let source = format.unwrap_or(at).source();
        let name = format.map_or(Some("csv"), At::str);
        let is_form = matches!(place, "query" | "formData");
        let joined = |style: Option<&str>| {
            let style = style.map(|style| entry("style", Tree::text(style, source)));
            let explode = entry("explode", Tree::flag(false, source));
            style.into_iter().chain([explode]).collect()
        };
        match (name, is_form) {
            (Some("csv"), true) => joined(None),
            (Some("ssv"), true) => joined(Some("spaceDelimited")),
            (Some("tsv"), true) => joined(Some("tabDelimited")),
            (Some("pipes"), true) => joined(Some("pipeDelimited")),
            (Some("multi"), true) | (Some("csv"), false) => Vec::new(),
            _ => {
                if let Some(format) = format {
                    let name = format.text().unwrap_or_default();
                    let message = format!(
                        "`collectionFormat: {name}` has no counterpart in OpenAPI 3 for `in: {place}`"
                    );
                    let diagnostic = Diagnostic::new(Code::UnsupportedStyle, format, message);
                    let help = if is_form {
                        "use `csv`, `ssv`, `tsv`, `pipes` or `multi`"
                    } else {
                        "use `csv`"
                    };
                    self.diagnostics.report(diagnostic.help(help));
                }
                if is_form { joined(None) } else { Vec::new() }
            }
        }
    }

    /// `headers` of a response.
    pub(super) fn headers(&mut self, at: At<'d>) -> Tree {
        each(at, |_, header| self.header(header))
    }
}

/// Takes `collectionFormat` out of the items of an array, and of theirs: arrays in arrays have no style.
fn without_formats(items: &mut Tree) {
    items.take("collectionFormat");
    if let Some(items) = items.get_mut("items") {
        without_formats(items);
    }
}
