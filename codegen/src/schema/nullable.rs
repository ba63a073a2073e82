//! Nullability of schemas.

use super::SchemaIndex;
use crate::document::{At, Kind};

/// Maximum length of a chain of references; `merge` reports longer ones.
const MAX_DEPTH: usize = 100;

impl<'d> SchemaIndex<'d> {
    /// Whether a schema admits null, by any of the keywords that documents use for it.
    pub(crate) fn is_nullable(&self, at: At<'d>) -> bool {
        self.nullable_within(at, 0)
    }

    fn nullable_within(&self, at: At<'d>, depth: usize) -> bool {
        if at.kind() != Kind::Map || depth > MAX_DEPTH {
            return false;
        }
        if let Some(known) = self.nullable.borrow().get(&at.id()) {
            return *known;
        }
        // A reference cycle adds nothing.
        self.nullable.borrow_mut().insert(at.id(), false);
        let nullable = self.says_null(at, depth);
        self.nullable.borrow_mut().insert(at.id(), nullable);
        nullable
    }

    fn says_null(&self, at: At<'d>, depth: usize) -> bool {
        let nullable = at.get("nullable").and_then(At::bool) == Some(true);
        if nullable || is_null(at) || is_any(at) {
            return true;
        }
        if let Some(ty) = at.get("type") {
            let mut names = ty.items();
            if ty.kind() == Kind::List {
                return names.any(is_null_type);
            }
        }
        if let Some(values) = at.get("enum")
            && values.items().any(At::is_null)
        {
            return true;
        }
        if let Some(target) = self.target(at) {
            return self.nullable_within(target, depth + 1);
        }
        let untyped = (!at.has("type")).then_some("items");
        for key in ["oneOf", "anyOf"].into_iter().chain(untyped) {
            // A map has no items.
            if let Some(members) = at.get(key)
                && members
                    .items()
                    .any(|member| self.nullable_within(member, depth + 1))
            {
                return true;
            }
        }
        let mut members = at.get("allOf").into_iter().flat_map(At::items).peekable();
        members.peek().is_some()
            && !at.has("properties")
            && members.all(|member| self.nullable_within(member, depth + 1))
    }
}

/// Whether a schema has no constraints: free-form JSON, null included.
fn is_any(at: At<'_>) -> bool {
    let silent = [
        "description",
        "title",
        "example",
        "examples",
        "deprecated",
        "externalDocs",
        "default",
        "readOnly",
        "writeOnly",
        "xml",
        // It admits null only beside a `type` (OpenAPI 3.0.3).
        "nullable",
    ];
    at.kind() == Kind::Map
        && at
            .entries()
            .all(|(key, _)| silent.contains(&key) || key.starts_with("x-"))
}

/// Whether a `type`, or an item of one, is the type of null.
///
/// YAML documents often lack the quotes: `[string, null]`. In a list of types and in a member of a union nothing else
/// can be meant; elsewhere a null is a `type` that was left out.
pub(super) fn is_null_type(name: At<'_>) -> bool {
    name.str() == Some("null") || name.is_null() && has_alternatives(name)
}

/// Whether an item of a `type`, or the `type` of a member of a union, is one of several.
fn has_alternatives(name: At<'_>) -> bool {
    let is_list = |at: &At<'_>| at.kind() == Kind::List;
    let union = |at: At<'_>| matches!(at.key().as_deref(), Some("oneOf" | "anyOf"));
    let parent = name.parent();
    let list = parent.as_ref().is_some_and(is_list);
    list || parent
        .and_then(At::parent)
        .filter(is_list)
        .is_some_and(union)
}

/// Whether the schema admits nothing but null.
pub(crate) fn is_null(at: At<'_>) -> bool {
    let only = |values: At<'_>| values.kind() == Kind::List && values.len() == 1;
    match at.get("type") {
        Some(ty) if is_null_type(ty) => return true,
        Some(ty) if only(ty) => return ty.items().all(is_null_type),
        _ => {}
    }
    at.get("const").is_some_and(At::is_null)
        || at
            .get("enum")
            .is_some_and(|values| only(values) && values.items().all(At::is_null))
}
