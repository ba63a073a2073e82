//! The names of what an operation consists of.

use std::collections::BTreeSet;

use super::case::{pascal, snake, spelled, spelling};
use super::conflicts::{Candidate, Priority, resolve};
use super::members::{field_candidate, field_ident, plain, report, with_setters};
use super::outcome::{self, Case, Outcome};
use super::reserved::hides_operation_method;
use super::{Collision, Identifier, Names};
use crate::ir::{Api, Decoding, Operation, Parameter, ParameterLocation, Status};

/// Plans parameters, bodies, outcomes and headers.
pub(super) fn plan_members(api: &Api, names: &mut Names, collisions: &mut Vec<Collision>) {
    for (operation, name) in api.operations.iter().zip(&mut names.operations) {
        let mut candidates: Vec<Candidate<'_>> = operation
            .parameters
            .iter()
            .map(parameter_candidate)
            .collect();
        candidates.push(Candidate::only(String::from("body")));
        let resolved = resolve(&candidates, &BTreeSet::new());
        // A parameter called `body` gives way by itself.
        let parameter = |index: usize| {
            operation
                .parameters
                .get(index)
                .map(|parameter| parameter.key.clone())
        };
        let mut among_parameters = resolved.collisions.clone();
        among_parameters.remove("body");
        report(
            &among_parameters,
            "parameter",
            &operation.origin,
            parameter,
            collisions,
        );
        let mut members = with_setters(resolved.names, hides_operation_method);
        name.body = members.pop().unwrap_or_default();
        name.parameters = members;
        if let Some(bodies) = &mut name.bodies {
            let media = operation
                .bodies
                .iter()
                .map(|body| media_word(&body.media))
                .collect();
            bodies.members = Identifier::all(unlike(media));
        }
        if let (Some(output), Outcome::Many(cases)) =
            (&mut name.output, outcome::success(operation))
        {
            output.members = Identifier::all(case_names(&cases));
        }
        if let Some(error) = &mut name.error {
            error.members = Identifier::all(case_names(&outcome::errors(operation)));
        }
        if let Some(headers) = &mut name.headers {
            headers.members = Identifier::all(header_names(operation));
        }
    }
}

/// What a parameter can be called.
fn parameter_candidate(parameter: &Parameter) -> Candidate<'_> {
    let candidate = field_candidate(parameter.rust_name.as_deref(), &parameter.key);
    if parameter.rust_name.is_some() {
        return candidate;
    }
    let place = parameter.location.name();
    // A path parameter has the best priority, because every call names it.
    let priority = if parameter.location == ParameterLocation::Path {
        Priority::Named
    } else {
        Priority::Derived
    };
    let first = candidate.first().to_owned();
    let placed = format!("{place}_{}", plain(&first));
    Candidate::new(first, priority, move || {
        let key = &parameter.key;
        vec![
            placed.clone(),
            field_ident(spelled(key)),
            format!("{placed}_{}", spelling(key)),
        ]
    })
}

/// Names for the ways in which a call can end. The first JSON body of a status is named after the status alone, so that
/// it keeps its name when the status gets another media type.
pub(super) fn case_names(cases: &[Case<'_>]) -> Vec<String> {
    let one_status = cases.windows(2).all(|pair| match pair {
        [left, right] => left.status == right.status,
        _ => true,
    });
    let is_json = |case: &Case<'_>| matches!(case.decoding(), Some(Decoding::Json(_)));
    let is_preferred = |index: usize, case: &Case<'_>| {
        let mut before = cases.iter().take(index);
        is_json(case) && !before.any(|other| other.status == case.status && is_json(other))
    };
    let name = |(index, case): (usize, &Case<'_>)| {
        let media = case
            .content
            .map(|content| media_word(&content.media))
            .unwrap_or_default();
        match (one_status && cases.len() > 1, case.several_media) {
            (true, _) => media,
            (false, true) if !is_preferred(index, case) => {
                format!("{}{media}", status_word(case.status))
            }
            (false, _) => status_word(case.status),
        }
    };
    unlike(cases.iter().enumerate().map(name).collect())
}

/// Makes names unlike each other that are given in a fixed order.
fn unlike(names: Vec<String>) -> Vec<String> {
    let candidates: Vec<Candidate<'_>> = names.into_iter().map(Candidate::only).collect();
    resolve(&candidates, &BTreeSet::new()).names
}

/// Fields for the declared response headers, each of them once.
pub(super) fn header_names(operation: &Operation) -> Vec<String> {
    let headers = outcome::headers(operation);
    let keys: Vec<String> = headers
        .iter()
        .map(|header| header.key.to_lowercase())
        .collect();
    let candidates: Vec<Candidate<'_>> =
        keys.iter().map(|key| field_candidate(None, key)).collect();
    resolve(&candidates, &BTreeSet::new()).names
}

/// A media type in a word, as a variant's name.
pub(super) fn media_word(media: &str) -> String {
    let essence = media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let word = match essence.as_str() {
        "application/x-www-form-urlencoded" => "Form",
        "application/octet-stream" => "Bytes",
        "text/event-stream" => "Events",
        "text/plain" => "Text",
        "application/x-ndjson" | "application/jsonl" | "application/json-lines" => "Lines",
        "*/*" => "Any",
        _ => {
            let subtype = essence.rsplit('/').next().unwrap_or_default();
            let subtype = if subtype == "*" {
                essence.split('/').next().unwrap_or_default()
            } else {
                subtype
            };
            let name = pascal(&snake(subtype.trim_start_matches("x-")));
            let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
            return if starts_with_digit {
                format!("Media{name}")
            } else {
                name
            };
        }
    };
    word.to_owned()
}

/// A status in a word, as a variant's name.
fn status_word(status: Status) -> String {
    let word = match status {
        Status::Default => "Other",
        Status::Range(1) => "Informational",
        Status::Range(2) => "Success",
        Status::Range(3) => "Redirection",
        Status::Range(4) => "ClientError",
        Status::Range(5) => "ServerError",
        Status::Range(digit) => return format!("Status{digit}xx"),
        Status::Code(code) => match REASONS.iter().find(|(known, _)| *known == code) {
            Some((_, reason)) => reason,
            None => return format!("Status{code}"),
        },
    };
    word.to_owned()
}

/// The registry's words for a status (RFC 9110 and its companions).
const REASONS: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "SwitchingProtocols"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritative"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "HeadersTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
    (507, "InsufficientStorage"),
];
