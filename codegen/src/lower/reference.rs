//! What a schema refers to: by `$ref`, or by its kin that lead to anchors.

use crate::document::reference::{anchor, percent_decode};
use crate::document::{At, RefFault};

/// The keywords by which a schema refers to another one.
const KEYWORDS: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// The value of the keyword by which a schema refers to another one.
pub(super) fn keyword(at: At<'_>) -> Option<At<'_>> {
    let mut values = KEYWORDS.iter().filter_map(|key| at.get(key));
    values.find(|value| value.str().is_some())
}

/// What a schema refers to, one step.
pub(super) fn referred(at: At<'_>) -> Option<Result<At<'_>, RefFault>> {
    let reference = keyword(at)?;
    let text = reference.str()?;
    let near = match text.strip_prefix('#') {
        Some(_) if at.get("$recursiveRef") == Some(reference) => recursive(at),
        Some(name) if !name.is_empty() && !name.starts_with('/') => {
            near_anchor(at, &percent_decode(name))
        }
        _ => None,
    };
    Some(near.map_or_else(|| at.documents().find(at.document(), text), Ok))
}

/// What `$recursiveRef` means (JSON Schema 2019-09): the schema around it that says `$recursiveAnchor`; else the one
/// that has an `$id`, else the component.
fn recursive(at: At<'_>) -> Option<At<'_>> {
    around(at)
        .find(|at| at.get("$recursiveAnchor").and_then(At::bool) == Some(true))
        .or_else(|| around(at).find(|at| has_id(*at)))
        .or_else(|| around(at).find(|at| super::schema::is_component(*at)))
}

/// The anchor of this name that belongs to the same schema with an `$id`, or to the nearest around that.
fn near_anchor<'d>(at: At<'d>, name: &str) -> Option<At<'d>> {
    around(at)
        .filter(|at| has_id(*at))
        .find_map(|at| anchor(at, name))
}

fn around(at: At<'_>) -> impl Iterator<Item = At<'_>> {
    std::iter::successors(Some(at), |at| at.parent())
}

fn has_id(at: At<'_>) -> bool {
    at.get("$id").is_some_and(|id| id.str().is_some())
}
