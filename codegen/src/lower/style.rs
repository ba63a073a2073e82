//! Parameter styles: `style`, `explode` and `allowReserved`.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{ParameterLocation, PlainStyle, Style, StyleForm};
use crate::schema::is_for;

/// The style that a document names.
pub(super) fn named(style: At<'_>) -> Option<StyleForm> {
    Some(match style.str()? {
        "simple" => StyleForm::Simple,
        "label" => StyleForm::Label,
        "matrix" => StyleForm::Matrix,
        "form" | "cookie" => StyleForm::Form,
        "spaceDelimited" => StyleForm::SpaceDelimited,
        "tabDelimited" if is_converted(style) => StyleForm::TabDelimited,
        "pipeDelimited" => StyleForm::PipeDelimited,
        "deepObject" => StyleForm::DeepObject,
        _ => return None,
    })
}

/// Whether a style is the converter's for `collectionFormat` of Swagger 2.0, which has one that OpenAPI 3 has not.
fn is_converted(style: At<'_>) -> bool {
    let source = style.source();
    let source = style.documents().at(source.document, source.node);
    source.key().is_some_and(|key| key == "collectionFormat")
}

/// Whether a style explodes unless the document says otherwise.
pub(super) fn explodes(form: StyleForm) -> bool {
    matches!(form, StyleForm::Form | StyleForm::DeepObject)
}

/// The style of parameters in a location unless the document says otherwise.
fn default_form(location: ParameterLocation) -> StyleForm {
    match location {
        ParameterLocation::Path | ParameterLocation::Header => StyleForm::Simple,
        ParameterLocation::Query | ParameterLocation::Cookie => StyleForm::Form,
    }
}

/// Whether parameters in a location may have a style. The properties of a form have those of the query.
pub(super) fn is_allowed(form: StyleForm, location: ParameterLocation) -> bool {
    let is_of_path = matches!(
        form,
        StyleForm::Simple | StyleForm::Label | StyleForm::Matrix
    );
    match location {
        ParameterLocation::Path => is_of_path,
        ParameterLocation::Query => !is_of_path,
        ParameterLocation::Header | ParameterLocation::Cookie => form == default_form(location),
    }
}

/// The help where a style is none of the query.
const QUERY_STYLES: &str = "write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`";

impl<'d> Lower<'_, 'd> {
    /// The style of a parameter.
    pub(super) fn style(&mut self, at: At<'d>, location: ParameterLocation) -> Style {
        let default = default_form(location);
        let form = at.get("style").map_or(Some(default), named);
        let allowed = form.filter(|form| is_allowed(*form, location));
        if let (None, Some(style)) = (allowed, at.get("style")) {
            self.report_style(style, location);
        }
        let form = allowed.unwrap_or(default);
        let explode = at.get("explode").and_then(At::bool);
        Style::Plain(PlainStyle {
            form,
            explode: explode.unwrap_or_else(|| explodes(form)),
            allow_reserved: allows_reserved(at, location),
        })
    }

    /// Reports the encodings of a form whose style forms do not have.
    pub(super) fn report_encoding_styles(&mut self, media: At<'d>) {
        let encodings = media.get("encoding").into_iter().flat_map(At::entries);
        for style in encodings.filter_map(|(_, encoding)| encoding.get("style")) {
            let form = named(style);
            if !form.is_some_and(|form| is_allowed(form, ParameterLocation::Query)) {
                self.report_unknown_style(style, "a property of a form", QUERY_STYLES);
            }
        }
    }

    fn report_style(&mut self, style: At<'d>, location: ParameterLocation) {
        let (what, help) = match location {
            ParameterLocation::Path => ("a path parameter", "write `simple`, `label` or `matrix`"),
            ParameterLocation::Query => ("a query parameter", QUERY_STYLES),
            ParameterLocation::Header => ("a header", "leave `style` out"),
            ParameterLocation::Cookie => ("a cookie", "leave `style` out"),
        };
        self.report_unknown_style(style, what, help);
    }

    fn report_unknown_style(&mut self, style: At<'d>, what: &str, help: &str) {
        let name = style.text().unwrap_or_default();
        let message = format!("{what} has no `style: {name}`");
        self.diagnostics
            .report(Diagnostic::new(Code::UnsupportedStyle, style, message).help(help));
    }
}

/// Whether reserved characters stay as they are. Before OpenAPI 3.2, the key has a meaning for query parameters alone.
fn allows_reserved(at: At<'_>, location: ParameterLocation) -> bool {
    let is_before_3_2 = is_for(at, &["3.0", "3.1"]);
    at.get("allowReserved").and_then(At::bool) == Some(true)
        && (location == ParameterLocation::Query || !is_before_3_2)
}
