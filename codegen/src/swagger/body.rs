//! `in: body` and `in: formData` → request bodies.

use super::media::Media;
use super::parameter::Split;
use super::reference::{Part, target};
use super::{Converter, Entry, entry};
use crate::document::{At, Source, Tree};

impl<'d> Converter<'d, '_> {
    /// The request body for a parameter `in: body`, or for a `$ref` to one.
    pub(super) fn body(&mut self, at: At<'d>, media: &Media) -> Tree {
        if let Some(reference) = at.get("$ref").filter(|at| at.str().is_some()) {
            // What has a name is for the document's media types.
            let end = target(at);
            if media.is_own && end != at && self.may_copy(end) {
                return self.body(end, media);
            }
            let reference = self.reference(reference, Part::Body);
            return Tree::map([("$ref", reference)], at.source());
        }
        let kept = at
            .entries()
            .filter(|(key, _)| !matches!(*key, "name" | "in" | "schema"));
        let mut entries: Vec<Entry> = kept
            .map(|(key, value)| entry(key, Tree::of(value)))
            .collect();
        let schema = at.get("schema");
        let source = schema.unwrap_or(at).source();
        let mut is_first = true;
        let content = media.content(source, |_| {
            let is_copy = !std::mem::take(&mut is_first);
            let schema = schema.filter(|schema| !is_copy || self.may_copy(*schema));
            let schema = schema.map(|schema| entry("schema", self.schema(schema)));
            schema.into_iter().collect()
        });
        entries.push(entry("content", content));
        Tree::map(entries, at.source())
    }

    /// The request body for parameters `in: formData`.
    pub(super) fn form(&mut self, fields: &[At<'d>], media: &Media) -> Option<Tree> {
        let source = fields.first()?.source();
        let has_files = fields
            .iter()
            .any(|field| super::schema::is_file(target(*field)));
        let mut form = Form::default();
        for field in fields {
            let end = target(*field);
            if self.may_copy(end) {
                self.field(end, &mut form);
            }
        }
        let is_required = !form.required.is_empty();
        let schema = form.schema(source);
        let content = media.of_form(has_files).content(source, |name| {
            let mut object = vec![entry("schema", schema.clone())];
            if Media::is_url_encoded(name) && !form.encoding.is_empty() {
                object.push(entry("encoding", Tree::map(form.encoding.clone(), source)));
            }
            object
        });
        let required = is_required.then(|| entry("required", Tree::flag(true, source)));
        let entries = required.into_iter().chain([entry("content", content)]);
        Some(Tree::map(entries, source))
    }

    fn field(&mut self, at: At<'d>, form: &mut Form) {
        let Some(name) = at.get("name").and_then(At::str) else {
            return;
        };
        let Split { own, mut schema } = self.split(at);
        let is_kept = |key: &str| key == "description" || key == "example" || key.starts_with("x-");
        schema.extend(own.into_iter().filter(|(key, _)| is_kept(key)));
        form.properties
            .push(entry(name, Tree::map(schema, at.source())));
        if let Some(required) = at.get("required").filter(|at| at.bool() == Some(true)) {
            form.required.push(Tree::text(name, required.source()));
        }
        let style = self.style(at, "formData");
        if !style.is_empty() {
            form.encoding
                .push(entry(name, Tree::map(style, at.source())));
        }
    }
}

/// The fields of a form.
#[derive(Default)]
struct Form {
    properties: Vec<Entry>,
    required: Vec<Tree>,
    encoding: Vec<Entry>,
}

impl Form {
    fn schema(&self, source: Source) -> Tree {
        let mut entries = vec![
            entry("type", Tree::text("object", source)),
            entry("properties", Tree::map(self.properties.clone(), source)),
        ];
        if !self.required.is_empty() {
            entries.push(entry("required", Tree::list(self.required.clone(), source)));
        }
        Tree::map(entries, source)
    }
}
