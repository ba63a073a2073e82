//! References to schemas by their `$id` → references by pointer, so that the later stages know one kind.
//!
//! A schema with an `$id` is the base of the references below it (JSON Schema 2020-12, section 8.2). A reference that
//! leads to an `$id` of its own document is rewritten; any other stays as it is, and is the path of a file.

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::document::edit::Content;
use crate::document::reference::{anchor, percent_decode, relative};
use crate::document::{At, DocumentId, Kind, Tree, url};
use crate::load::SpecSet;
use crate::schema::is_for;

/// The keywords whose value is a reference.
const REFERENCES: [&str; 2] = ["$ref", "$dynamicRef"];

/// The keywords whose values are not schemas, whatever they look like.
const VALUES: [&str; 6] = ["const", "enum", "default", "example", "examples", "value"];

/// The keywords whose values are maps from any name to a schema.
const NAMED: [&str; 6] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
];

/// Rewrites the references of each document that has an `$id`. OpenAPI 3.0 does not have them.
pub(crate) fn rewrite(set: &mut SpecSet, diagnostics: &mut Diagnostics) {
    let mut trees: Vec<(DocumentId, Tree)> = Vec::new();
    for id in set.documents.ids() {
        let root = set.documents.root(id);
        if is_for(root, &["3.0"]) {
            continue;
        }
        let mut schemas = HashMap::new();
        collect(root, root.file(), &mut schemas);
        if !schemas.is_empty() {
            let mut is_changed = false;
            let base = Base {
                uri: root.file(),
                schema: root,
            };
            let tree = rewritten(root, &base, &schemas, &mut is_changed);
            trees.extend(is_changed.then_some((id, tree)));
        }
    }
    for (id, tree) in trees {
        // The tree is no deeper than the document.
        let _: Result<DocumentId, _> = set.replace(id, tree, diagnostics);
    }
}

/// The schemas of a document by their `$id`, resolved; of several with one, the first.
type Schemas<'d> = HashMap<String, At<'d>>;

/// What the references of a schema are relative to.
struct Base<'u, 'd> {
    uri: &'u str,
    /// The nearest schema with an `$id`, or the document.
    schema: At<'d>,
}

fn collect<'d>(at: At<'d>, base: &str, schemas: &mut Schemas<'d>) {
    let own = own_uri(at, base);
    if let Some(uri) = &own {
        schemas.entry(uri.clone()).or_insert(at);
    }
    let base = own.as_deref().unwrap_or(base);
    for (_, child) in at.entries().filter(|(key, _)| !is_value(at, key)) {
        collect(child, base, schemas);
    }
    at.items().for_each(|item| collect(item, base, schemas));
}

/// The `$id` of a schema, resolved.
fn own_uri(at: At<'_>, base: &str) -> Option<String> {
    let id = at.get("$id")?.str()?;
    let id = id.split('#').next().filter(|id| !id.is_empty())?;
    Some(join(base, id))
}

/// Whether what a map has at a key is not part of a schema.
fn is_value(map: At<'_>, key: &str) -> bool {
    (VALUES.contains(&key) || key.starts_with("x-"))
        && !map.key().is_some_and(|key| NAMED.contains(&key.as_str()))
}

/// The URI that a reference leads to.
fn join(base: &str, reference: &str) -> String {
    let scheme = |uri: &str| {
        uri.split(['/', '?'])
            .next()
            .is_some_and(|it| it.contains(':'))
    };
    if scheme(reference) {
        return reference.to_owned();
    }
    if let Some(joined) = url::join(base, reference) {
        return joined;
    }
    if scheme(base) {
        return reference.to_owned();
    }
    relative(base, &percent_decode(reference))
}

fn rewritten<'d>(
    at: At<'d>,
    base: &Base<'_, 'd>,
    schemas: &Schemas<'d>,
    is_changed: &mut bool,
) -> Tree {
    let uri = own_uri(at, base.uri);
    let base = &match &uri {
        Some(uri) => Base { uri, schema: at },
        None => Base { ..*base },
    };
    let content = match at.kind() {
        Kind::Map => {
            let entries = at.entries().map(|(key, value)| {
                let target = value
                    .str()
                    .filter(|_| REFERENCES.contains(&key))
                    .and_then(|text| target(text, base, schemas));
                let tree = match target {
                    Some(target) => {
                        *is_changed = true;
                        let pointer = target.pointer().replace('%', "%25");
                        Tree::text(&format!("#{pointer}"), value.source())
                    }
                    None if is_value(at, key) => Tree::of(value),
                    None => rewritten(value, base, schemas, is_changed),
                };
                (key.into(), tree)
            });
            Content::Map(entries.collect())
        }
        Kind::List => {
            let items = at.items();
            Content::List(
                items
                    .map(|item| rewritten(item, base, schemas, is_changed))
                    .collect(),
            )
        }
        Kind::Null | Kind::Bool | Kind::Integer | Kind::Float | Kind::String => {
            return Tree::of(at);
        }
    };
    Tree {
        content,
        source: at.source(),
    }
}

/// The schema that a reference leads to by an `$id`; none where it leads to the document itself or to another file.
fn target<'d>(text: &str, base: &Base<'_, 'd>, schemas: &Schemas<'d>) -> Option<At<'d>> {
    let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
    let schema = if file.is_empty() {
        // Documents refer to their components from schemas with an `$id`, too.
        let is_document = base.schema.parent().is_none();
        Some(base.schema).filter(|_| !is_document)?
    } else {
        *schemas.get(&join(base.uri, file))?
    };
    let fragment = percent_decode(fragment);
    if fragment.is_empty() || fragment.starts_with('/') {
        schema.at_pointer(&fragment)
    } else {
        anchor(schema, &fragment)
    }
}
