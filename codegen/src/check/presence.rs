//! Checks for required keys, descriptions and examples.

use heck::ToSnakeCase as _;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{At, DocumentId};
use crate::keywords::Object;
use crate::load::SpecSet;
use crate::media::{is_json, is_range};

/// Checks that an object has its required keys.
pub(super) fn check(at: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    // The target of a reference has the required keys.
    if at.has("$ref") && kind != Object::Document {
        if diagnostics.is_spec() && kind == Object::Schema && is_property(at) {
            undescribed(
                at,
                "a property without `description`",
                "refer to the schema by `allOf: [{ $ref: ... }]`, and add `description: ...` beside it",
                diagnostics,
            );
        }
        return;
    }
    for key in required(at, kind) {
        let help = match *key {
            "responses" => {
                "say what comes back: `responses: { \"200\": { description: ... } }`".to_owned()
            }
            "paths" => "add `paths: {}` if there are none".to_owned(),
            key => format!("add `{key}: ...`"),
        };
        missing(at, kind.name(), key, &help, diagnostics);
    }
    if kind == Object::Parameter && !at.has("schema") && !at.has("content") {
        missing(
            at,
            kind.name(),
            "schema",
            "say what it holds: `schema: { type: string }`",
            diagnostics,
        );
    }
    let array = kind == Object::Schema && at.get("type").and_then(At::str) == Some("array");
    if array && !at.has("items") && is_3_0(at) {
        missing(
            at,
            "an array",
            "items",
            "say what it holds: `items: { type: string }`",
            diagnostics,
        );
    }
    if diagnostics.is_spec() {
        described(at, kind, diagnostics);
        exemplified(at, kind, diagnostics);
        if kind == Object::Schema && at.has("nullable") && is_3_0(at) {
            let help =
                "add the `type` that it is besides null: without one, `nullable` has no effect";
            missing(at, "a nullable schema", "type", help, diagnostics);
        }
    }
}

/// Returns the keys that the standard requires.
fn required(at: At<'_>, kind: Object) -> &'static [&'static str] {
    let text = |key: &str| at.get(key).and_then(At::str);
    match kind {
        Object::Document if is_3_0(at) => &["info", "paths"],
        Object::Document => &["info"],
        Object::Info => &["title", "version"],
        Object::Server | Object::Docs => &["url"],
        Object::ServerVariable => &["default"],
        Object::Tag | Object::License => &["name"],
        Object::Operation if is_3_0(at) => &["responses"],
        Object::Parameter => &["name", "in"],
        Object::RequestBody => &["content"],
        Object::Discriminator => &["propertyName"],
        Object::SecurityScheme => match text("type") {
            None => &["type"],
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            Some(_) => &[],
        },
        Object::Flow => match at.key().as_deref() {
            Some("clientCredentials" | "password" | "authorizationCode") => &["tokenUrl"],
            _ => &[],
        },
        Object::Contact
        | Object::Paths
        | Object::PathItem
        | Object::Operation
        | Object::MediaType
        | Object::Encoding
        | Object::Responses
        | Object::Response
        | Object::Header
        | Object::Link
        | Object::Example
        | Object::Components
        | Object::Schema
        | Object::Xml
        | Object::Flows
        | Object::Callback => &[],
    }
}

fn is_3_0(at: At<'_>) -> bool {
    let version = at
        .documents()
        .root(at.document())
        .get("openapi")
        .and_then(At::text);
    version.is_some_and(|version| version.starts_with("3.0"))
}

fn missing(at: At<'_>, what: &str, key: &str, help: &str, diagnostics: &mut Diagnostics) {
    if !at.has(key) {
        let message = format!("{what} without `{key}`");
        diagnostics.report(
            Diagnostic::new(Code::MissingKey, at, message)
                .on_key(at)
                .help(help),
        );
    }
}

/// Reports missing descriptions in our own specs, for everything that appears in the docs.
fn described(at: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    let (key, what) = if kind == Object::Operation {
        ("summary", "an operation")
    } else if kind == Object::Parameter {
        ("description", "a parameter")
    } else if kind == Object::Response {
        ("description", "a response")
    } else if kind == Object::Schema && is_shown(at) {
        (
            "description",
            if is_property(at) {
                "a property"
            } else {
                "a schema"
            },
        )
    } else {
        return;
    };
    let own = at
        .get(key)
        .and_then(At::str)
        .is_some_and(|text| !text.trim().is_empty());
    // A shared schema cannot describe the meaning of a property in its object.
    let mut parts = at.get("allOf").into_iter().flat_map(At::items);
    if own || (!is_property(at) && parts.any(|part| part.has("$ref"))) {
        return;
    }
    undescribed(
        at,
        &format!("{what} without `{key}`"),
        &format!("add `{key}: ...`, in words of our own"),
        diagnostics,
    );
}

fn undescribed(at: At<'_>, message: &str, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.report(
        Diagnostic::new(Code::MissingDescription, at, message)
            .on_key(at)
            .help(help),
    );
}

