//! [`SpecSet`] → [`Description`]: one API, however many files describe it.

mod reference;

pub use reference::distance;
pub(crate) use reference::{follow, is_schema, report_cycle, report_ref};

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{At, DocumentId, Kind};
use crate::load::SpecSet;

/// One API, every part with its place.
#[derive(Debug)]
pub(crate) struct Description<'d> {
    /// The main document.
    pub root: At<'d>,
    /// Its files.
    pub set: &'d SpecSet,
    /// All components, by kind (`schemas`, ...) and in the files' order.
    pub components: Vec<Component<'d>>,
    /// All operations.
    pub endpoints: Vec<Endpoint<'d>>,
    /// What the provider sends by itself: webhooks and callbacks, by name.
    pub events: Vec<(String, At<'d>)>,
    /// The groups of operations.
    pub groups: Vec<Group<'d>>,
}

/// Operations with the same first tag, or without one.
#[derive(Debug)]
pub(crate) struct Group<'d> {
    /// The folder or the tag; `operations` where there is neither.
    pub key: String,
    /// Whether a folder or a tag says that these operations belong together.
    pub is_tag: bool,
    /// What the document says about the tag.
    pub tag: Option<At<'d>>,
}

/// A schema under `components`.
#[derive(Debug)]
pub(crate) struct Component<'d> {
    /// Its key.
    pub key: &'d str,
    /// The schema.
    pub at: At<'d>,
}

/// One method on one path.
#[derive(Debug)]
pub(crate) struct Endpoint<'d> {
    /// The path template.
    pub path: &'d str,
    /// The method, in capitals.
    pub method: String,
    /// The operation.
    pub at: At<'d>,
    /// The path item.
    pub item: At<'d>,
    /// Indexes [`Description::groups`].
    pub group: usize,
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Puts the files of one API together.
pub(crate) fn resolve<'d>(set: &'d SpecSet, diagnostics: &mut Diagnostics) -> Description<'d> {
    let root = set.documents.root(set.main);
    let mut description = Description {
        root,
        set,
        components: Vec::new(),
        endpoints: Vec::new(),
        events: Vec::new(),
        groups: Vec::new(),
    };
    for id in set.documents.ids() {
        check_version(set, id, diagnostics);
        collect_components(set.documents.root(id), &mut description);
    }
    let mut groups = HashMap::new();
    for id in set.described_in() {
        let file = set.documents.root(id);
        let before = description.endpoints.len();
        collect_endpoints(
            file,
            set.folder(id),
            &mut description,
            &mut groups,
            diagnostics,
        );
        collect_webhooks(file, &mut description, diagnostics);
        if diagnostics.is_spec() && id != set.main {
            let own = description.endpoints.get(before..).unwrap_or_default();
            one_operation(file, own, diagnostics);
        }
    }
    find_duplicates(&description, diagnostics);
    description
}

/// A file of a spec tree holds one operation.
fn one_operation(file: At<'_>, own: &[Endpoint<'_>], diagnostics: &mut Diagnostics) {
    let diagnostic = match own {
        [_] => return,
        [] => {
            let place = file
                .get("paths")
                .map_or_else(|| Place::File(file.file().to_string()), Place::key);
            let message = format!("`{}` describes no operation", file.file());
            Diagnostic::at(Code::OneOperation, place, message)
                .help("describe one under `paths`; schemas that several share go to `schemas.yaml`")
        }
        [first, second, ..] => {
            let message = format!("`{}` describes {} operations", file.file(), own.len());
            Diagnostic::new(Code::OneOperation, second.at, message)
                .on_key(second.at)
                .also(Place::key(first.at), "the first one")
                .help("give each operation a file of its own")
        }
    };
    diagnostics.report(diagnostic);
}

fn check_version(set: &SpecSet, id: DocumentId, diagnostics: &mut Diagnostics) {
    let root = set.documents.root(id);
    let version = root.get("openapi");
    let known = version
        .and_then(At::text)
        .is_some_and(|text| text == "3" || text.starts_with("3."));
    if known || (id != set.main && !set.operation_files.contains(&id) && version.is_none()) {
        return;
    }
    let read = "where 3.0, 3.1 and 3.2 are read";
    let diagnostic = match (version, root.get("swagger")) {
        (Some(version), _) => {
            let message = format!("OpenAPI `{}`, {read}", version.text().unwrap_or_default());
            Diagnostic::new(Code::UnknownVersion, version, message)
        }
        (None, Some(swagger)) => {
            let version = swagger.text().unwrap_or_default();
            let message =
                format!("Swagger `{version}`, where 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read");
            Diagnostic::new(Code::UnknownVersion, swagger, message)
                .help("convert it to OpenAPI 3 first")
        }
        (None, None) => {
            let (message, help) = stranger(root);
            Diagnostic::new(Code::UnknownVersion, root, message).help(help)
        }
    };
    diagnostics.report(diagnostic);
}

fn collect_components<'d>(root: At<'d>, description: &mut Description<'d>) {
    let schemas = root
        .get("components")
        .and_then(|components| components.get("schemas"));
    for (key, at) in schemas.into_iter().flat_map(At::entries) {
        description.components.push(Component { key, at });
    }
}

