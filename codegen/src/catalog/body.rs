//! Request bodies.

use serde_json::Value;

use super::input::{BodyForm, BodyInput};
use super::object::{Object, texts};
use super::style;
use crate::emit::Context;
use crate::ir::{BodyEncoding, Operation, Shape, Type};

/// The body that is sent.
pub(super) fn body(context: Context<'_>, operation: &Operation, input: &BodyInput<'_>) -> Value {
    let body = input.body;
    let mut alternatives: Vec<&str> = Vec::new();
    for other in operation.bodies.iter().skip(1) {
        if other.media != body.media && !alternatives.contains(&&*other.media) {
            alternatives.push(&other.media);
        }
    }
    let encoding = match &body.encoding {
        BodyEncoding::Json => "json",
        BodyEncoding::Form(_) => "form",
        BodyEncoding::Multipart => "multipart",
        BodyEncoding::Binary => "binary",
        // Callers give the text of a document in XML.
        BodyEncoding::Text | BodyEncoding::Xml(_) => "text",
    };
    Object::new()
        .put("media_type", body.media.as_str())
        .put("encoding", encoding)
        .put("required", operation.body_required)
        .put("flattened", matches!(input.form, BodyForm::Fields(_)))
        .put_list("fields", fields(context, input))
        .put_list("alternatives", texts(&alternatives))
        .into()
}

/// How the members of a form are written.
fn fields(context: Context<'_>, input: &BodyInput<'_>) -> Vec<Value> {
    match &input.body.encoding {
        BodyEncoding::Form(encodings) => style::fields(encodings),
        BodyEncoding::Multipart => {
            let Type::Named(id) = context.api.resolve(&input.body.ty) else {
                return Vec::new();
            };
            let Shape::Multipart(form) = &context.api.type_def(*id).shape else {
                return Vec::new();
            };
            let parts = form.parts.iter();
            parts
                .map(|part| style::field(&part.field.key, &part.encoding))
                .collect()
        }
        BodyEncoding::Json | BodyEncoding::Binary | BodyEncoding::Text | BodyEncoding::Xml(_) => {
            Vec::new()
        }
    }
}
