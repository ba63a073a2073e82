//! Request bodies.

use super::Lower;
use super::context::Context;
use super::encoding::{parts_have_styles, property_styles};
use crate::check::examples::check;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::At;
use crate::examples::{declared, of_body};
use crate::ir::{Body, BodyEncoding, Module, Naming, OperationId, Type};
use crate::media::{
    concrete, is_any, is_form, is_json, is_lines, is_merge_patch, is_multipart, is_text, is_xml,
};
use crate::resolve::follow;

impl<'d> Lower<'_, 'd> {
    /// The bodies of an operation, one for each media type that differs in what it holds, and whether one is required.
    pub(super) fn bodies(
        &mut self,
        operation: At<'d>,
        id: OperationId,
        module: Module,
    ) -> (Vec<Body>, bool) {
        let body = operation.get("requestBody");
        let Some(body) = body.and_then(|body| follow(body, self.diagnostics)) else {
            return (Vec::new(), false);
        };
        let required = body.get("required").and_then(At::bool) == Some(true);
        (self.bodies_of(body, id, module), required)
    }

    /// The bodies of a Request Body Object.
    fn bodies_of(&mut self, body: At<'d>, id: OperationId, module: Module) -> Vec<Body> {
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
                self.report_same_schema(media, at, preferred);
                continue;
            }
            let word = if several {
                format!("{} body", media_word(media))
            } else {
                "body".to_owned()
            };
            let context = Context {
                naming: Naming::InOperation(id, vec![word]),
                module,
            };
            schemas.extend(schema);
            let body = self.body(media, at, schema, &context);
            let is_same = |known: &&Body| known.ty == body.ty && known.encoding == body.encoding;
            if let Some(known) = bodies.iter().find(is_same) {
                let known = &known.media;
                let message = format!("`{media}` is sent like `{known}`, which is used instead");
                self.diagnostics
                    .report(Diagnostic::new(Code::AlternativeMedia, at, message).on_key(at));
                continue;
            }
            let examples = declared(at, self.diagnostics);
            bodies.push(Body {
                description: description.clone(),
                example: of_body(self.schemas, &examples, schema),
                ..body
            });
        }
        bodies
    }

    /// The body in one media type, without description and example.
    fn body(&mut self, media: &str, at: At<'d>, schema: Option<At<'d>>, context: &Context) -> Body {
        let (encoding, ty) = self
            .xml_body(media, at, schema, context)
            .unwrap_or_else(|| self.encoding(media, at, schema, context));
        self.check_media_examples(at, schema);
        let is_bytes = is_any(media) && encoding != BodyEncoding::Json;
        Body {
            media: if is_bytes {
                "application/octet-stream".to_owned()
            } else {
                concrete(media)
            },
            encoding,
            ty,
            description: None,
            example: serde_json::Value::Null,
        }
    }

    fn report_same_schema(&mut self, media: &str, at: At<'d>, preferred: At<'d>) {
        let message = format!("`{media}` carries the schema of a media type that is used instead");
        let used = preferred.parent().unwrap_or(preferred);
        self.diagnostics.report(
            Diagnostic::new(Code::AlternativeMedia, at, message)
                .on_key(at)
                .also(Place::key(used), "this one is used"),
        );
    }

    /// Checks the examples of a media type.
    pub(super) fn check_media_examples(&mut self, at: At<'d>, schema: Option<At<'d>>) {
        // Elsewhere an example may be text that only looks like the schema's values.
        let is_json = at.key().is_some_and(|media| is_json(&media));
        if let Some(schema) = schema.filter(|_| is_json) {
            let examples = declared(at, self.diagnostics);
            check(self.schemas, &examples, schema, self.diagnostics);
        }
    }

    /// The first of these schemas that equals a schema.
    fn same_schema(&mut self, schema: At<'d>, known: &[At<'d>]) -> Option<At<'d>> {
        let target = |lower: &mut Self, at: At<'d>| {
            if crate::schema::keyword(at).is_some() {
                lower.schemas.target(at).unwrap_or(at)
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
        let merged = self.schemas.merge(schema);
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
            if parts_have_styles(media, at) {
                self.report_encoding_styles(at);
            }
            let ty = self.multipart(schema.unwrap_or(at), (media, at), context);
            return (BodyEncoding::Multipart, ty);
        }
        if is_form(media) {
            let ty = schema.map_or(Type::Map(Box::new(Type::Json)), |schema| {
                self.schema(schema, context)
            });
            self.report_encoding_styles(at);
            return (BodyEncoding::Form(property_styles(at)), ty);
        }
        let binary = schema.is_some_and(|schema| {
            let merged = self.schemas.merge(schema);
            merged.text("format") == Some("binary") || merged.at.is_empty()
        });
        // Any media type is bytes, unless the schema says what they hold.
        let any = is_any(media)
            && schema.is_none_or(|schema| binary || self.schemas.merge(schema).is_unconstrained());
        if is_json(media) && !any {
            let ty = schema.map_or(Type::Json, |schema| {
                self.patching(is_merge_patch(media), |lower| {
                    lower.element(schema, context)
                })
            });
            (BodyEncoding::Json, ty)
        } else if is_text(media) && !is_lines(media) && !binary {
            (BodyEncoding::Text, Type::String)
        } else {
            (BodyEncoding::Binary, Type::Body)
        }
    }
}

/// The priority of a media type; the lowest is preferred.
fn rank(media: &str) -> u8 {
    if is_json(media) && !media.starts_with("*/") {
        u8::from(crate::media::essence(media) != "application/json")
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

/// A word for a media type, which distinguishes the bodies of one operation.
pub(super) fn media_word(media: &str) -> String {
    if is_json(media) {
        let essence = crate::media::essence(media);
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
    let essence = crate::media::essence(media);
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
