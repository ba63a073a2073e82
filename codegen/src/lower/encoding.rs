//! Encoding Objects: how the properties of forms are serialized.

use super::style::{explodes, is_allowed, named};
use crate::document::At;
use crate::ir::{ParameterLocation, PlainStyle, PropertyEncoding, StyleForm};
use crate::media::{essence, is_json};
use crate::schema::is_for;

/// The encodings of the properties of a form that differ from the usual one.
pub(super) fn property_styles(media: At<'_>) -> Vec<(String, PropertyEncoding)> {
    let entries = media.get("encoding").into_iter().flat_map(At::entries);
    let encodings = entries.filter_map(|(key, encoding)| {
        let json = || {
            let media = encoding.get("contentType").and_then(At::str)?;
            is_json(media).then(|| PropertyEncoding::Json(crate::media::concrete(media)))
        };
        let encoding = property_style(encoding).map(PropertyEncoding::Style);
        Some((key.to_owned(), encoding.or_else(json)?))
    });
    encodings.collect()
}

/// The style of a part. Before OpenAPI 3.1, and in other forms than `multipart/form-data`, the standard has it ignored.
pub(super) fn part_style(media: &str, encoding: At<'_>) -> Option<PlainStyle> {
    property_style(encoding).filter(|_| parts_have_styles(media, encoding))
}

/// Whether the Encoding Objects of this media type, which is that of a multipart body, can name a style.
pub(super) fn parts_have_styles(media: &str, at: At<'_>) -> bool {
    essence(media) == "multipart/form-data" && !is_for(at, &["3.0"])
}

/// The style of a property; none where the document does not give it one.
fn property_style(encoding: At<'_>) -> Option<PlainStyle> {
    let style = encoding.get("style");
    let explode = encoding.get("explode").and_then(At::bool);
    let allow_reserved = encoding.get("allowReserved").and_then(At::bool);
    if style.is_none() && explode.is_none() && allow_reserved.is_none() {
        return None;
    }
    let form = style.and_then(named);
    let form = form.filter(|form| is_allowed(*form, ParameterLocation::Query));
    let form = form.unwrap_or(StyleForm::Form);
    Some(PlainStyle {
        form,
        explode: explode.unwrap_or_else(|| explodes(form)),
        allow_reserved: allow_reserved == Some(true),
    })
}
