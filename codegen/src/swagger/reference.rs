//! What `$ref`s lead to, before and after.

use super::media::media_types;
use super::{Converter, is_swagger};
use crate::document::{At, Tree};
use crate::source::escape;

/// How many references in a row are followed.
const MAX_HOPS: usize = 100;

/// What a `$ref` says that its target is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    PathItem,
    Parameter,
    /// A parameter that becomes a request body.
    Body,
    Response,
    Schema,
}

impl<'d> Converter<'d, '_> {
    /// The text of a `$ref` to what its target becomes.
    pub(super) fn reference(&mut self, at: At<'d>, part: Part) -> Tree {
        let text = at.str().unwrap_or_default();
        let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
        let documents = at.documents();
        let target = find(at, text);
        // A reference that leads nowhere, too, is reported with the kind of what it names.
        let root = match target {
            Some(target) => documents.root(target.document()),
            None if file.is_empty() => documents.root(at.document()),
            None => return Tree::of(at),
        };
        if is_swagger(root) {
            return match moved(root, pointer, part) {
                Some(pointer) => Tree::text(&format!("{file}#{pointer}"), at.source()),
                None => Tree::of(at),
            };
        }
        if !root.has("openapi") {
            self.parts.extend(target.map(|target| (part, target)));
        }
        Tree::of(at)
    }
}

/// What a reference leads to. Swagger has no names for parts, which documents would be searched for as a whole.
fn find<'d>(at: At<'d>, text: &str) -> Option<At<'d>> {
    let pointer = text.split_once('#').map_or("", |(_, pointer)| pointer);
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    let found = is_pointer.then(|| at.documents().find(at.document(), text));
    found?.ok()
}

/// What a value means in the end: itself, or what its `$ref` leads to.
pub(super) fn target(at: At<'_>) -> At<'_> {
    let mut target = at;
    for _ in 0..MAX_HOPS {
        let reference = target.get("$ref").and_then(At::str);
        let next = reference.and_then(|text| find(target, text));
        match next {
            Some(next) => target = next,
            None => break,
        }
    }
    target
}

/// The pointer to what a part of a Swagger document becomes; none where it stays or has no place of its own.
fn moved(root: At<'_>, pointer: &str, part: Part) -> Option<String> {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let joined = |start: String, rest: &[&str]| {
        rest.iter()
            .fold(start, |pointer, step| pointer + "/" + step)
    };
    let in_content = |at: String, media: Option<String>, rest: &[&str]| {
        let media = escape(&media.unwrap_or_default());
        joined(format!("{at}/content/{media}/schema"), rest)
    };
    let media = |at: At<'_>, key: &str| media_types(root, at, key).names().next();
    match steps.as_slice() {
        ["definitions", rest @ ..] => Some(joined("/components/schemas".to_owned(), rest)),
        ["responses", name, "schema", rest @ ..] => {
            let at = format!("/components/responses/{name}");
            Some(in_content(at, media(root, "produces"), rest))
        }
        ["responses", rest @ ..] => Some(joined("/components/responses".to_owned(), rest)),
        ["parameters", name, "schema", rest @ ..] => {
            let at = format!("/components/requestBodies/{name}");
            Some(in_content(at, media(root, "consumes"), rest))
        }
        ["parameters", rest @ ..] if part == Part::Body => {
            Some(joined("/components/requestBodies".to_owned(), rest))
        }
        ["parameters", rest @ ..] => Some(joined("/components/parameters".to_owned(), rest)),
        [
            "paths",
            path,
            method,
            "responses",
            status,
            "schema",
            rest @ ..,
        ] => {
            let operation = root.at_pointer(&format!("/paths/{path}/{method}"))?;
            let at = format!("/paths/{path}/{method}/responses/{status}");
            Some(in_content(at, media(operation, "produces"), rest))
        }
        ["paths", path, method, "parameters", _, "schema", rest @ ..] => {
            let operation = root.at_pointer(&format!("/paths/{path}/{method}"))?;
            let at = format!("/paths/{path}/{method}/requestBody");
            Some(in_content(at, media(operation, "consumes"), rest))
        }
        _ => None,
    }
}
