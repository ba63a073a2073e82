//! A request that a server expects → the arguments of an operation, read back by its document.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use signon_corpus_driver::{Given, Order, Side};

use super::document::Source;
use super::path::captures;
use super::scenario::{Body, Exchange, Response};
use super::xml;
use crate::document::Document;
use crate::operation::{Operation, Parameter, operations};

/// The call that makes a request.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// The path of the server.
    pub base: String,
    /// The call.
    pub order: Order,
    /// What each response means, where it is XML: one, or those of all pages.
    pub xml: Vec<Option<Value>>,
}

/// The document that has the operation of a request, and the call; a document of the version that the request names
/// comes first.
pub fn find<'s>(
    sources: &'s [Source],
    dir: &str,
    exchange: &Exchange,
    following: &[Exchange],
) -> Option<(&'s Source, Arguments)> {
    let mut of_dir: Vec<&Source> = sources.iter().filter(|source| source.dir == dir).collect();
    of_dir.sort_by_key(|source| !source.is_version_of(&exchange.uri));
    of_dir
        .into_iter()
        .find_map(|source| Some((source, order(source, exchange, following)?)))
}

/// The call of the operation that makes a request, and those that follow where these ask for further pages; none if the
/// document has no such operation.
pub fn order(source: &Source, exchange: &Exchange, following: &[Exchange]) -> Option<Arguments> {
    // The server's own templates have a colon escaped.
    let uri = exchange.uri.replace('\\', "");
    let base = source.base(&uri)?;
    let path = uri.strip_prefix(&base)?;
    let path = if path.is_empty() { "/" } else { path };
    let operations = operations(&source.document);
    let method = exchange.method.to_uppercase();
    let (operation, captured) = operations
        .iter()
        .filter(|operation| operation.method == method)
        .find_map(|operation| {
            let template = operation.path.split('?').next().unwrap_or_default();
            Some((operation, captures(template, path)?))
        })?;
    let reader = Reader {
        document: &source.document,
        exchange,
        operation,
    };
    let pages = if operation.paged { following } else { &[] };
    let pages = std::iter::once(exchange).chain(pages);
    Some(Arguments {
        base,
        order: reader.order(&captured),
        xml: pages.map(|page| reader.response(&page.response)).collect(),
    })
}

struct Reader<'a> {
    document: &'a Document,
    exchange: &'a Exchange,
    operation: &'a Operation<'a>,
}

