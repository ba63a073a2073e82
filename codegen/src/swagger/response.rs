//! Responses.

use super::media::Media;
use super::reference::{Part, target};
use super::schema::is_file;
use super::{Converter, Entry, each, entry};
use crate::document::{At, Kind, Tree};

impl<'d> Converter<'d, '_> {
    pub(super) fn responses(&mut self, at: At<'d>, media: &Media) -> Tree {
        each(at, |status, response| match status {
            _ if status.starts_with("x-") => Tree::of(response),
            _ if status.starts_with('2') => self.response(response, media),
            _ => self.response(response, &media.of_error(target(response))),
        })
    }

    /// A response; its `schema` is in the `content` of each media type.
    pub(super) fn response(&mut self, at: At<'d>, media: &Media) -> Tree {
        if at.kind() != Kind::Map {
            return Tree::of(at);
        }
        if let Some(reference) = at.get("$ref").filter(|at| at.str().is_some()) {
            let end = target(at);
            // What has a name is for the document's media types.
            if media.is_own && end != at && end.has("schema") && self.may_copy(end) {
                return self.response(end, media);
            }
            let reference = self.reference(reference, Part::Response);
            return Tree::map([("$ref", reference)], at.source());
        }
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in at.entries() {
            let value = match key {
                "schema" | "examples" => continue,
                "headers" => self.headers(value),
                _ => Tree::of(value),
            };
            entries.push(entry(key, value));
        }
        if let Some(schema) = at.get("schema") {
            entries.push(entry("content", self.content(at, schema, media)));
        } else if let Some(examples) = at.get("examples").filter(|examples| !examples.is_empty()) {
            // The standard has no body then, but an example shows one.
            let content = each(examples, |_, example| {
                Tree::map([("example", Tree::of(example))], example.source())
            });
            entries.push(entry("content", content));
        }
        Tree::map(entries, at.source())
    }

    fn content(&mut self, response: At<'d>, schema: At<'d>, media: &Media) -> Tree {
        let examples = response.get("examples");
        let of_file;
        let media = if is_file(target(schema)) {
            of_file = media.of_file();
            &of_file
        } else {
            media
        };
        let mut is_first = true;
        media.content(schema.source(), |name| {
            if !std::mem::take(&mut is_first) && !self.may_copy(schema) {
                return Vec::new();
            }
            let mut object = vec![entry("schema", self.schema(schema))];
            let example = examples.and_then(|examples| examples.get(name));
            object.extend(example.map(|example| entry("example", Tree::of(example))));
            object
        })
    }
}
