//! References by `$ref`, `$dynamicRef` and `$recursiveRef`, and what is beside them.

use crate::document::reference::{anchor, has_id, percent_decode};
use crate::document::{At, Kind, RefFault};

/// The keywords by which a schema refers to another one.
const KEYWORDS: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// Keywords that constrain the shape of a value. A `$ref` beside none of them is a mere reference.
const SHAPING: [&str; 17] = [
    "type",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "items",
    "additionalProperties",
    "required",
    "patternProperties",
    "prefixItems",
    "format",
    "unevaluatedProperties",
    "then",
    "else",
    "dependentSchemas",
];

/// The value of the keyword by which a schema refers to another one.
pub(crate) fn keyword(at: At<'_>) -> Option<At<'_>> {
    let mut values = KEYWORDS.iter().filter_map(|key| at.get(key));
    values.find(|value| value.str().is_some())
}

/// The target of a schema's reference, one step.
pub(crate) fn referred(at: At<'_>) -> Option<Result<At<'_>, RefFault>> {
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

/// The target of `$recursiveRef` (JSON Schema 2019-09): the schema around it that has `$recursiveAnchor`, else the one
/// that has an `$id`, else the component.
fn recursive(at: At<'_>) -> Option<At<'_>> {
    around(at)
        .find(|at| at.get("$recursiveAnchor").and_then(At::bool) == Some(true))
        .or_else(|| around(at).find(|at| has_id(*at)))
        .or_else(|| around(at).find(|at| is_component(*at)))
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

/// Whether a schema constrains the shape by more than this keyword. A plain `type` beside a reference repeats the
/// target's.
pub(crate) fn constrains_beyond(at: At<'_>, keyword: &str) -> bool {
    let repeats = |key: &str| key == "type" && at.get(key).and_then(At::str).is_some();
    SHAPING
        .iter()
        .any(|key| *key != keyword && at.has(key) && !repeats(key))
}

/// The only member of an `allOf` that constrains the shape.
pub(crate) fn sole(at: At<'_>) -> Option<At<'_>> {
    let all = at.get("allOf")?;
    if all.len() == 1 {
        return all.items().next();
    }
    let mut shaping = all.items().filter(|member| !is_remark(*member));
    shaping.next().filter(|_| shaping.next().is_none())
}

/// A schema, and the members of its `allOf` that are annotations.
pub(crate) fn remarks(at: At<'_>) -> impl Iterator<Item = At<'_>> {
    let members = at.get("allOf").into_iter().flat_map(At::items);
    std::iter::once(at).chain(members.filter(|member| is_remark(*member)))
}

/// Whether a member of an `allOf` is an annotation: a description, a default.
fn is_remark(at: At<'_>) -> bool {
    at.kind() == Kind::Map && keyword(at).is_none() && SHAPING.iter().all(|key| !at.has(key))
}

/// Whether a schema is an entry of `components/schemas` (or of `$defs`).
pub(crate) fn is_component(at: At<'_>) -> bool {
    match at.steps().as_slice() {
        [components, schemas, _] => components == "components" && schemas == "schemas",
        [.., defs, _] => defs == "$defs" || defs == "definitions",
        _ => false,
    }
}

/// Whether a schema is that of a property.
pub(crate) fn is_property(at: At<'_>) -> bool {
    at.parent().and_then(At::key).as_deref() == Some("properties")
}
