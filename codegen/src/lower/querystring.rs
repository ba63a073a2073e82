//! Parameters that are the whole query (`in: querystring`, OpenAPI 3.2).

use super::Lower;
use super::encoding::property_styles;
use super::pagination::route::is_scalar;
use super::parameter::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{Querystring, Type};
use crate::media::{is_form, is_json};

impl<'d> Lower<'_, 'd> {
    /// How the parameter is serialized, by its media type. A value that the media type cannot carry becomes text.
    pub(super) fn querystring(
        &mut self,
        parameter: At<'d>,
        content: Option<(&'d str, At<'d>)>,
        ty: &mut Type,
    ) -> Querystring {
        let Some((media, content)) = content else {
            self.diagnostics.report(
                Diagnostic::new(
                    Code::MissingKey,
                    parameter,
                    "a parameter `in: querystring` without `content`",
                )
                .on_key(parameter)
                .label("read as text")
                .help("add `content: { application/x-www-form-urlencoded: { schema: ... } }`"),
            );
            *ty = Type::String;
            return Querystring::Text;
        };
        let is_scalar = is_scalar(self.api, ty) && *ty != Type::Json;
        if is_json(media) {
            return Querystring::Json;
        }
        if is_form(media) && !is_scalar {
            self.report_encoding_styles(content);
            return Querystring::Form(property_styles(content));
        }
        if is_form(media) || !is_scalar {
            let message = format!("`{media}` of this schema is no query string");
            self.diagnostics.report(
                Diagnostic::new(Code::UnsupportedStyle, content, message)
                    .on_key(content)
                    .label("callers write the text themselves")
                    .help(
                        "use `application/x-www-form-urlencoded` with an object, `application/json`, \
                         or any media type with text",
                    ),
            );
            *ty = Type::String;
        }
        Querystring::Text
    }

    /// Reports a parameter that is the whole query beside others of the query.
    pub(super) fn report_mixed_query(&mut self, declared: &[Declared<'d>]) {
        let of = |location: &'static str| {
            let declared = declared.iter();
            declared.filter(move |of| of.location == location)
        };
        let mut whole = of("querystring");
        let Some(first) = whole.next() else {
            return;
        };
        if whole.next().is_some() || of("query").next().is_some() {
            let message = "a parameter `in: querystring` beside another parameter of the query";
            self.diagnostics.report(
                Diagnostic::new(Code::UnsupportedStyle, first.at, message)
                    .label("sent beside the others")
                    .help("make the others properties of its schema"),
            );
        }
    }
}
