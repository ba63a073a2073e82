//! Arguments in the path, the query, headers and cookies.

use serde_json::Value;

use super::arguments::Arguments;
use crate::catalog::{BodyField, Encoding, Location, Operation, Style};
use crate::request::Request;
use crate::style::{FormEncoding, PathKind, PathStyle, QueryStyle};

/// Writes all parameters into the request.
pub(super) fn write(request: Request, operation: &Operation, arguments: &Arguments) -> Request {
    let fixed = operation.fixed.iter().map(|parameter| {
        let encoding = Some(&parameter.encoding);
        (
            parameter.location,
            &*parameter.wire_name,
            encoding,
            &parameter.value,
        )
    });
    let given = operation.arguments.iter().filter_map(|argument| {
        let value = arguments
            .get(&argument.name)
            .or(argument.default.as_ref())?;
        let encoding = argument.encoding.as_ref();
        Some((argument.location, &*argument.wire_name, encoding, value))
    });
    given.chain(fixed).fold(request, |request, parameter| {
        let (location, name, encoding, value) = parameter;
        one(request, location, name, encoding, value)
    })
}

/// Writes one parameter. What goes into the body is not written here.
fn one(
    request: Request,
    location: Location,
    name: &str,
    encoding: Option<&Encoding>,
    value: &Value,
) -> Request {
    let is_json = matches!(encoding, Some(Encoding::Json { .. }));
    match location {
        Location::Path if is_json => request.path_json(name, value),
        Location::Path => request.path_with(name, path_style(encoding), value),
        Location::Query if is_json => request.query_json(name, value),
        Location::Query => request.query_with(name, query_style(encoding), value),
        Location::Querystring => match encoding {
            Some(Encoding::Form { fields }) => {
                request.querystring_form(value, &form_encodings(fields))
            }
            Some(Encoding::Json { .. }) => request.querystring_json(value),
            Some(Encoding::Text { .. } | Encoding::Style { .. } | Encoding::File { .. }) | None => {
                request.querystring_text(value)
            }
        },
        Location::Header if is_json => request.header_json(name, value),
        Location::Header => request.header_with(name, explodes(encoding), value),
        Location::Cookie if is_json => request.cookie_json(name, value),
        Location::Cookie => request.cookie(name, value),
        Location::BodyField | Location::Part | Location::Body => request,
    }
}

fn explodes(encoding: Option<&Encoding>) -> bool {
    matches!(encoding, Some(Encoding::Style { explode: true, .. }))
}

fn path_style(encoding: Option<&Encoding>) -> PathStyle {
    let Some(Encoding::Style {
        style,
        explode,
        allow_reserved,
    }) = encoding
    else {
        return PathStyle::SIMPLE;
    };
    PathStyle {
        kind: match style {
            Style::Label => PathKind::Label,
            Style::Matrix => PathKind::Matrix,
            Style::Simple
            | Style::Form
            | Style::SpaceDelimited
            | Style::TabDelimited
            | Style::PipeDelimited
            | Style::DeepObject => PathKind::Simple,
        },
        explode: *explode,
        allow_reserved: *allow_reserved,
    }
}

/// The style of a query parameter, or of a member of a form.
pub(super) fn query_style(encoding: Option<&Encoding>) -> QueryStyle {
    let Some(Encoding::Style {
        style,
        explode,
        allow_reserved,
    }) = encoding
    else {
        return QueryStyle::FORM;
    };
    let plain = match (style, explode) {
        (Style::SpaceDelimited, false) => QueryStyle::SPACE,
        (Style::TabDelimited, false) => QueryStyle::TAB,
        (Style::PipeDelimited, false) => QueryStyle::PIPE,
        (Style::DeepObject, _) => QueryStyle::DEEP_OBJECT,
        (_, true) => QueryStyle::FORM,
        (_, false) => QueryStyle::FORM_JOINED,
    };
    QueryStyle {
        allow_reserved: *allow_reserved,
        ..plain
    }
}

/// The members of a form that are written otherwise than as text.
pub(super) fn form_encodings(fields: &[BodyField]) -> Vec<(&str, FormEncoding)> {
    let encodings = fields.iter().filter_map(|field| {
        let encoding = match &field.encoding {
            Encoding::Style { .. } => FormEncoding::Style(query_style(Some(&field.encoding))),
            Encoding::Json { .. } => FormEncoding::Json,
            Encoding::Text { .. } | Encoding::File { .. } | Encoding::Form { .. } => return None,
        };
        Some((&*field.name, encoding))
    });
    encodings.collect()
}
