//! Path templates: the parameters that they name, and those whose value they fix (`/search?type=all`).

use super::Lower;
use super::parameter::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{Doc, Parameter, ParameterLocation, PlainStyle, Style, StyleForm, Type};
use crate::resolve::{Endpoint, template_names};

impl<'d> Lower<'_, 'd> {
    /// Makes the path parameters those of the template, in its order.
    pub(super) fn match_path_template(
        &mut self,
        endpoint: &Endpoint<'d>,
        declared: &[Declared<'d>],
        parameters: &mut Vec<Parameter>,
    ) {
        self.drop_fixed(endpoint, declared, parameters);
        let names = template_names(endpoint.path);
        parameters.retain(|parameter| {
            let is_known = !is_in_path(parameter) || names.contains(&parameter.key.as_str());
            if !is_known {
                self.report_not_in_path(endpoint, declared, &parameter.key);
            }
            is_known
        });
        for name in names {
            let mut known = parameters.iter();
            if !known.any(|parameter| is_in_path(parameter) && parameter.key == name) {
                self.report_undeclared(endpoint, name);
                parameters.push(undeclared(name));
            }
        }
        parameters.sort_by_key(|parameter| {
            let offset = endpoint.path.find(&format!("{{{}}}", parameter.key));
            let offset = offset.filter(|_| is_in_path(parameter));
            offset.unwrap_or(usize::MAX)
        });
    }

    /// Reports a path parameter that the template does not name.
    fn report_not_in_path(
        &mut self,
        endpoint: &Endpoint<'d>,
        declared: &[Declared<'d>],
        key: &str,
    ) {
        let message = format!("`{key}` is no part of the path `{}`", endpoint.path);
        let mut declared = declared.iter();
        let of = declared.find(|of| of.name == key && of.location == "path");
        let at = of.map_or(endpoint.at, |of| of.at.get("name").unwrap_or(of.at));
        let help = format!("write `{{{key}}}` into the path, or take the parameter out");
        self.diagnostics
            .report(Diagnostic::new(Code::PathMismatch, at, message).help(help));
    }

    /// Reports a name in the template that no parameter has.
    fn report_undeclared(&mut self, endpoint: &Endpoint<'d>, name: &str) {
        let message = format!("`{{{name}}}` in the path has no parameter");
        let path = endpoint.at.parent().unwrap_or(endpoint.item);
        let help = format!("declare a parameter with `name: {name}` and `in: path`");
        self.diagnostics.report(
            Diagnostic::new(Code::PathMismatch, path, message)
                .on_key(path)
                .label("read as a required parameter of type string")
                .help(help),
        );
    }

    /// Drops parameters whose value the path template fixes, so that it is not sent twice.
    pub(super) fn drop_fixed(
        &mut self,
        endpoint: &Endpoint<'d>,
        declared: &[Declared<'d>],
        parameters: &mut Vec<Parameter>,
    ) {
        let Some((_, query)) = endpoint.path.split_once('?') else {
            return;
        };
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value.contains('{') {
                continue;
            }
            let is_fixed = |parameter: &Parameter| {
                parameter.location == ParameterLocation::Query && parameter.key == key
            };
            if !parameters.iter().any(is_fixed) {
                continue;
            }
            parameters.retain(|parameter| !is_fixed(parameter));
            let mut declared = declared.iter();
            if let Some(of) = declared.find(|of| of.name == key && of.location == "query") {
                self.report_fixed(of.at, key, value);
            }
        }
    }

    /// Reports a parameter whose value the template fixes, unless it has no other value.
    fn report_fixed(&mut self, at: At<'d>, key: &str, value: &str) {
        let allowed = at
            .get("schema")
            .map(|schema| self.schemas.listed_values(schema));
        let allowed = allowed.unwrap_or_default();
        if allowed.len() == 1 && allowed.iter().all(|at| at.text().as_deref() == Some(value)) {
            return;
        }
        let message = format!("the path fixes the query parameter `{key}` to `{value}`");
        self.diagnostics.report(
            Diagnostic::new(Code::PathMismatch, at.get("name").unwrap_or(at), message)
                .label("left out")
                .help("take the query out of the path, or the parameter out of the operation"),
        );
    }
}

fn is_in_path(parameter: &Parameter) -> bool {
    parameter.location == ParameterLocation::Path
}

/// A parameter for a name in the template that the document does not declare.
fn undeclared(name: &str) -> Parameter {
    Parameter {
        key: name.to_owned(),
        rust_name: None,
        doc: Doc::default(),
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
    }
}
