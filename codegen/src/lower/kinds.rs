//! The kinds of JSON that a schema means.

use super::merged::Merged;
use super::union::value_kinds;
use crate::document::{At, Kind};
use crate::ir::JsonTypes;

/// The kinds that a schema without `type` means by its other keywords.
pub(super) fn infer(merged: &Merged<'_>) -> JsonTypes {
    let is_compound = |at: &At<'_>| matches!(at.kind(), Kind::List | Kind::Map);
    if let Some(kinds) = value_kinds(merged)
        && merged.values.iter().flatten().any(is_compound)
    {
        return kinds;
    }
    let mut kinds = JsonTypes::NONE;
    if merged.is_object_like() {
        kinds |= JsonTypes::OBJECT;
    } else if !merged.items.is_empty() || !merged.prefix_items.is_empty() {
        kinds |= JsonTypes::ARRAY;
    } else if let Some(format) = merged.text("format") {
        match format {
            "int32" | "int64" | "uint32" | "uint64" | "integer" => kinds |= JsonTypes::INTEGER,
            "float" | "double" | "number" => {
                kinds |= JsonTypes::NUMBER;
            }
            _ => kinds |= JsonTypes::STRING,
        }
    } else if ["pattern", "minLength", "maxLength"]
        .iter()
        .any(|key| merged.keyword(key).is_some())
    {
        kinds |= JsonTypes::STRING;
    }
    kinds
}

/// The kinds one by one; all numbers are one kind, and null is none.
pub(super) fn single_kinds(kinds: JsonTypes) -> Vec<JsonTypes> {
    let each = [
        JsonTypes::STRING,
        JsonTypes::NUMBER,
        JsonTypes::BOOLEAN,
        JsonTypes::ARRAY,
        JsonTypes::OBJECT,
    ];
    let each = each.into_iter().map(|kind| kinds & kind);
    each.filter(|kind| !kind.is_empty()).collect()
}

/// A word for a single kind.
pub(super) fn kind_word(kinds: JsonTypes) -> &'static str {
    if kinds.contains(JsonTypes::OBJECT) {
        "object"
    } else if kinds.contains(JsonTypes::ARRAY) {
        "list"
    } else if kinds.contains(JsonTypes::STRING) {
        "string"
    } else if kinds.contains(JsonTypes::BOOLEAN) {
        "bool"
    } else {
        "number"
    }
}
