//! Bodies in parts.

use std::collections::HashSet;

use super::Lower;
use super::context::Context;
use super::encoding::part_style;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{Field, JsonTypes, Multipart, Part, Presence, PropertyEncoding, Shape, Type};
use crate::media::{concrete, is_binary, is_json};

impl<'d> Lower<'_, 'd> {
    /// The type of a body of parts, one for each property.
    pub(super) fn multipart(
        &mut self,
        schema: At<'d>,
        (media, described): (&str, At<'d>),
        context: &Context,
    ) -> Type {
        let merged = self.schemas.merge(schema);
        if merged.properties.is_empty() {
            self.diagnostics.report(
                Diagnostic::new(
                    Code::UnsupportedBody,
                    schema,
                    "a multipart body without properties has no parts",
                )
                .label("callers make the parts themselves")
                .help("declare the parts: `type: object`, `properties: ...`"),
            );
            return Type::Form;
        }
        let id = self.reserve(schema, context.naming.clone(), context.module);
        let inner = Context::within(id, context.module);
        let mut parts = Vec::new();
        for (key, schemas) in &merged.properties {
            let Some(first) = schemas.first().copied() else {
                continue;
            };
            let encodings = described.get("encoding");
            let encoding = encodings.and_then(|encodings| encodings.get(key));
            let mut field = self.field(key, schemas, merged.required.contains(key), &inner);
            field.presence = if field.presence.is_required() {
                Presence::Required
            } else {
                Presence::Optional
            };
            parts.push(self.part(field, first, media, encoding));
        }
        self.define(id, Shape::Multipart(Multipart { parts }));
        Type::Named(id)
    }

    /// A part with this field: how it is written, by its schema and its Encoding Object.
    fn part(
        &mut self,
        mut field: Field,
        schema: At<'d>,
        media: &str,
        encoding: Option<At<'d>>,
    ) -> Part {
        let content_type = encoding
            .and_then(|encoding| encoding.get("contentType"))
            .and_then(At::str);
        let bytes = content_type.is_some_and(is_binary);
        let encoding = if self.is_file(schema) || self.is_any_file(schema, bytes) {
            field.ty = Type::File;
            let own = || self.content_media(schema);
            PropertyEncoding::File(content_type.and_then(fixed).or_else(own))
        } else if self.is_file_list(schema) || self.is_any_file_list(schema, bytes) {
            field.ty = Type::List(Box::new(Type::File));
            let item = self.schemas.merge(schema).items.first().copied();
            let own = || self.content_media(item?);
            PropertyEncoding::File(content_type.and_then(fixed).or_else(own))
        } else if let Some(style) = encoding.and_then(|at| part_style(media, at)) {
            PropertyEncoding::Style(style)
        } else if content_type.is_some_and(is_json) || self.is_object(&field.ty) {
            let media = content_type.map_or_else(|| "application/json".to_owned(), concrete);
            PropertyEncoding::Json(media)
        } else {
            PropertyEncoding::Text(content_type.and_then(fixed))
        };
        Part { field, encoding }
    }

    /// The media type that `contentMediaType` fixes for a part (OpenAPI 3.1).
    fn content_media(&self, at: At<'d>) -> Option<String> {
        self.schemas
            .merge(at)
            .text("contentMediaType")
            .and_then(fixed)
    }

    pub(super) fn is_file(&mut self, at: At<'d>) -> bool {
        self.is_file_within(at, 0)
    }

    fn is_file_within(&mut self, at: At<'d>, depth: usize) -> bool {
        let merged = self.schemas.merge(at);
        if let ([of], None) = (merged.alternatives.as_slice(), merged.types) {
            let mut members = of.members.items();
            return depth < 3 && members.all(|member| self.is_file_within(member, depth + 1));
        }
        let string = merged
            .types
            .is_none_or(|types| types.contains(JsonTypes::STRING));
        string
            && (merged.text("format") == Some("binary")
                || merged.text("type") == Some("file")
                || merged.text("contentMediaType").is_some())
    }

    /// Whether a part without a type, or with text for content that is none, holds bytes. Without a media type of its
    /// own, an empty schema is `application/octet-stream` (OpenAPI 3.1.1, "Encoding Object").
    fn is_any_file(&mut self, at: At<'d>, binary_content: bool) -> bool {
        let is_string = |types: JsonTypes| {
            types.contains(JsonTypes::STRING)
                && !types.intersects(JsonTypes::OBJECT | JsonTypes::ARRAY)
        };
        let merged = self.schemas.merge(at);
        if binary_content {
            return merged.is_unconstrained() || merged.types.is_some_and(is_string);
        }
        at.is_empty() && !at.has("$ref") && at.kind() == Kind::Map
    }

    fn is_any_file_list(&mut self, at: At<'d>, binary_content: bool) -> bool {
        let item = self.schemas.merge(at).items.first().copied();
        item.is_some_and(|item| self.is_any_file(item, binary_content))
    }

    pub(super) fn is_file_list(&mut self, at: At<'d>) -> bool {
        let item = self.schemas.merge(at).items.first().copied();
        item.is_some_and(|item| self.is_file(item))
    }

    /// Whether a value is written as JSON in a part (OpenAPI 3.0.3, "Special Considerations for multipart Content").
    fn is_object(&self, ty: &Type) -> bool {
        let mut seen = HashSet::new();
        let mut work = vec![ty];
        while let Some(ty) = work.pop() {
            let Some(id) = ty.id() else {
                if matches!(ty, Type::Map(_) | Type::Tuple(_) | Type::Json) {
                    return true;
                }
                work.extend(ty.children());
                continue;
            };
            if !seen.insert(id) {
                continue;
            }
            match &self.api.type_def(id).shape {
                Shape::Struct(_)
                | Shape::DiscriminatedUnion(_)
                | Shape::Newtype(_)
                | Shape::Multipart(_) => return true,
                shape @ (Shape::UntaggedUnion(_) | Shape::Alias(_)) => {
                    work.extend(shape.same_value());
                }
                Shape::Enum(_) => {}
            }
        }
        false
    }
}

/// The one media type that a document fixes; none where it leaves a choice.
fn fixed(types: &str) -> Option<String> {
    let types = types.trim();
    let single = types.contains('/') && !types.contains([',', '*']);
    single.then(|| types.to_owned())
}
