//! How values are written in parameters and forms.

use serde_json::{Value, json};

use super::object::Object;
use crate::ir::{PlainStyle, PropertyEncoding, Querystring, Style};

/// How a parameter is written.
pub(super) fn of_parameter(style: &Style) -> Value {
    match style {
        Style::Plain(style) => plain(*style),
        Style::Json | Style::Querystring(Querystring::Json) => json!({"as": "json"}),
        Style::Querystring(Querystring::Text) => json!({"as": "text"}),
        Style::Querystring(Querystring::Form(encodings)) => Object::new()
            .put("as", "form")
            .put_list("fields", fields(encodings))
            .into(),
    }
}

/// The members of a form that have an encoding of their own.
pub(super) fn fields(encodings: &[(String, PropertyEncoding)]) -> Vec<Value> {
    let field = |(name, encoding): &(String, PropertyEncoding)| field(name, encoding);
    encodings.iter().map(field).collect()
}

/// A member of a form.
pub(super) fn field(name: &str, encoding: &PropertyEncoding) -> Value {
    json!({"name": name, "encoding": of_property(encoding)})
}

fn of_property(encoding: &PropertyEncoding) -> Value {
    let of = |kind: &str, media: Option<&String>| -> Value {
        Object::new()
            .put("as", kind)
            .put_some("media_type", media.cloned())
            .into()
    };
    match encoding {
        PropertyEncoding::Style(style) => plain(*style),
        PropertyEncoding::File(media) => of("file", media.as_ref()),
        PropertyEncoding::Text(media) => of("text", media.as_ref()),
        PropertyEncoding::Json(media) => of("json", Some(media)),
    }
}

fn plain(style: PlainStyle) -> Value {
    json!({
        "as": "style",
        "style": style.form.name(),
        "explode": style.explode,
        "allow_reserved": style.allow_reserved,
    })
}
