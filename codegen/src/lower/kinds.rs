//! The kinds of JSON that a schema means.

use super::merged::Merged;
use super::union::value_kinds;
use crate::document::{At, Kind};
use crate::ir::Kinds;

/// The kinds that a schema without `type` means by its other keywords.
pub(super) fn infer(merged: &Merged<'_>) -> Kinds {
    let is_compound = |at: &At<'_>| matches!(at.kind(), Kind::List | Kind::Map);
    if let Some(kinds) = value_kinds(merged)
        && merged.values.iter().flatten().any(is_compound)
    {
        return kinds;
    }
    let mut kinds = Kinds::default();
    if merged.is_object_like() {
        kinds.object = true;
    } else if !merged.items.is_empty() || !merged.prefix_items.is_empty() {
        kinds.array = true;
    } else if let Some(format) = merged.text("format") {
        match format {
            "int32" | "int64" | "uint32" | "uint64" | "integer" => kinds.integer = true,
            "float" | "double" | "number" => {
                kinds.integer = true;
                kinds.fraction = true;
            }
            _ => kinds.string = true,
        }
    } else if ["pattern", "minLength", "maxLength"]
        .iter()
        .any(|key| merged.keyword(key).is_some())
    {
        kinds.string = true;
    }
    kinds
}

/// The kinds one by one; all numbers are one kind.
pub(super) fn single_kinds(kinds: Kinds) -> Vec<Kinds> {
    let none = Kinds::default();
    let mut each = Vec::new();
    if kinds.string {
        each.push(Kinds {
            string: true,
            ..none
        });
    }
    if kinds.integer || kinds.fraction {
        each.push(Kinds {
            integer: kinds.integer,
            fraction: kinds.fraction,
            ..none
        });
    }
    if kinds.bool {
        each.push(Kinds { bool: true, ..none });
    }
    if kinds.array {
        each.push(Kinds {
            array: true,
            ..none
        });
    }
    if kinds.object {
        each.push(Kinds {
            object: true,
            ..none
        });
    }
    each
}

/// A word for a single kind.
pub(super) fn kind_word(kinds: Kinds) -> &'static str {
    match kinds {
        Kinds { object: true, .. } => "object",
        Kinds { array: true, .. } => "list",
        Kinds { string: true, .. } => "string",
        Kinds { bool: true, .. } => "bool",
        _ => "number",
    }
}
