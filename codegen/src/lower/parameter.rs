//! Path, query, header and cookie parameters.

use super::Lower;
use super::context::Context;
use super::schema::object::MAX_REQUIRED;
use crate::check::examples::check;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::examples::{declared, of_parameter};
use crate::ir::{Doc, Module, Naming, OperationId, Parameter, ParameterLocation, Style, Type};
use crate::resolve::{Endpoint, follow};

/// Headers that the client writes itself: the standard has the first two ignored, and a length that is not the
/// body's would break the connection.
const OWN_HEADERS: [&str; 3] = ["accept", "content-type", "content-length"];

/// The header that a security scheme writes; the standard has it ignored, too.
const AUTHORIZATION: &str = "authorization";

/// A Parameter Object of an operation, references resolved.
#[derive(Clone, Copy)]
pub(super) struct Declared<'d> {
    pub(super) name: &'d str,
    /// The value of `in`.
    pub(super) location: &'d str,
    pub(super) at: At<'d>,
}

impl Declared<'_> {
    /// Whether two parameters have one name and one location. The case of header names does not matter.
    fn is_same(&self, other: &Self) -> bool {
        let is_header = self.location == "header";
        self.location == other.location
            && (self.name == other.name || is_header && self.name.eq_ignore_ascii_case(other.name))
    }
}

