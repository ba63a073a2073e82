//! The operations of a document, flat.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::document::Document;

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation<'d> {
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: &'d str,
    /// The parameters, with those of the path.
    pub parameters: Vec<Parameter<'d>>,
    /// The bodies that it takes: each media type, and what the document says of it.
    pub bodies: Vec<(&'d str, &'d Value)>,
    /// Whether it needs a body.
    pub body_required: bool,
    /// What comes back, by status.
    pub responses: Option<&'d Map<String, Value>>,
    /// Whether the document says how its pages lead to each other.
    pub paged: bool,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter<'d> {
    /// Its name.
    pub name: &'d str,
    /// `path`, `query`, `header` or `cookie`.
    pub place: &'d str,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub schema: &'d Value,
    /// How it is written, where the document says so.
    pub style: Option<&'d str>,
    /// Whether items and members are written on their own, where the document says so.
    pub explode: Option<bool>,
}

/// What is known of a part of the path that the document does not describe.
static TEXT: LazyLock<Value> = LazyLock::new(|| serde_json::json!({"type": "string"}));

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Operation<'_> {
    /// How the lists of exceptions name it: `GET /users`.
    pub fn endpoint(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// An error that no bad request gets, where the document has errors alone.
    pub fn only_error(&self) -> Option<u16> {
        let mut statuses = self.responses?.keys();
        if statuses
            .clone()
            .any(|status| !status.starts_with(['4', '5']))
        {
            return None;
        }
        statuses.find_map(|status| {
            status
                .parse()
                .ok()
                .filter(|it| !matches!(it, 400 | 401 | 422))
        })
    }

    /// Whether the document has this status without a body.
    pub fn answers_without_body(&self, document: &Document, status: u16) -> bool {
        let response = self.responses.and_then(|all| all.get(&status.to_string()));
        response.is_some_and(|response| document.follow(response).get("content").is_none())
    }
}

/// All operations of a document.
pub fn operations(document: &Document) -> Vec<Operation<'_>> {
    let paths = document.root().get("paths").and_then(Value::as_object);
    let mut operations = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        let item = document.follow(item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(operation_at(document, path, method, item, operation));
            }
        }
    }
    operations
}

fn operation_at<'d>(
    document: &'d Document,
    path: &'d str,
    method: &str,
    item: &'d Value,
    operation: &'d Value,
) -> Operation<'d> {
    let mut parameters: Vec<Parameter<'d>> = Vec::new();
    let lists = [operation.get("parameters"), item.get("parameters")];
    let all = lists.into_iter().flatten().filter_map(Value::as_array);
    for parameter in all.flatten().filter_map(|at| parameter(document, at)) {
        if is_own(document, &parameter) {
            continue;
        }
        // An operation's parameter takes the place of the path's.
        let is_known = parameters
            .iter()
            .any(|known| (known.name, known.place) == (parameter.name, parameter.place));
        if !is_known {
            parameters.push(parameter);
        }
    }
    for name in template_names(path) {
        let is_known = parameters
            .iter()
            .any(|known| (known.name, known.place) == (name, "path"));
        if !is_known {
            parameters.push(Parameter {
                name,
                place: "path",
                required: true,
                schema: &TEXT,
                style: None,
                explode: None,
            });
        }
    }
    let body = operation.get("requestBody").map(|at| document.follow(at));
    let content = body
        .and_then(|body| body.get("content"))
        .and_then(Value::as_object);
    Operation {
        method: method.to_uppercase(),
        path,
        parameters,
        bodies: content
            .into_iter()
            .flatten()
            .map(|(media, content)| (media.as_str(), content))
            .collect(),
        body_required: body.is_some_and(|body| is_true(body, "required")),
        responses: operation.get("responses").and_then(Value::as_object),
        paged: operation.get("x-signon-pagination").is_some(),
    }
}

fn parameter<'d>(document: &'d Document, at: &'d Value) -> Option<Parameter<'d>> {
    let at = document.follow(at);
    let name = at.get("name")?.as_str()?;
    let place = at.get("in")?.as_str()?;
    let content = at.get("content").and_then(Value::as_object);
    let media = content.and_then(|content| content.values().next());
    let schema = at
        .get("schema")
        .or_else(|| media.and_then(|media| media.get("schema")));
    Some(Parameter {
        name,
        place,
        required: place == "path" || is_true(at, "required"),
        schema: schema.unwrap_or(&Value::Null),
        style: at.get("style").and_then(Value::as_str),
        explode: at.get("explode").and_then(Value::as_bool),
    })
}

/// Whether a header is the client's own business. The standard has these ignored; `Authorization` must stay where no
/// security scheme sets it, and a length is the body's.
fn is_own(document: &Document, parameter: &Parameter<'_>) -> bool {
    let name = parameter.name.to_lowercase();
    let has_schemes = document
        .root()
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object)
        .is_some_and(|schemes| !schemes.is_empty());
    parameter.place == "header"
        && match name.as_str() {
            "accept" | "content-type" | "content-length" => true,
            "authorization" => has_schemes,
            _ => false,
        }
}

/// The names between braces.
fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|piece| Some(piece.split_once('}')?.0))
}

fn is_true(at: &Value, key: &str) -> bool {
    at.get(key).and_then(Value::as_bool) == Some(true)
}
