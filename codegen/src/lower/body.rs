//! Request bodies.

use std::collections::HashSet;

use super::media::{
    concrete, is_any, is_binary, is_form, is_json, is_lines, is_multipart, is_text, is_xml,
};
use super::{Context, Lower};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::ir::{
    Body, BodyEncoding, Home, Kinds, Multipart, Naming, OperationId, Part, PartEncoding, Presence,
    Shape, Style, StyleForm, Type,
};
use crate::resolve::follow;

impl<'d> Lower<'_, 'd> {
    /// The bodies of an operation, one for each media type that differs in what it holds, and whether one is required.
    pub(super) fn bodies(
        &mut self,
        operation: At<'d>,
        id: OperationId,
        home: Home,
    ) -> (Vec<Body>, bool) {
        let Some(body) = operation
            .get("requestBody")
            .and_then(|body| follow(body, self.diagnostics))
        else {
            return (Vec::new(), false);
        };
        let required = body.get("required").and_then(At::bool) == Some(true);
        let description = body.get("description").and_then(At::str).map(str::to_owned);
        let mut entries: Vec<(&'d str, At<'d>)> = body
            .get("content")
            .into_iter()
            .flat_map(At::entries)
            .collect();
        entries.sort_by_key(|(media, _)| rank(media));
        let several = entries.len() > 1;
        let mut bodies: Vec<Body> = Vec::new();
        let mut schemas: Vec<At<'d>> = Vec::new();
        for (media, at) in entries {
            let schema = at.get("schema").or_else(|| at.get("itemSchema"));
            if let Some(preferred) = schema.and_then(|schema| self.same_schema(schema, &schemas)) {
                let message =
                    format!("`{media}` carries the schema of a media type that is used instead");
                let used = preferred.parent().unwrap_or(preferred);
                self.diagnostics.report(
                    Diagnostic::new(Code::AlternativeMedia, at, message)
                        .on_key(at)
                        .also(Place::key(used), "this one is used"),
                );
                continue;
            }
            let word = if several {
                format!("{} body", media_word(media))
            } else {
                "body".to_owned()
            };
            let context = Context {
                naming: Naming::Of(id, vec![word]),
                home,
            };
            let (encoding, ty) = self.encoding(media, at, schema, &context);
            if encoding == BodyEncoding::Text {
                self.report_untyped_xml(media, at, schema);
            }
            schemas.extend(schema);
            self.media_examples(at, schema);
            let same = |known: &&Body| known.ty == ty && known.encoding == encoding;
            if let Some(known) = bodies.iter().find(same) {
                let message = format!(
                    "`{media}` is sent like `{}`, which is used instead",
                    known.media
                );
                self.diagnostics
                    .report(Diagnostic::new(Code::AlternativeMedia, at, message).on_key(at));
                continue;
            }
            let json = encoding == BodyEncoding::Json;
            bodies.push(Body {
                media: if is_any(media) && !json {
                    "application/octet-stream".to_owned()
                } else {
                    concrete(media)
                },
                encoding,
                ty,
                description: description.clone(),
                example: self.body_example(at, schema),
            });
        }
        (bodies, required)
    }

    /// Reports XML that is described as more than text, and is text all the same.
    pub(super) fn report_untyped_xml(
        &mut self,
        media: &str,
        content: At<'d>,
        schema: Option<At<'d>>,
    ) {
        let is_described = schema.is_some_and(|schema| {
            let merged = self.merge(schema);
            !merged.says_nothing() && merged.kinds.is_none_or(|kinds| !kinds.string)
        });
        if is_xml(media) && is_described {
            let message = format!("a body of `{media}` is handed over as text");
            self.diagnostics.report(
                Diagnostic::new(Code::UntypedXml, content, message)
                    .on_key(content)
                    .help("read and write it with an XML library"),
            );
        }
    }

    /// The schema among these that a schema is the same as.
    fn same_schema(&mut self, schema: At<'d>, known: &[At<'d>]) -> Option<At<'d>> {
        let target = |lower: &mut Self, at: At<'d>| {
            if super::reference::keyword(at).is_some() {
                lower.target(at).unwrap_or(at)
            } else {
                at
            }
        };
        let own = target(self, schema);
        let files = self.has_files(schema);
        known.iter().copied().find(|other| {
            let other = target(self, *other);
            !files && (own == other || (!own.is_empty() && own.to_json() == other.to_json()))
        })
    }

    fn has_files(&mut self, schema: At<'d>) -> bool {
        let merged = self.merge(schema);
        let properties: Vec<At<'d>> = merged
            .properties
            .values()
            .filter_map(|schemas| schemas.first().copied())
            .collect();
        merged.text("format") == Some("binary")
            || properties
                .iter()
                .any(|at| self.is_file(*at) || self.is_file_list(*at))
    }

    fn encoding(
        &mut self,
        media: &str,
        at: At<'d>,
        schema: Option<At<'d>>,
        context: &Context,
    ) -> (BodyEncoding, Type) {
        if is_multipart(media) {
            let ty = self.multipart(schema.unwrap_or(at), at, context);
            return (BodyEncoding::Multipart, ty);
        }
        if is_form(media) {
            let ty = schema.map_or(Type::Map(Box::new(Type::Json)), |schema| {
                self.schema(schema, context)
            });
            return (BodyEncoding::Form(field_styles(at)), ty);
        }
        let binary = schema.is_some_and(|schema| {
            let merged = self.merge(schema);
            merged.text("format") == Some("binary") || merged.at.is_empty()
        });
        // Any media type is bytes, unless the schema says what they hold.
        let any = is_any(media)
            && schema.is_none_or(|schema| binary || self.merge(schema).says_nothing());
        if is_json(media) && !any {
            let ty = schema.map_or(Type::Json, |schema| self.element(schema, context));
            (BodyEncoding::Json, ty)
        } else if is_text(media) && !is_lines(media) && !binary {
            (BodyEncoding::Text, Type::String)
        } else {
            (BodyEncoding::Binary, Type::Body)
        }
    }

    fn multipart(&mut self, schema: At<'d>, media: At<'d>, context: &Context) -> Type {
        let merged = self.merge(schema);
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
        let id = self.define(schema, context.naming.clone(), context.home);
        let inner = Context::within(id, context.home);
        let mut parts = Vec::new();
        for (key, schemas) in &merged.properties {
            let Some(first) = schemas.first().copied() else {
                continue;
            };
            let encoding = media.get("encoding").and_then(|encoding| encoding.get(key));
            let content_type = encoding
                .and_then(|encoding| encoding.get("contentType"))
                .and_then(At::str);
            let mut field = self.field(key, schemas, merged.required.contains(key), &inner);
            field.presence = match field.presence {
                Presence::Required | Presence::Nullable => Presence::Required,
                Presence::Optional | Presence::OptionalNullable => Presence::Optional,
            };
            let bytes = content_type.is_some_and(is_binary);
            let encoding = if self.is_file(first) || self.is_any_file(first, bytes) {
                field.ty = Type::File;
                PartEncoding::File(
                    content_type
                        .and_then(fixed)
                        .or_else(|| self.content_media(first)),
                )
            } else if self.is_file_list(first) || self.is_any_file_list(first, bytes) {
                field.ty = Type::List(Box::new(Type::File));
                let item = self.merge(first).items.first().copied();
                PartEncoding::File(
                    content_type
                        .and_then(fixed)
                        .or_else(|| self.content_media(item?)),
                )
            } else if content_type.is_some_and(is_json) || self.is_object(&field.ty) {
                PartEncoding::Json(
                    content_type.map_or_else(|| "application/json".to_owned(), concrete),
                )
            } else {
                PartEncoding::Text(content_type.and_then(fixed))
            };
            parts.push(Part { field, encoding });
        }
        self.fill(id, Shape::Multipart(Multipart { parts }));
        Type::Named(id)
    }

    /// The media type that `contentMediaType` fixes for a part (OpenAPI 3.1).
    fn content_media(&mut self, at: At<'d>) -> Option<String> {
        self.merge(at).text("contentMediaType").and_then(fixed)
    }

    fn is_file(&mut self, at: At<'d>) -> bool {
        self.is_file_within(at, 0)
    }

    fn is_file_within(&mut self, at: At<'d>, depth: usize) -> bool {
        let merged = self.merge(at);
        if let ([of], None) = (merged.alternatives.as_slice(), merged.kinds) {
            let mut members = of.members.items();
            return depth < 3 && members.all(|member| self.is_file_within(member, depth + 1));
        }
        let string = merged.kinds.is_none_or(|kinds| kinds.string);
        string
            && (merged.text("format") == Some("binary")
                || merged.text("type") == Some("file")
                || merged.text("contentMediaType").is_some())
    }

    /// Whether a part without a type, or with text for content that is none, holds bytes. Without a media type of its
    /// own, an empty schema is `application/octet-stream` (OpenAPI 3.1.1, "Encoding Object").
    fn is_any_file(&mut self, at: At<'d>, binary_content: bool) -> bool {
        let is_string = |kinds: Kinds| kinds.string && !kinds.object && !kinds.array;
        let merged = self.merge(at);
        if binary_content {
            return merged.says_nothing() || merged.kinds.is_some_and(is_string);
        }
        at.is_empty() && !at.has("$ref") && at.kind() == Kind::Map
    }

    fn is_any_file_list(&mut self, at: At<'d>, binary_content: bool) -> bool {
        let item = self.merge(at).items.first().copied();
        item.is_some_and(|item| self.is_any_file(item, binary_content))
    }

    fn is_file_list(&mut self, at: At<'d>) -> bool {
        let item = self.merge(at).items.first().copied();
        item.is_some_and(|item| self.is_file(item))
    }

    /// Whether a value is written as JSON in a part (OpenAPI 3.0.3, "Special Considerations for multipart Content").
    fn is_object(&self, ty: &Type) -> bool {
        let mut seen = HashSet::new();
        let mut work = vec![ty];
        while let Some(ty) = work.pop() {
            match ty {
                Type::Map(_) | Type::Tuple(_) | Type::Json => return true,
                Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) => work.push(inner),
                Type::Named(id) if seen.insert(*id) => match &self.api.type_def(*id).shape {
                    Shape::Record(_)
                    | Shape::Tagged(_)
                    | Shape::Newtype(_)
                    | Shape::Multipart(_) => return true,
                    Shape::Union(members) => work.extend(members.iter().map(|member| &member.ty)),
                    Shape::Alias(inner) => work.push(inner),
                    Shape::Choice(_) | Shape::IntegerChoice(_) | Shape::MixedChoice(_) => {}
                },
                Type::Bool
                | Type::Integer(_)
                | Type::Float
                | Type::String
                | Type::Text(_)
                | Type::Secret
                | Type::Null
                | Type::File
                | Type::Body
                | Type::Form
                | Type::Named(_) => {}
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

/// The media types that the client likes best come first.
fn rank(media: &str) -> u8 {
    if is_json(media) && !media.starts_with("*/") {
        u8::from(super::media::essence(media) != "application/json")
    } else if is_multipart(media) {
        2
    } else if is_form(media) {
        3
    } else if is_xml(media) {
        6
    } else if media.starts_with("*/") {
        5
    } else {
        4
    }
}

/// A word for a media type, to tell the bodies of one operation apart.
pub(super) fn media_word(media: &str) -> String {
    if is_json(media) {
        let essence = super::media::essence(media);
        let kind = essence
            .strip_prefix("application/")
            .and_then(|kind| kind.strip_suffix("+json"))
            .unwrap_or("json");
        return kind.replace(['.', '-', '+'], " ");
    }
    if is_multipart(media) {
        return "multipart".to_owned();
    }
    if is_form(media) {
        return "form".to_owned();
    }
    let essence = super::media::essence(media);
    let kind = essence
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .trim_start_matches("x-")
        .to_owned();
    match kind.as_str() {
        "*" => essence
            .split('/')
            .next()
            .unwrap_or_default()
            .replace('*', "binary"),
        "plain" => "text".to_owned(),
        "octet-stream" => "binary".to_owned(),
        kind => kind.replace(['.', '-', '+'], " "),
    }
}

fn field_styles(media: At<'_>) -> Vec<(String, Style)> {
    let mut styles = Vec::new();
    for (key, encoding) in media.get("encoding").into_iter().flat_map(At::entries) {
        let style = encoding.get("style").and_then(At::str);
        let explode = encoding.get("explode").and_then(At::bool);
        if encoding
            .get("contentType")
            .and_then(At::str)
            .is_some_and(is_json)
        {
            styles.push((key.to_owned(), Style::Json));
        } else if style.is_some() || explode.is_some() {
            let form = match style {
                Some("spaceDelimited") => StyleForm::SpaceDelimited,
                Some("pipeDelimited") => StyleForm::PipeDelimited,
                Some("deepObject") => StyleForm::DeepObject,
                _ => StyleForm::Form,
            };
            let explode =
                explode.unwrap_or(matches!(form, StyleForm::Form | StyleForm::DeepObject));
            let allow_reserved = encoding.get("allowReserved").and_then(At::bool) == Some(true);
            styles.push((
                key.to_owned(),
                Style::Plain {
                    form,
                    explode,
                    allow_reserved,
                },
            ));
        }
    }
    styles
}
