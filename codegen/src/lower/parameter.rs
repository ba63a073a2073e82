//! Path, query, header and cookie parameters.

use super::record::MAX_REQUIRED;
use super::{Context, Lower};
use crate::check::examples::check;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::examples::{declared, of_parameter};
use crate::ir::{
    Module, Naming, OperationId, Parameter, ParameterLocation, PlainStyle, Style, StyleForm, Type,
};
use crate::resolve::{Endpoint, follow};

/// Headers that the client writes itself: the standard has the first two ignored, and a length that is not the
/// body's would break the connection.
const OWN_HEADERS: [&str; 3] = ["accept", "content-type", "content-length"];

/// The header that a security scheme writes; the standard has it ignored, too.
const AUTHORIZATION: &str = "authorization";

impl<'d> Lower<'_, 'd> {
    pub(super) fn parameters(
        &mut self,
        endpoint: &Endpoint<'d>,
        id: OperationId,
        module: Module,
    ) -> Vec<Parameter> {
        let mut found: Vec<(&'d str, &'d str, At<'d>)> = Vec::new();
        // An operation's parameter takes the place of the path's.
        for list in [
            endpoint.at.get("parameters"),
            endpoint.item.get("parameters"),
        ]
        .into_iter()
        .flatten()
        {
            for at in list.items() {
                let Some(at) = follow(at, self.diagnostics) else {
                    continue;
                };
                // What is no map has been told by `check`.
                if at.kind() != Kind::Map {
                    continue;
                }
                let (Some(name), Some(place)) = (self.text_of(at, "name"), self.text_of(at, "in"))
                else {
                    continue;
                };
                if found
                    .iter()
                    .all(|(known, known_place, _)| (*known, *known_place) != (name, place))
                {
                    found.push((name, place, at));
                }
            }
        }
        self.report_mixed_query(&found);
        let mut parameters: Vec<Parameter> = found
            .iter()
            .filter_map(|(name, place, at)| self.parameter(name, place, *at, id, module))
            .collect();
        self.match_path(endpoint, &found, &mut parameters);
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

    /// A text that has to be there; told in the words of `check`, so that it is told once.
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
        name: &str,
        location: &str,
        at: At<'d>,
        id: OperationId,
        module: Module,
    ) -> Option<Parameter> {
        // Where no security scheme would write it, callers have no other way to say who they are.
        let authorizes = location == "header" && name.eq_ignore_ascii_case(AUTHORIZATION);
        if authorizes && !self.api.schemes.is_empty() {
            return None;
        }
        let is_querystring = location == "querystring";
        let location = match location {
            "path" => ParameterLocation::Path,
            "query" | "querystring" => ParameterLocation::Query,
            "header" if OWN_HEADERS.contains(&name.to_lowercase().as_str()) => return None,
            "header" => ParameterLocation::Header,
            "cookie" => ParameterLocation::Cookie,
            other => {
                let message = format!("`in: {other}` is no place for a parameter");
                self.diagnostics.report(
                    Diagnostic::new(Code::UnsupportedStyle, at.get("in").unwrap_or(at), message)
                        .help(match other {
                            "body" | "formData" => "describe it under `requestBody`",
                            _ => "use `path`, `query`, `querystring`, `header` or `cookie`",
                        }),
                );
                return None;
            }
        };
        let context = Context {
            naming: Naming::InOperation(id, vec![name.to_owned()]),
            module,
        };
        let entry = at
            .get("content")
            .and_then(|content| content.entries().next());
        let schema = at
            .get("schema")
            .or_else(|| entry.and_then(|(_, media)| media.get("schema")));
        let mut ty = schema.map_or(Type::String, |schema| self.schema(schema, &context));
        let style = match entry {
            _ if is_querystring => {
                let querystring = self.querystring(at, entry, &mut ty);
                Style::Querystring(querystring)
            }
            Some((media, _)) if super::media::is_json(media) => Style::Json,
            _ => self.style(at, location),
        };
        if authorizes && ty == Type::String {
            ty = Type::Secret;
        }
        let mut doc = self.doc(at);
        if let Some(schema) = schema {
            let of = self.doc(schema);
            doc.description = doc.description.or(of.description);
            doc.notes = of.notes;
            super::doc::drop_said(&mut doc);
        }
        let required = location == ParameterLocation::Path
            || at.get("required").and_then(At::bool) == Some(true);
        let default = schema
            .and_then(|schema| schema.get("default"))
            .and_then(|at| self.default(at, &ty));
        let example = self.parameter_example(at, schema);
        Some(Parameter {
            key: name.to_owned(),
            rust_name: crate::check::rust_name::given(at).map(str::to_owned),
            doc,
            location,
            style,
            ty,
            required,
            default,
            example,
        })
    }

    fn style(&mut self, at: At<'d>, location: ParameterLocation) -> Style {
        let usual = match location {
            ParameterLocation::Path | ParameterLocation::Header => StyleForm::Simple,
            ParameterLocation::Query | ParameterLocation::Cookie => StyleForm::Form,
        };
        let named = at.get("style").and_then(At::str);
        let form = named.and_then(form_named).unwrap_or(usual);
        let fits = match location {
            ParameterLocation::Path => matches!(
                form,
                StyleForm::Simple | StyleForm::Label | StyleForm::Matrix
            ),
            ParameterLocation::Header => form == StyleForm::Simple,
            ParameterLocation::Cookie => form == StyleForm::Form,
            ParameterLocation::Query => !matches!(
                form,
                StyleForm::Simple | StyleForm::Label | StyleForm::Matrix
            ),
        };
        let known = named.is_none_or(|named| form_named(named).is_some());
        if !(fits && known)
            && let Some(style) = at.get("style")
        {
            let (what, help) = match location {
                ParameterLocation::Path => {
                    ("a path parameter", "write `simple`, `label` or `matrix`")
                }
                ParameterLocation::Query => (
                    "a query parameter",
                    "write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`",
                ),
                ParameterLocation::Header => ("a header", "leave `style` out"),
                ParameterLocation::Cookie => ("a cookie", "leave `style` out"),
            };
            let message = format!(
                "{what} has no `style: {}`",
                style.text().unwrap_or_default()
            );
            self.diagnostics
                .report(Diagnostic::new(Code::UnsupportedStyle, style, message).help(help));
        }
        let form = if fits { form } else { usual };
        let explode = at
            .get("explode")
            .and_then(At::bool)
            .unwrap_or(matches!(form, StyleForm::Form | StyleForm::DeepObject));
        Style::Plain(PlainStyle {
            form,
            explode,
            allow_reserved: allows_reserved(at, location),
        })
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

    /// The template and the parameters have to agree.
    fn match_path(
        &mut self,
        endpoint: &Endpoint<'d>,
        found: &[(&'d str, &'d str, At<'d>)],
        parameters: &mut Vec<Parameter>,
    ) {
        self.drop_fixed(endpoint, found, parameters);
        let names = template_names(endpoint.path);
        parameters.retain(|parameter| {
            let fits = parameter.location != ParameterLocation::Path
                || names.contains(&parameter.key.as_str());
            if !fits {
                let key = &parameter.key;
                let message = format!("`{key}` is no part of the path `{}`", endpoint.path);
                let declared = found
                    .iter()
                    .find(|(name, location, _)| name == key && *location == "path");
                let at = declared.map_or(endpoint.at, |(_, _, at)| at.get("name").unwrap_or(*at));
                self.diagnostics
                    .report(
                        Diagnostic::new(Code::PathMismatch, at, message).help(format!(
                            "write `{{{key}}}` into the path, or take the parameter out"
                        )),
                    );
            }
            fits
        });
        for name in names {
            if parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.key == name
            }) {
                continue;
            }
            let message = format!("`{{{name}}}` in the path has no parameter");
            let path = endpoint.at.parent().unwrap_or(endpoint.item);
            self.diagnostics.report(
                Diagnostic::new(Code::PathMismatch, path, message)
                    .on_key(path)
                    .label("read as a required parameter of type string")
                    .help(format!(
                        "declare a parameter with `name: {name}` and `in: path`"
                    )),
            );
            parameters.push(Parameter {
                key: name.to_owned(),
                rust_name: None,
                doc: super::doc::none(),
                location: ParameterLocation::Path,
                style: Style::Plain(PlainStyle {
                    form: StyleForm::Simple,
                    explode: false,
                    allow_reserved: false,
                }),
                ty: Type::String,
                required: true,
                default: None,
                example: serde_json::Value::String("text".to_owned()),
            });
        }
        // In the template's order.
        let order = |parameter: &Parameter| {
            let offset = endpoint.path.find(&format!("{{{}}}", parameter.key));
            offset
                .filter(|_| parameter.location == ParameterLocation::Path)
                .unwrap_or(usize::MAX)
        };
        parameters.sort_by_key(order);
    }
}

/// Whether reserved characters stay as they are. Before OpenAPI 3.2, the key has a meaning for query parameters alone.
fn allows_reserved(at: At<'_>, location: ParameterLocation) -> bool {
    let is_before_3_2 = crate::schema::is_for(at, &["3.0", "3.1"]);
    at.get("allowReserved").and_then(At::bool) == Some(true)
        && (location == ParameterLocation::Query || !is_before_3_2)
}

pub(super) fn form_named(name: &str) -> Option<StyleForm> {
    Some(match name {
        "simple" => StyleForm::Simple,
        "label" => StyleForm::Label,
        "matrix" => StyleForm::Matrix,
        "form" | "cookie" => StyleForm::Form,
        "spaceDelimited" => StyleForm::SpaceDelimited,
        "pipeDelimited" => StyleForm::PipeDelimited,
        "deepObject" => StyleForm::DeepObject,
        _ => return None,
    })
}

/// The names between braces, each once.
fn template_names(path: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for piece in path.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}
