//! `consumes` and `produces`: the media types of bodies.

use std::collections::HashSet;

use super::reference::target;
use super::{Converter, Entry};
use crate::document::{At, Source, Tree};

const JSON: &str = "application/json";
const MULTIPART: &str = "multipart/form-data";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The media types of a body, each with the node that names it.
pub(super) struct Media {
    types: Vec<(String, Option<Source>)>,
    /// Whether the operation names them, instead of the document.
    pub(super) is_own: bool,
}

impl Converter<'_, '_> {
    /// What an operation or the document says of the bodies that it takes or gives.
    pub(super) fn media(&self, at: At<'_>, key: &str) -> Media {
        media_types(self.root, at, key)
    }
}

/// Whether a value of the schema has parts.
fn is_structured(schema: At<'_>) -> bool {
    let kind = schema.get("type").and_then(At::str);
    matches!(kind, Some("object" | "array"))
        || ["properties", "allOf", "additionalProperties"]
            .iter()
            .any(|key| schema.has(key))
}

/// Whether a media type can carry objects.
fn is_for_data(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains('*')
        || ["json", "xml", "yaml", "cbor"]
            .iter()
            .any(|format| name.contains(format))
}

/// What an operation, or else the document, says.
pub(super) fn media_types(root: At<'_>, at: At<'_>, key: &str) -> Media {
    let own = at.get(key).filter(|_| at != root);
    let named = own.or_else(|| root.get(key));
    let types = named.into_iter().flat_map(At::items);
    let mut seen = HashSet::new();
    Media {
        types: types
            .filter_map(|at| Some((at.str()?.trim(), Some(at.source()))))
            .filter(|(name, _)| seen.insert(name.to_ascii_lowercase()))
            .map(|(name, source)| (name.to_owned(), source))
            .collect(),
        is_own: own.is_some(),
    }
}

impl Media {
    /// The names; JSON where none is named.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let default = self.types.is_empty().then(|| JSON.to_owned());
        let named = self.types.iter().map(|(name, _)| name.clone());
        named.chain(default).collect::<Vec<_>>().into_iter()
    }

    /// The media types of a file that is answered: JSON is what the other responses are in.
    pub(super) fn of_file(&self) -> Self {
        let types = self.types.iter();
        let is_file = |name: &str| self.is_own || !name.to_ascii_lowercase().contains("json");
        let mut types: Vec<_> = types.filter(|(name, _)| is_file(name)).cloned().collect();
        if types.is_empty() {
            types.push(("*/*".to_owned(), None));
        }
        Self {
            types,
            is_own: self.is_own,
        }
    }

    /// The media types of an error: `produces` is often about what succeeds, and an object is in JSON where none of them
    /// can carry one.
    pub(super) fn of_error(&self, response: At<'_>) -> Self {
        let schema = response.get("schema").map(target);
        let is_carried = !schema.is_some_and(is_structured)
            || self.types.iter().any(|(name, _)| is_for_data(name));
        let shown = response.get("examples").into_iter().flat_map(At::entries);
        let shown = shown.map(|(name, at)| (name.to_owned(), Some(at.source())));
        Self {
            types: if is_carried {
                self.types.clone()
            } else {
                shown.collect()
            },
            is_own: self.is_own,
        }
    }

    /// The media types of a form: files need several parts.
    pub(super) fn of_form(&self, has_files: bool) -> Self {
        let is_form = |name: &str| {
            name.eq_ignore_ascii_case(MULTIPART)
                || !has_files && name.eq_ignore_ascii_case(URL_ENCODED)
        };
        let types = self.types.iter();
        let mut types: Vec<_> = types.filter(|(name, _)| is_form(name)).cloned().collect();
        if types.is_empty() {
            let default = if has_files { MULTIPART } else { URL_ENCODED };
            types.push((default.to_owned(), None));
        }
        Self {
            types,
            is_own: self.is_own,
        }
    }

    /// A `content` with the same media type object for each media type.
    pub(super) fn content(
        &self,
        source: Source,
        mut object: impl FnMut(&str) -> Vec<Entry>,
    ) -> Tree {
        let default = (JSON.to_owned(), None);
        let default = self.types.is_empty().then_some(&default);
        let types = self.types.iter().chain(default);
        let entries = types.map(|(name, named)| {
            let object = Tree::map(object(name), named.unwrap_or(source));
            (name.as_str(), object)
        });
        Tree::map(entries.collect::<Vec<_>>(), source)
    }

    /// Whether encodings of arrays mean something for a media type.
    pub(super) fn is_url_encoded(name: &str) -> bool {
        name.eq_ignore_ascii_case(URL_ENCODED)
    }
}