fn collect_endpoints<'d>(
    root: At<'d>,
    folder: Option<&str>,
    description: &mut Description<'d>,
    groups: &mut HashMap<Option<String>, usize>,
    diagnostics: &mut Diagnostics,
) {
    for (path, item) in root.get("paths").into_iter().flat_map(At::entries) {
        if path.starts_with("x-") {
            continue;
        }
        let Some(item) = follow(item, diagnostics) else {
            continue;
        };
        for (method, at) in operations(item) {
            let tag = at
                .get("tags")
                .and_then(|tags| tags.items().next())
                .and_then(At::str);
            let key = folder.or(tag);
            let group = *groups.entry(key.map(str::to_owned)).or_insert_with(|| {
                description.groups.push(Group {
                    key: key.unwrap_or("operations").to_owned(),
                    is_tag: key.is_some(),
                    tag: tag.or(key).and_then(|tag| find_tag(description.root, tag)),
                });
                description.groups.len() - 1
            });
            collect_callbacks(at, description, diagnostics);
            description.endpoints.push(Endpoint {
                path,
                method,
                at,
                item,
                group,
            });
        }
    }
}

/// The operations of a path item, with their methods in capitals.
pub(crate) fn operations(item: At<'_>) -> impl Iterator<Item = (String, At<'_>)> {
    let standard = item.entries().filter(|(key, _)| METHODS.contains(key));
    let standard = standard.map(|(method, at)| (method.to_uppercase(), at));
    let additional = item
        .get("additionalOperations")
        .into_iter()
        .flat_map(At::entries);
    let additional = additional.map(|(method, at)| (method.to_owned(), at));
    // `check` has reported what is not a map.
    standard
        .chain(additional)
        .filter(|(_, at)| at.kind() == Kind::Map)
}

fn find_tag<'d>(root: At<'d>, name: &str) -> Option<At<'d>> {
    root.get("tags")?
        .items()
        .find(|tag| tag.get("name").and_then(At::str) == Some(name))
}

fn collect_webhooks<'d>(
    root: At<'d>,
    description: &mut Description<'d>,
    diagnostics: &mut Diagnostics,
) {
    for (name, item) in root.get("webhooks").into_iter().flat_map(At::entries) {
        let Some(item) = follow(item, diagnostics) else {
            continue;
        };
        for (_, at) in operations(item) {
            description.events.push((name.to_owned(), at));
        }
    }
}

fn collect_callbacks<'d>(
    operation: At<'d>,
    description: &mut Description<'d>,
    diagnostics: &mut Diagnostics,
) {
    for (name, callback) in operation.get("callbacks").into_iter().flat_map(At::entries) {
        let Some(callback) = follow(callback, diagnostics) else {
            continue;
        };
        for (expression, item) in callback.entries() {
            if expression.starts_with("x-") {
                continue;
            }
            let Some(item) = follow(item, diagnostics) else {
                continue;
            };
            for (_, at) in operations(item) {
                description.events.push((name.to_owned(), at));
            }
        }
    }
}

fn find_duplicates(description: &Description<'_>, diagnostics: &mut Diagnostics) {
    let mut templates: HashMap<String, &Endpoint<'_>> = HashMap::new();
    for endpoint in &description.endpoints {
        let first = *templates.entry(shape(endpoint.path)).or_insert(endpoint);
        if first.path != endpoint.path {
            let message = format!(
                "`{}` and `{}` are the same path but for the names of parameters",
                first.path, endpoint.path
            );
            diagnostics.report(
                Diagnostic::at(Code::AmbiguousPath, Place::key(endpoint.item), message)
                    .also(Place::key(first.item), "the other one")
                    .help(
                        "give the parameters the same names, and put the operations under one path",
                    ),
            );
        }
    }
    let mut endpoints: HashMap<(&str, &str), At<'_>> = HashMap::new();
    for endpoint in &description.endpoints {
        if let Some(other) = endpoints.insert((&endpoint.method, endpoint.path), endpoint.at) {
            let message = format!("`{} {}` is described twice", endpoint.method, endpoint.path);
            diagnostics.report(
                Diagnostic::new(Code::DuplicateEndpoint, endpoint.at, message)
                    .on_key(endpoint.at)
                    .also(Place::key(other), "and here"),
            );
        }
    }
}

/// The names between braces in the template of a path or of a server's URL, each once.
pub(crate) fn template_names(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for piece in template.split('{').skip(1) {
        if let Some((name, _)) = piece.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// A path template without the names of its parameters.
fn shape(path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    shape
}

/// What a document is that does not say `openapi`, and what its reader can do.
fn stranger(root: At<'_>) -> (String, &'static str) {
    let has = |key: &str| root.has(key);
    let known = if has("asyncapi") {
        Some("an AsyncAPI document")
    } else if has("discoveryVersion") {
        Some("a Google discovery document")
    } else if root.get("info").is_some_and(|info| info.has("_postman_id"))
        || has("item") && has("info")
    {
        Some("a Postman collection")
    } else if has("arazzo") || has("overlay") {
        Some("a document about an OpenAPI document")
    } else if has("$schema") || has("properties") {
        Some("a JSON Schema")
    } else {
        None
    };
    if let Some(known) = known {
        let message = format!("the document is {known}, where OpenAPI 3.0, 3.1 and 3.2 are read");
        return (message, "name the file of the OpenAPI document");
    }
    if has("paths") || has("info") || has("components") {
        let message = "the document does not say `openapi`, where 3.0, 3.1 and 3.2 are read";
        return (message.to_owned(), "begin with `openapi: 3.0.3`");
    }
    let keys: Vec<String> = root
        .entries()
        .take(3)
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    let what = match (root.kind(), keys.as_slice()) {
        (Kind::Map, []) | (Kind::Null, _) => "is empty".to_owned(),
        (Kind::Map, keys) => format!("has keys such as {}", keys.join(", ")),
        (kind, _) => format!("is {}", kind.name()),
    };
    let message = format!("the document {what}: it is no OpenAPI document");
    (message, "name a file that begins with `openapi: 3...`")
}