impl Reader<'_> {
    fn order(&self, captured: &[(&str, &str)]) -> Order {
        let mut given = Given::default();
        let mut headers = BTreeMap::new();
        for parameter in self.parameters("path") {
            let text = captured.iter().find(|(name, _)| *name == parameter.name);
            if let Some((_, text)) = text {
                let value = self.in_path(parameter, text);
                given.path.insert(parameter.name.to_owned(), value);
            }
        }
        for parameter in self.parameters("query") {
            if let Some(value) = self.in_query(parameter) {
                given.query.insert(parameter.name.to_owned(), value);
            }
        }
        let mut credential = None;
        for (name, value) in &self.exchange.request.headers {
            let text = text(value);
            let parameter = self
                .parameters("header")
                .find(|parameter| parameter.name.eq_ignore_ascii_case(name));
            match (parameter, name.to_lowercase().as_str()) {
                (Some(parameter), _) => {
                    let value = self.value(parameter, &text, ',');
                    given.header.insert(parameter.name.to_owned(), value);
                }
                (None, name @ ("authorization" | "x-ms-api-key")) => {
                    credential = self.credential(name, &text);
                }
                (None, "accept") => drop(headers.insert("accept".to_owned(), text)),
                (None, _) => {}
            }
        }
        given.body = self.body();
        Order {
            client: Side::Ours,
            method: self.operation.method.clone(),
            path: self.operation.path.to_owned(),
            media: self.media(),
            prefer: None,
            headers,
            credential,
            nonsense: false,
            pages: self.operation.paged,
            given,
        }
    }

    fn parameters(&self, place: &'static str) -> impl Iterator<Item = &Parameter<'_>> {
        let all = self.operation.parameters.iter();
        all.filter(move |parameter| parameter.place == place)
    }

    /// The credential in a header, and the security scheme that it is for.
    fn credential(&self, header: &str, text: &str) -> Option<(String, String)> {
        let schemes = self.document.root().pointer("/components/securitySchemes");
        let schemes = schemes.and_then(Value::as_object)?;
        let named = |scheme: &Value, key: &str| {
            let value = scheme.get(key).and_then(Value::as_str).unwrap_or_default();
            value.to_lowercase()
        };
        let (name, scheme) = schemes.iter().find(|(_, scheme)| {
            let is_key = named(scheme, "type") == "apikey";
            is_key == (named(scheme, "name") == header) && (is_key || header == "authorization")
        })?;
        // The text of a scheme that HTTP does not define is the whole header.
        let is_bearer = named(scheme, "type") == "oauth2" || named(scheme, "scheme") == "bearer";
        let secret = text.strip_prefix("Bearer ").filter(|_| is_bearer);
        Some((name.clone(), secret.unwrap_or(text).to_owned()))
    }

    /// The media type of the body: the one that is expected, or the first.
    fn media(&self) -> Option<String> {
        let body = self.exchange.request.body.as_ref();
        let expected = body.and_then(|body| body.content_type.as_deref());
        let header = self.header_media();
        let mut bodies = self.operation.bodies.iter().map(|(media, _)| *media);
        let known = bodies
            .clone()
            .find(|media| Some(*media) == header.as_deref() || Some(*media) == expected);
        let media = known.or_else(|| bodies.next())?;
        // Bytes of any media type, unless the caller names one.
        let of_call = if media == "*/*" {
            "application/octet-stream"
        } else {
            media
        };
        Some(of_call.to_owned())
    }

    /// The `Content-Type` that the request is expected to have.
    fn header_media(&self) -> Option<String> {
        let mut headers = self.exchange.request.headers.iter();
        let header = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        header.map(|(_, value)| text(value))
    }

    /// The body as the driver takes it. Some scenarios expect nothing of a body that the document requires.
    fn body(&self) -> Option<Value> {
        let Some(body) = &self.exchange.request.body else {
            return self.operation.body_required.then(|| json!({}));
        };
        if let Some(encoded) = &body.b64 {
            let is_open = self
                .operation
                .bodies
                .iter()
                .all(|(media, _)| *media == "*/*");
            let expected = self.header_media().or_else(|| body.content_type.clone());
            let given = match expected {
                Some(media) if is_open => json!({ "base64": encoded, "type": media }),
                _ => json!({ "base64": encoded }),
            };
            return Some(given);
        }
        if body.parts.is_some() || !body.files.is_empty() {
            return Some(self.form(body));
        }
        if let Some(text) = body.xml() {
            return self.xml(self.operation.bodies.first()?.1, text);
        }
        let text = body.text.as_deref()?;
        let is_json = body.content_type.as_deref()?.ends_with("json");
        let parsed = is_json.then(|| serde_json::from_str(text).ok()).flatten();
        Some(parsed.unwrap_or_else(|| Value::from(text)))
    }

    /// What the response means, where it is XML.
    fn response(&self, response: &Response) -> Option<Value> {
        let text = response.body.as_ref()?.xml()?;
        let responses = self.operation.responses?;
        let status = response.status.to_string();
        let described = responses
            .get(&status)
            .or_else(|| responses.get("default"))?;
        let contents = self
            .document
            .follow(described)
            .get("content")?
            .as_object()?;
        self.xml(contents.values().next()?, text)
    }

    /// A body of XML as JSON.
    fn xml(&self, content: &Value, text: &str) -> Option<Value> {
        xml::read(self.document, content.get("schema")?, text).ok()
    }

    /// A form: its parts, and its files, of which several may have one name.
    fn form(&self, body: &Body) -> Value {
        let mut members = Map::new();
        for (name, value) in body.parts.iter().flatten() {
            members.insert(name.clone(), self.part(name, value));
        }
        for file in &body.files {
            let value = json!({
                "base64": file.buffer,
                "name": file.originalname,
                "type": file.mimetype,
            });
            let is_list = self.kind(self.part_schema(&file.fieldname)) == "array";
            match members.get_mut(&file.fieldname) {
                Some(Value::Array(files)) => files.push(value),
                _ if is_list => drop(members.insert(file.fieldname.clone(), json!([value]))),
                _ => drop(members.insert(file.fieldname.clone(), value)),
            }
        }
        Value::Object(members)
    }

    /// A part that is not a file: the server knows it as it reads it, the document may have it as text.
    fn part(&self, name: &str, value: &Value) -> Value {
        match (self.kind(self.part_schema(name)), value) {
            ("string", Value::Number(_) | Value::Bool(_)) => Value::from(value.to_string()),
            _ => value.clone(),
        }
    }

    fn part_schema(&self, name: &str) -> &Value {
        let schema = self.operation.bodies.iter().find_map(|(media, content)| {
            let is_form = media.starts_with("multipart/");
            content.get("schema").filter(|_| is_form)
        });
        let schema = self.followed(schema.unwrap_or(&Value::Null));
        let properties = schema.get("properties");
        properties
            .and_then(|properties| properties.get(name))
            .unwrap_or(&Value::Null)
    }

    /// A value in the path, without what its style puts before it.
    fn in_path(&self, parameter: &Parameter<'_>, encoded: &str) -> Value {
        let explode = parameter.explode == Some(true);
        let (text, separator) = match parameter.style {
            Some("label") => (
                encoded.strip_prefix('.').unwrap_or(encoded).to_owned(),
                if explode { '.' } else { ',' },
            ),
            Some("matrix") => {
                let text = encoded.strip_prefix(';').unwrap_or(encoded);
                let name = format!("{}=", parameter.name);
                let is_object = self.kind(parameter.schema) == "object";
                let text = if is_object && explode {
                    text.to_owned()
                } else {
                    text.replace(&name, "")
                };
                (text, if explode { ';' } else { ',' })
            }
            _ => (encoded.to_owned(), ','),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.value(parameter, &decoded(&text), separator)
    }

    fn in_query(&self, parameter: &Parameter<'_>) -> Option<Value> {
        let query = &self.exchange.request.query;
        let is_object = self.kind(parameter.schema) == "object";
        if is_object && parameter.explode != Some(false) {
            return self.exploded(parameter);
        }
        let separator = match parameter.style {
            Some("spaceDelimited") => ' ',
            Some("pipeDelimited") => '|',
            _ => ',',
        };
        let value = query.get(parameter.name)?;
        Some(match value.as_array() {
            Some(items) => {
                let items = items.iter().map(|item| self.item(parameter, &text(item)));
                items.collect()
            }
            None => self.value(parameter, &text(value), separator),
        })
    }

    /// An object whose members are parameters of their own: all that no other parameter is named after.
    fn exploded(&self, parameter: &Parameter<'_>) -> Option<Value> {
        let others: BTreeSet<&str> = self.parameters("query").map(|other| other.name).collect();
        let schema = self.followed(parameter.schema);
        let mut members = Map::new();
        for (key, value) in &self.exchange.request.query {
            let deep = key
                .strip_prefix(parameter.name)
                .and_then(|key| key.strip_prefix('[')?.strip_suffix(']'));
            if !others.contains(key.as_str()) || deep.is_some() {
                let key = deep.unwrap_or(key);
                let value = self.scalar(member(schema, key), &text(value));
                members.insert(key.to_owned(), value);
            }
        }
        (!members.is_empty()).then_some(Value::Object(members))
    }

    /// A value whose items or members are separated.
    fn value(&self, parameter: &Parameter<'_>, text: &str, separator: char) -> Value {
        let schema = self.followed(parameter.schema);
        match self.kind(schema) {
            "array" => text
                .split(separator)
                .map(|item| self.item(parameter, item))
                .collect(),
            "object" => {
                let pieces: Vec<&str> = text.split(separator).collect();
                let pairs: Vec<(&str, &str)> = if parameter.explode == Some(true) {
                    let pairs = pieces.iter().filter_map(|piece| piece.split_once('='));
                    pairs.collect()
                } else {
                    let pairs = pieces.chunks_exact(2);
                    pairs
                        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
                        .collect()
                };
                let members = pairs
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), self.scalar(member(schema, key), value)));
                Value::Object(members.collect())
            }
            _ => self.scalar(schema, text),
        }
    }

    fn item(&self, parameter: &Parameter<'_>, text: &str) -> Value {
        let schema = self.followed(parameter.schema);
        self.scalar(schema.get("items").unwrap_or(&Value::Null), text)
    }

    fn scalar(&self, schema: &Value, text: &str) -> Value {
        let plain = || Value::from(text);
        match self.kind(schema) {
            "integer" | "number" | "boolean" => {
                serde_json::from_str(text).unwrap_or_else(|_| plain())
            }
            _ => plain(),
        }
    }

    /// The type that a schema names, or that the first member of its union does.
    fn kind<'s>(&'s self, schema: &'s Value) -> &'s str {
        let schema = self.followed(schema);
        let first = ["anyOf", "oneOf", "allOf"]
            .iter()
            .find_map(|key| schema.get(*key)?.as_array()?.first());
        match (schema.get("type"), first) {
            (Some(Value::String(kind)), _) => kind,
            (Some(Value::Array(kinds)), _) => {
                let kinds = kinds.iter().filter_map(Value::as_str);
                kinds.clone().find(|kind| *kind != "null").unwrap_or("null")
            }
            (_, Some(first)) => self.kind(first),
            _ => "string",
        }
    }

    fn followed<'s>(&'s self, schema: &'s Value) -> &'s Value {
        self.document.follow(schema)
    }
}

/// The schema of a member of an object.
fn member<'s>(schema: &'s Value, key: &str) -> &'s Value {
    let declared = schema.get("properties").and_then(|all| all.get(key));
    declared
        .or_else(|| schema.get("additionalProperties"))
        .or_else(|| schema.get("unevaluatedProperties"))
        .unwrap_or(&Value::Null)
}

/// A scalar as it is written.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
