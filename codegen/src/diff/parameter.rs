//! Compares the parameters of operations.

use indexmap::IndexMap;

use super::view::{Direction, View, target};
use super::wire::Wire;
use super::{Verdict, schema};
use crate::document::At;

/// Compares the parameters of an operation, including parameters of its path item.
pub(super) fn compare(
    wire: &mut Wire,
    (old_item, old): (At<'_>, At<'_>),
    (new_item, new): (At<'_>, At<'_>),
    operation: &str,
) {
    let (before, after) = (parameters(old_item, old), parameters(new_item, new));
    for (key, at) in &before {
        let subject = format!("{operation} {key}");
        let Some(next) = after.get(key) else {
            let places = (Some(*at), None);
            wire.change(
                Verdict::Major,
                "parameter-removed",
                &subject,
                "removed",
                places,
            );
            continue;
        };
        presence(wire, *at, *next, &subject);
        serialization(wire, *at, *next, &subject);
        if let (Some(old), Some(new)) = (schema_of(*at), schema_of(*next)) {
            schema::compare(wire, &[old], &[new], Direction::Request, &subject);
        }
    }
    for (key, at) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        let subject = format!("{operation} {key}");
        let (verdict, message) = if is_required(*at) {
            (Verdict::Major, "added, and required")
        } else {
            (Verdict::Minor, "added")
        };
        wire.change(
            verdict,
            "parameter-added",
            &subject,
            message,
            (None, Some(*at)),
        );
    }
}

/// Compares whether a parameter is required.
fn presence(wire: &mut Wire, old: At<'_>, new: At<'_>, subject: &str) {
    let (verdict, code, message) = match (is_required(old), is_required(new)) {
        (false, true) => (Verdict::Major, "parameter-required", "became required"),
        (true, false) => (Verdict::Minor, "parameter-optional", "became optional"),
        (true, true) | (false, false) => return,
    };
    wire.change(verdict, code, subject, message, (Some(old), Some(new)));
}

/// Returns the parameters by location and name; path parameters by their position, so that renames are not changes.
fn parameters<'d>(item: At<'d>, operation: At<'d>) -> IndexMap<String, At<'d>> {
    let mut parameters = IndexMap::new();
    for owner in [item, operation] {
        let listed = owner.get("parameters").into_iter().flat_map(At::items);
        for at in listed.map(target) {
            let text = |key: &str| at.get(key).and_then(At::text);
            let (Some(place), Some(name)) = (text("in"), text("name")) else {
                continue;
            };
            let name = match place.as_str() {
                "header" => name.to_ascii_lowercase(),
                "path" => position(operation, &name).unwrap_or(name),
                _ => name,
            };
            parameters.insert(format!("{place} {name}"), at);
        }
    }
    parameters
}

/// Returns the position of a parameter in the path template, which is the key of the path item.
fn position(operation: At<'_>, name: &str) -> Option<String> {
    let path = operation.parent()?.key()?;
    let mut names = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next());
    let index = names.position(|part| part == name)?;
    Some(format!("{{{}}}", index + 1))
}

fn is_required(at: At<'_>) -> bool {
    at.get("required").and_then(At::bool) == Some(true)
}

/// Returns the schema of a parameter, or of its media type.
fn schema_of(at: At<'_>) -> Option<At<'_>> {
    let content = || at.get("content")?.entries().next()?.1.get("schema");
    at.get("schema").or_else(content)
}

/// Compares how the value is serialized.
fn serialization(wire: &mut Wire, old: At<'_>, new: At<'_>, subject: &str) {
    let place = old.get("in").and_then(At::text).unwrap_or_default();
    let usual = match place.as_str() {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let style = |at: At<'_>| {
        let style = at.get("style").and_then(At::text);
        style.unwrap_or_else(|| usual.to_owned())
    };
    let explode = |at: At<'_>| {
        let explode = at.get("explode").and_then(At::bool);
        explode.unwrap_or(style(at) == "form")
    };
    let media = |at: At<'_>| {
        at.get("content")
            .and_then(|at| Some(at.entries().next()?.0.to_owned()))
    };
    // `explode` has no effect on the serialization of a single value.
    let is_scalar = |at: At<'_>| {
        let types = schema_of(at).and_then(|schema| View::of(&[schema]).types());
        types.is_some_and(|types| !types.contains("array") && !types.contains("object"))
    };
    let exploded_otherwise = explode(old) != explode(new) && !(is_scalar(old) && is_scalar(new));
    if style(old) != style(new) || exploded_otherwise || media(old) != media(new) {
        let message = "written in another style";
        let places = (Some(old), Some(new));
        wire.change(Verdict::Major, "parameter-style", subject, message, places);
    }
}
