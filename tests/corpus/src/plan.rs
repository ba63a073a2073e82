//! The calls that a document's operations are tried with: one with what is required, one with everything set.

use serde_json::{Map, Value};
use signon_corpus_driver::Given;

use crate::document::Document;
use crate::operation::{Operation, operations};
use crate::sample::{Location, Sampler};
use crate::schema::Extent;

/// A call to make.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The operation: `GET /users`.
    pub endpoint: String,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The media type of the body.
    pub media: Option<String>,
    /// How much is given.
    pub extent: Extent,
    /// The arguments.
    pub given: Given,
    /// The answer to ask for, where the document has errors alone.
    pub only_error: Option<u16>,
}

/// The calls of all operations; the error of each operation that has none.
pub fn plans(document: &Document) -> (Vec<Plan>, Vec<String>) {
    let mut plans = Vec::new();
    let mut errors = Vec::new();
    for operation in operations(document) {
        for extent in [Extent::Least, Extent::Most] {
            for body in bodies(&operation, extent) {
                match given(document, &operation, body, extent) {
                    Ok(given) => plans.push(Plan {
                        endpoint: operation.endpoint(),
                        method: operation.method.clone(),
                        path: operation.path.to_owned(),
                        media: body.map(|(media, _)| media.to_owned()),
                        extent,
                        given,
                        only_error: operation.only_error(),
                    }),
                    Err(error) => errors.push(format!("{}: {error}", operation.endpoint())),
                }
            }
        }
    }
    (plans, errors)
}

/// The bodies that an operation is called with.
fn bodies<'d>(operation: &Operation<'d>, extent: Extent) -> Vec<Option<(&'d str, &'d Value)>> {
    match operation.bodies.as_slice() {
        [] => vec![None],
        // Without a body, the media type does not matter.
        [first, ..] if extent == Extent::Least && !operation.body_required => vec![Some(*first)],
        bodies => bodies.iter().copied().map(Some).collect(),
    }
}

fn given(
    document: &Document,
    operation: &Operation<'_>,
    body: Option<(&str, &Value)>,
    extent: Extent,
) -> Result<Given, String> {
    let mut given = Given::default();
    let wanted = |required: bool| required || extent == Extent::Most;
    for parameter in &operation.parameters {
        if !wanted(parameter.required) {
            continue;
        }
        let (values, location): (&mut Map<String, Value>, Location) = match parameter.place {
            "path" => (&mut given.path, Location::Path),
            "query" => (&mut given.query, Location::Query),
            "header" => (&mut given.header, Location::Header),
            "cookie" => (&mut given.cookie, Location::Header),
            other => return Err(format!("a parameter in `{other}`")),
        };
        let sampler = Sampler {
            document,
            extent,
            location,
        };
        let value = sampler
            .value(parameter.schema)
            .map_err(|error| format!("{} `{}`: {error}", parameter.place, parameter.name))?;
        values.insert(parameter.name.to_owned(), value);
    }
    if let Some((media, content)) = body.filter(|_| wanted(operation.body_required)) {
        let sampler = Sampler {
            document,
            extent,
            location: Location::Body,
        };
        let schema = content.get("schema").unwrap_or(&Value::Null);
        let value = if is_structured(media) {
            sampler
                .value(schema)
                .map_err(|error| format!("the body: {error}"))?
        } else {
            // Bytes: those of a text.
            Value::from("content")
        };
        given.body = Some(value);
    }
    Ok(given)
}

/// Whether a body of this media type has a structure; it is bytes or text otherwise.
fn is_structured(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    media.ends_with("json")
        || media == "application/x-www-form-urlencoded"
        || media.starts_with("multipart/")
}
