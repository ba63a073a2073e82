//! Arguments in the body.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::arguments::{self, Arguments};
use super::error::Error;
use super::parameters::{form_encodings, query_style};
use super::problem::{ArgumentProblem, ProblemKind};
use crate::catalog::{Argument, Body, BodyEncoding, BodyField, Encoding, Location, Operation};
use crate::multipart::{File, Multipart};
use crate::request::Request;

/// A member of a body, by its name on the wire.
struct Member<'a> {
    name: &'a str,
    value: Option<&'a Value>,
    file: Option<&'a File>,
}

/// Writes the body into the request.
pub(super) fn write(
    request: Request,
    operation: &Operation,
    given: &Arguments,
) -> Result<Request, Error> {
    let Some(body) = &operation.body else {
        return Ok(request);
    };
    if body.flattened {
        let members = members(operation, given);
        if members.is_empty() && !body.required {
            return Ok(request);
        }
        return compound(request, body, &members)
            .map_err(|problem| Error::arguments(&operation.id, vec![problem]));
    }
    let mut arguments = operation.arguments.iter();
    let Some(whole) = arguments.find(|argument| argument.location == Location::Body) else {
        return Ok(request);
    };
    write_whole(request, body, whole, given)
        .map_err(|problem| Error::arguments(&operation.id, vec![problem]))
}

/// The members of a body that is made of arguments.
fn members<'a>(operation: &'a Operation, given: &'a Arguments) -> Vec<Member<'a>> {
    let of_body =
        |argument: &&Argument| matches!(argument.location, Location::BodyField | Location::Part);
    let members = operation.arguments.iter().filter(of_body).map(|argument| {
        let value = given.get(&argument.name).or(argument.default.as_ref());
        Member {
            name: &argument.wire_name,
            value,
            file: given.attached(&argument.name),
        }
    });
    members
        .filter(|member| member.value.is_some() || member.file.is_some())
        .collect()
}

/// Writes a body that is one argument.
fn write_whole(
    request: Request,
    body: &Body,
    argument: &Argument,
    given: &Arguments,
) -> Result<Request, ArgumentProblem> {
    let value = given.get(&argument.name).or(argument.default.as_ref());
    if body.encoding == BodyEncoding::Binary {
        return match file(&argument.name, value, given.attached(&argument.name))? {
            Some(file) => Ok(binary(request, &body.media_type, &file)),
            None => Ok(request),
        };
    }
    let Some(value) = value else {
        return Ok(request);
    };
    match (body.encoding, value) {
        (BodyEncoding::Text, Value::String(text)) => {
            Ok(request.text(body.media_type.clone(), text))
        }
        (BodyEncoding::Json, value) => Ok(request.json_as(body.media_type.clone(), value)),
        (_, Value::Object(object)) => compound(request, body, &members_of(object, &body.fields)),
        // A form or a text that is null is not sent.
        (_, _) => Ok(request),
    }
}

/// The members of an object in the order of the document: servers that read a stream want the texts before the file.
fn members_of<'a>(object: &'a Map<String, Value>, fields: &[BodyField]) -> Vec<Member<'a>> {
    let mut members: Vec<Member<'_>> = object
        .iter()
        .map(|(name, value)| Member {
            name,
            value: Some(value),
            file: None,
        })
        .collect();
    let position = |member: &Member<'_>| fields.iter().position(|field| field.name == member.name);
    // Undocumented members are last.
    members.sort_by_key(|member| position(member).unwrap_or(fields.len()));
    members
}

/// Writes a body with members.
fn compound(
    request: Request,
    body: &Body,
    members: &[Member<'_>],
) -> Result<Request, ArgumentProblem> {
    match body.encoding {
        BodyEncoding::Form => {
            Ok(request.form_with(&Members(members), &form_encodings(&body.fields)))
        }
        BodyEncoding::Multipart => {
            let mut form = Multipart::new();
            for member in members {
                form = part(form, body, member)?;
            }
            Ok(request.multipart(form))
        }
        BodyEncoding::Json | BodyEncoding::Binary | BodyEncoding::Text => {
            Ok(request.json_as(body.media_type.clone(), &Members(members)))
        }
    }
}

fn binary(request: Request, media: &str, file: &File) -> Request {
    let media = if media.contains('*') {
        "application/octet-stream"
    } else {
        media
    };
    let content = file.body().clone();
    let content = match file.media() {
        Some(own) => content.content_type(own.to_owned()),
        None => content,
    };
    request.bytes(media.to_owned(), &content)
}

/// Adds a part to a multipart body.
fn part(form: Multipart, body: &Body, member: &Member<'_>) -> Result<Multipart, ArgumentProblem> {
    let name = member.name;
    let known = body.fields.iter().find(|field| field.name == name);
    let encoding = known.map(|field| &field.encoding);
    let is_file = matches!(encoding, Some(Encoding::File { .. }));
    // An undocumented part is a file if it has the form of one.
    let may_be_file =
        encoding.is_none() && member.value.is_some_and(|it| it.get("base64").is_some());
    if is_file || may_be_file || member.file.is_some() {
        let media = match encoding {
            Some(Encoding::File { media_type }) => media_type.as_deref(),
            Some(_) | None => None,
        };
        let media = media.unwrap_or("application/octet-stream");
        let files = files(name, member)?;
        return Ok(form.files_as(name, media, &files));
    }
    let Some(value) = member.value else {
        return Ok(form);
    };
    Ok(match encoding {
        Some(Encoding::Json { media_type }) => {
            let media = media_type.as_deref().unwrap_or("application/json");
            form.json_as(name, media, Some(value))
        }
        Some(Encoding::Style { .. }) => form.styled(name, query_style(encoding), value),
        Some(Encoding::Text {
            media_type: Some(media),
        }) => form.text_as(name, media, value),
        Some(Encoding::Text { .. } | Encoding::File { .. } | Encoding::Form { .. }) | None => {
            form.text(name, value)
        }
    })
}

/// The files of a part.
fn files(name: &str, member: &Member<'_>) -> Result<Vec<File>, ArgumentProblem> {
    if let Some(file) = member.file {
        return Ok(vec![file.clone()]);
    }
    match member.value {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| file(name, Some(item), None).transpose())
            .collect(),
        value => Ok(file(name, value, None)?.into_iter().collect()),
    }
}

/// A file, where there is one.
fn file(
    name: &str,
    value: Option<&Value>,
    attached: Option<&File>,
) -> Result<Option<File>, ArgumentProblem> {
    if let Some(file) = attached {
        return Ok(Some(file.clone()));
    }
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let refuse = || ArgumentProblem {
        pointer: format!("/{name}/base64"),
        kind: ProblemKind::Keyword("contentEncoding: base64".to_owned()),
        valid: Vec::new(),
        similar: None,
    };
    arguments::file(name, value).map(Some).ok_or_else(refuse)
}

/// Members in their order, as an object.
struct Members<'a, 'm>(&'m [Member<'a>]);

impl Serialize for Members<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for member in self.0 {
            if let Some(value) = member.value {
                map.serialize_entry(member.name, value)?;
            }
        }
        map.end()
    }
}
