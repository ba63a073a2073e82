//! Swagger 2.0 → OpenAPI 3.0, so that the later stages know one shape.
//!
//! Each value of the result remembers the value of the Swagger document that it was made from, and diagnostics show
//! that. Files without a version that the document refers to are converted as what they are referred to as.

mod body;
mod budget;
mod media;
mod operation;
mod parameter;
mod reference;
mod response;
mod schema;
mod security;
mod server;

use std::collections::{HashMap, hash_map};

use self::budget::Budget;
use self::reference::Part;
use crate::diagnostic::Diagnostics;
use crate::document::{At, DocumentId, Kind, Tree};
use crate::load::SpecSet;

/// The extension in which descriptions of Azure have the paths with a query of their own (`/photos?comp=list`).
const MORE_PATHS: &str = "x-ms-paths";

/// An entry of a map in the making.
type Entry = (Box<str>, Tree);

/// Whether a document is of Swagger 2.0.
fn is_swagger(root: At<'_>) -> bool {
    let version = root.get("swagger").and_then(At::text);
    version.is_some_and(|text| text == "2" || text.starts_with("2."))
}

/// Converts the documents of Swagger 2.0, and the files that they refer to; others stay as they are.
pub(crate) fn convert(set: &mut SpecSet, diagnostics: &mut Diagnostics) {
    let documents = &set.documents;
    let roots = documents.ids().map(|id| documents.root(id));
    let roots: Vec<At<'_>> = roots.filter(|root| is_swagger(*root)).collect();
    let mut trees: Vec<(DocumentId, Tree)> = Vec::new();
    let mut parts: HashMap<(DocumentId, u32), Tree> = HashMap::new();
    let mut files: Vec<At<'_>> = Vec::new();
    let mut budget = Budget::default();
    for root in roots {
        let mut converter = Converter {
            root,
            diagnostics,
            parts: Vec::new(),
            budget: &mut budget,
        };
        trees.push((root.document(), converter.document()));
        while let Some((part, at)) = converter.parts.pop() {
            if let hash_map::Entry::Vacant(place) = parts.entry(at.id()) {
                place.insert(converter.part(part, at));
                let file = documents.root(at.document());
                if !files.contains(&file) {
                    files.push(file);
                }
            }
        }
    }
    for file in files {
        trees.push((file.document(), with_parts(file, &mut parts)));
    }
    for (id, tree) in trees {
        // A document that became too deep has been reported.
        let _: Result<DocumentId, _> = set.replace(id, tree, diagnostics);
    }
}

/// A copy of a file in which some parts are converted.
fn with_parts(at: At<'_>, parts: &mut HashMap<(DocumentId, u32), Tree>) -> Tree {
    if let Some(part) = parts.remove(&at.id()) {
        return part;
    }
    match at.kind() {
        Kind::Map => {
            let entries = at
                .entries()
                .map(|(key, value)| (key, with_parts(value, parts)));
            Tree::map(entries, at.source())
        }
        Kind::List => {
            let items = at.items().map(|item| with_parts(item, parts));
            Tree::list(items.collect(), at.source())
        }
        Kind::Null | Kind::Bool | Kind::Integer | Kind::Float | Kind::String => Tree::of(at),
    }
}

/// Converts one document.
struct Converter<'d, 'r> {
    /// The document, whose media types and schemes hold where an operation has none.
    root: At<'d>,
    diagnostics: &'r mut Diagnostics,
    /// Parts of files without a version that remain to be converted.
    parts: Vec<(Part, At<'d>)>,
    /// What may be written more than once.
    budget: &'r mut Budget,
}

impl<'d> Converter<'d, '_> {
    fn document(&mut self) -> Tree {
        let root = self.root;
        let version = root.get("swagger").unwrap_or(root).source();
        let mut entries = vec![entry("openapi", Tree::text("3.0.3", version))];
        for (key, value) in root.entries() {
            match key {
                "swagger"
                | "host"
                | "basePath"
                | "schemes"
                | "consumes"
                | "produces"
                | "definitions"
                | "parameters"
                | "responses"
                | "securityDefinitions" => {}
                "paths" => entries.push(entry(key, self.paths(value))),
                MORE_PATHS if root.has("paths") => {}
                MORE_PATHS => entries.push(entry("paths", self.paths(value))),
                _ => entries.push(entry(key, Tree::of(value))),
            }
        }
        entries.extend(server::servers(root, root).map(|servers| entry("servers", servers)));
        let components = self.components();
        if !components.is_empty() {
            entries.push(entry("components", Tree::map(components, root.source())));
        }
        Tree::map(entries, root.source())
    }

    /// The paths, and those of [`MORE_PATHS`].
    fn paths(&mut self, paths: At<'d>) -> Tree {
        let more = self.root.get(MORE_PATHS).filter(|more| *more != paths);
        let more = more.into_iter().flat_map(At::entries);
        let more = more.filter(|(path, _)| !paths.has(path));
        let entries = paths.entries().chain(more).map(|(path, item)| {
            let item = if path.starts_with("x-") {
                Tree::of(item)
            } else {
                self.path_item(item)
            };
            (path, item)
        });
        Tree::map(entries, paths.source())
    }

    fn components(&mut self) -> Vec<Entry> {
        let root = self.root;
        let mut components = Vec::new();
        if let Some(at) = root.get("definitions") {
            components.push(entry("schemas", each(at, |_, schema| self.schema(schema))));
        }
        if let Some(at) = root.get("parameters") {
            components.extend(self.parameter_components(at));
        }
        if let Some(at) = root.get("responses") {
            let media = self.media(root, "produces");
            let responses = each(at, |_, response| self.response(response, &media));
            components.push(entry("responses", responses));
        }
        if let Some(at) = root.get("securityDefinitions") {
            let schemes = each(at, |_, scheme| security::scheme(scheme, self.diagnostics));
            components.push(entry("securitySchemes", schemes));
        }
        components
    }

    /// A part of a file without a version.
    fn part(&mut self, part: Part, at: At<'d>) -> Tree {
        match part {
            Part::PathItem => self.path_item(at),
            Part::Parameter => self.parameter(at),
            Part::Body => {
                let media = self.media(self.root, "consumes");
                self.body(at, &media)
            }
            Part::Response => {
                let media = self.media(self.root, "produces");
                self.response(at, &media)
            }
            Part::Schema => self.schema(at),
        }
    }
}

fn entry(key: &str, value: Tree) -> Entry {
    (key.into(), value)
}

/// A map with other values; what is not a map stays, and is reported by `check`.
fn each<'d>(at: At<'d>, mut convert: impl FnMut(&'d str, At<'d>) -> Tree) -> Tree {
    if at.kind() != Kind::Map {
        return Tree::of(at);
    }
    let entries = at.entries().map(|(key, value)| (key, convert(key, value)));
    Tree::map(entries, at.source())
}

/// A list with other items; what is not a list stays, and is reported by `check`.
fn each_item<'d>(at: At<'d>, convert: impl FnMut(At<'d>) -> Tree) -> Tree {
    if at.kind() != Kind::List {
        return Tree::of(at);
    }
    Tree::list(at.items().map(convert).collect(), at.source())
}