/// Reports missing examples in our own specs, for parameters and the JSON of successful calls: the docs show the examples,
/// and tests generate calls from them.
fn exemplified(at: At<'_>, kind: Object, diagnostics: &mut Diagnostics) {
    let what = if kind == Object::Parameter {
        "a parameter"
    } else if kind == Object::MediaType && is_json_of_success(at) {
        "a JSON body"
    } else {
        return;
    };
    if !has_example(at) {
        diagnostics.report(
            Diagnostic::new(
                Code::MissingExample,
                at,
                format!("{what} without `example`"),
            )
            .on_key(at)
            .help("add `example: ...`, a value that the server accepts or sends"),
        );
    }
}

/// Whether a parameter or a media type has an example. A parameter with `content` has its example in the media type.
fn has_example(at: At<'_>) -> bool {
    let mut media = at.get("content").into_iter().flat_map(At::entries);
    at.has("example") || at.has("examples") || media.any(|(_, media)| has_example(media))
}

/// Whether a media type is the JSON of a request or of a successful response.
fn is_json_of_success(media: At<'_>) -> bool {
    let owner = media.parent().and_then(At::parent);
    if owner.is_some_and(|owner| owner.has("in")) {
        return false;
    }
    let is_error = owner.is_some_and(|owner| {
        let holder = owner.parent().and_then(At::key);
        holder.is_some_and(|key| key == "responses")
            && !owner.key().is_some_and(|status| status.starts_with('2'))
    });
    !is_error
        && media
            .key()
            .is_some_and(|key| is_json(&key) && !is_range(&key))
}

/// Whether the documentation shows the name of a schema: a property or a component.
fn is_shown(at: At<'_>) -> bool {
    is_property(at) || is_in(at, "schemas")
}

fn is_property(at: At<'_>) -> bool {
    is_in(at, "properties")
}

fn is_in(at: At<'_>, container: &str) -> bool {
    at.parent()
        .and_then(At::key)
        .is_some_and(|key| key == container)
}

/// Reports additional keys that an operation in a spec tree requires.
pub(super) fn operation_file(set: &SpecSet, id: DocumentId, diagnostics: &mut Diagnostics) {
    if !set.operation_files.contains(&id) {
        return;
    }
    let paths = set.documents.root(id).get("paths");
    let items = paths.into_iter().flat_map(At::entries);
    let count = items
        .flat_map(|(_, item)| crate::resolve::operations(item))
        .count();
    for (_, item) in paths.into_iter().flat_map(At::entries) {
        for (_, operation) in crate::resolve::operations(item) {
            let what = Object::Operation.name();
            let help = "add an id, verb first: `operationId: listUsers`";
            missing(operation, what, "operationId", help, diagnostics);
            let help = "link the provider's page: `externalDocs: { url: ... }`";
            missing(operation, what, "externalDocs", help, diagnostics);
            if count == 1 {
                check_location(set, operation, diagnostics);
            }
        }
    }
}

/// Reports an operation that is not in the folder of its tag and in the file of its id, where readers expect it.
fn check_location(set: &SpecSet, operation: At<'_>, diagnostics: &mut Diagnostics) {
    let folder = set.folder(operation.document()).unwrap_or_default();
    let path = operation.file().to_string();
    let file = path.rsplit('/').next().unwrap_or_default();
    let mut misplaced = |at: At<'_>, message: String, help: String| {
        diagnostics.report(Diagnostic::new(Code::MisplacedOperation, at, message).help(help));
    };
    if let Some((at, id)) = operation
        .get("operationId")
        .and_then(|at| Some((at, at.str()?)))
    {
        let expected = format!("{}.yaml", id.to_snake_case());
        if file != expected {
            let message = format!("the operation `{id}` is in `{file}`");
            misplaced(at, message, format!("call the file `{expected}`"));
        }
    }
    let mut tags = operation.get("tags").into_iter().flat_map(At::items);
    if let Some((at, tag)) = tags.find_map(|at| Some((at, at.str()?)))
        && tag != folder
    {
        let message = format!("an operation with the tag `{tag}` is in the folder `{folder}`");
        misplaced(
            at,
            message,
            "make the folder and the tag the same".to_owned(),
        );
    }
    let is_plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    if !folder.starts_with(|first: char| first.is_ascii_lowercase())
        || !folder.chars().all(is_plain)
    {
        let message = format!("the folder `{folder}` is not in snake case");
        misplaced(
            operation,
            message,
            format!("call it `{}`", folder.to_snake_case()),
        );
    }
}
