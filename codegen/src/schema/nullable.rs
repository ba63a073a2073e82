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
                return names.any(|name| name.str() == Some("null"));
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

/// Whether the schema admits nothing but null.
pub(crate) fn is_null(at: At<'_>) -> bool {
    let only = |values: At<'_>| values.kind() == Kind::List && values.len() == 1;
    match at.get("type") {
        Some(ty) if ty.str() == Some("null") => return true,
        Some(ty) if only(ty) => return ty.items().all(|name| name.str() == Some("null")),
        _ => {}
    }
    at.get("const").is_some_and(At::is_null)
        || at
            .get("enum")
            .is_some_and(|values| only(values) && values.items().all(At::is_null))
}