impl<'d> Lower<'_, 'd> {
    pub(super) fn parameters(
        &mut self,
        endpoint: &Endpoint<'d>,
        id: OperationId,
        module: Module,
    ) -> Vec<Parameter> {
        let declared = self.declared_parameters(endpoint);
        self.report_mixed_query(&declared);
        let mut parameters: Vec<Parameter> = declared
            .iter()
            .filter_map(|declared| self.parameter(*declared, id, module))
            .collect();
        self.match_path_template(endpoint, &declared, &mut parameters);
        if parameters.iter().filter(|it| it.required).count() > MAX_REQUIRED {
            let message = format!("an operation of more than {MAX_REQUIRED} required parameters");
            let help = "require fewer: a constructor takes each of them as an argument";
            self.report_too_large(endpoint.at, message, help);
            for parameter in &mut parameters {
                parameter.required = false;
            }
        }
        parameters
    }

    /// The parameters of an operation; they replace those of the path item with the same name and location.
    fn declared_parameters(&mut self, endpoint: &Endpoint<'d>) -> Vec<Declared<'d>> {
        let mut found = self.parameter_list(endpoint.at);
        for inherited in self.parameter_list(endpoint.item) {
            if !found.iter().any(|known| known.is_same(&inherited)) {
                found.push(inherited);
            }
        }
        found
    }

    /// The parameters that an operation or a path item lists; of several with one name and location, the first.
    fn parameter_list(&mut self, of: At<'d>) -> Vec<Declared<'d>> {
        let mut found: Vec<Declared<'d>> = Vec::new();
        for at in of.get("parameters").into_iter().flat_map(At::items) {
            // `check` reports what is not a map.
            let Some(at) = follow(at, self.diagnostics).filter(|at| at.kind() == Kind::Map) else {
                continue;
            };
            let (Some(name), Some(location)) = (self.text_of(at, "name"), self.text_of(at, "in"))
            else {
                continue;
            };
            let declared = Declared { name, location, at };
            match found.iter().find(|known| known.is_same(&declared)) {
                Some(first) => self.report_duplicate(*first, declared),
                None => found.push(declared),
            }
        }
        found
    }

    /// Reports a parameter that has the name and the location of an earlier one.
    fn report_duplicate(&mut self, first: Declared<'d>, second: Declared<'d>) {
        let Declared { name, location, .. } = second;
        if first.at == second.at {
            // The same reference twice says nothing else.
            return;
        }
        let message = format!("a second parameter `{name}` with `in: {location}`");
        self.diagnostics.report(
            Diagnostic::new(
                Code::AmbiguousParameter,
                second.at.get("name").unwrap_or(second.at),
                message,
            )
            .label("left out")
            .also(
                Place::value(first.at.get("name").unwrap_or(first.at)),
                "the first",
            )
            .help("take one of them out"),
        );
    }

    /// A text that is required; reported in the words of `check`, so that it is reported once.
    fn text_of(&mut self, at: At<'d>, key: &str) -> Option<&'d str> {
        let value = at.get(key);
        let text = value.and_then(At::str);
        if text.is_none() {
            let diagnostic = match value {
                Some(value) => {
                    let message = format!("`{key}` is {} where text belongs", value.kind().name());
                    Diagnostic::new(Code::WrongKind, value, message)
                }
                None => {
                    Diagnostic::new(Code::MissingKey, at, format!("a parameter without `{key}`"))
                        .on_key(at)
                        .help(format!("add `{key}: ...`"))
                }
            };
            self.diagnostics.report(diagnostic);
        }
        text
    }

    fn parameter(
        &mut self,
        declared: Declared<'d>,
        id: OperationId,
        module: Module,
    ) -> Option<Parameter> {
        let Declared { name, at, .. } = declared;
        // Where no security scheme would write it, callers have no other way to authenticate.
        let authorizes = declared.location == "header" && name.eq_ignore_ascii_case(AUTHORIZATION);
        if authorizes && !self.api.schemes.is_empty() {
            return None;
        }
        let location = self.location(declared)?;
        let context = Context {
            naming: Naming::InOperation(id, vec![name.to_owned()]),
            module,
        };
        let media_types = at.get("content").into_iter();
        let media_type = media_types.flat_map(At::entries).next();
        let schema = at
            .get("schema")
            .or_else(|| media_type.and_then(|(_, media)| media.get("schema")));
        let mut ty = schema.map_or(Type::String, |schema| self.schema(schema, &context));
        let style = match media_type {
            _ if declared.location == "querystring" => {
                Style::Querystring(self.querystring(at, media_type, &mut ty))
            }
            Some((media, _)) if crate::media::is_json(media) => Style::Json,
            _ => self.style(at, location),
        };
        if authorizes && ty == Type::String {
            ty = Type::Secret;
        }
        let default = schema
            .and_then(|schema| schema.get("default"))
            .and_then(|at| self.default(at, &ty));
        let is_required = at.get("required").and_then(At::bool) == Some(true);
        Some(Parameter {
            key: name.to_owned(),
            rust_name: crate::check::rust_name::given(at).map(str::to_owned),
            doc: self.parameter_doc(at, schema),
            location,
            style,
            ty,
            required: location == ParameterLocation::Path || is_required,
            default,
            example: self.parameter_example(at, schema),
        })
    }

    /// The location of a parameter that the caller sets.
    fn location(&mut self, declared: Declared<'d>) -> Option<ParameterLocation> {
        let is_own = || OWN_HEADERS.contains(&declared.name.to_lowercase().as_str());
        match declared.location {
            "path" => Some(ParameterLocation::Path),
            "query" | "querystring" => Some(ParameterLocation::Query),
            "header" => (!is_own()).then_some(ParameterLocation::Header),
            "cookie" => Some(ParameterLocation::Cookie),
            other => {
                let at = declared.at.get("in").unwrap_or(declared.at);
                let message = format!("`in: {other}` is no place for a parameter");
                self.diagnostics
                    .report(Diagnostic::new(Code::UnsupportedStyle, at, message).help(
                        match other {
                            "body" | "formData" => "describe it under `requestBody`",
                            _ => "use `path`, `query`, `querystring`, `header` or `cookie`",
                        },
                    ));
                None
            }
        }
    }

    /// The documentation of a parameter: its own, and the constraints of its schema.
    fn parameter_doc(&mut self, at: At<'d>, schema: Option<At<'d>>) -> Doc {
        let mut doc = self.doc(at);
        if let Some(schema) = schema {
            let of_schema = self.doc(schema);
            doc.description = doc.description.or(of_schema.description);
            doc.notes = of_schema.notes;
            super::documentation::drop_documented_bounds(&mut doc);
        }
        doc
    }

    /// The example of a parameter, perhaps that of its media type; all examples are checked.
    fn parameter_example(&mut self, at: At<'d>, schema: Option<At<'d>>) -> serde_json::Value {
        let content = at
            .get("content")
            .and_then(|content| content.entries().next());
        let mut examples = declared(at, self.diagnostics);
        if let Some((_, media)) = content {
            examples.extend(declared(media, self.diagnostics));
        }
        if let Some(schema) = schema {
            check(self.schemas, &examples, schema, self.diagnostics);
        }
        of_parameter(self.schemas, &examples, schema)
    }
}
