//! The alternatives of a union that are types.

use std::rc::Rc;

use crate::document::At;
use crate::ir::JsonTypes;
use crate::schema::{Alternatives, Merged, Parts, keyword, referred};

/// An alternative that is more than a constraint on the rest of the schema.
pub(super) struct Branch<'d> {
    pub(super) at: At<'d>,
    /// The branch, merged by itself.
    pub(super) merged: Rc<Merged<'d>>,
    /// Everything that holds for it.
    pub(super) parts: Parts<'d>,
    /// Whether the schema around it adds nothing.
    pub(super) alone: bool,
}

/// What holds for a branch: itself, and the schema around it without these alternatives.
pub(super) fn branch<'d>(
    at: At<'d>,
    own: Rc<Merged<'d>>,
    around: &Merged<'d>,
    parts: &Parts<'d>,
    alternatives: Alternatives<'d>,
) -> Branch<'d> {
    let keys_known = around
        .properties
        .keys()
        .all(|key| own.properties.contains_key(key));
    let includes = own.sources.contains(&alternatives.owner);
    let more = around.alternatives.len() > 1;
    let alone = includes
        || (!more
            && keys_known
            && around.items.is_empty()
            && around.values.is_none()
            && around.similar.is_empty()
            && !around.additional.says());
    let all = if alone {
        at.into()
    } else {
        parts.choosing(alternatives, at)
    };
    Branch {
        at,
        merged: own,
        parts: all,
        alone,
    }
}

/// Whether a branch is an object with fields of its own.
pub(super) fn is_record(branch: &Branch<'_>) -> bool {
    keyword(branch.at).is_none() && !branch.merged.properties.is_empty()
}

/// A word for a branch that the document does not name: the key that only it has, or its JSON type.
pub(super) fn word(branch: &Branch<'_>, others: &[&Branch<'_>]) -> String {
    let others = || others.iter();
    let own = |key: &&&str| others().all(|other| !other.merged.properties.contains_key(**key));
    let keys = || branch.merged.properties.keys().map(|key| &**key);
    let required = keys()
        .filter(|key| branch.merged.required.contains(*key))
        .collect::<Vec<_>>();
    let all = keys().collect::<Vec<_>>();
    let key = required.iter().find(own).or_else(|| all.iter().find(own));
    match key {
        Some(key) if others().any(|other| kind_of(&other.merged) == "object") => {
            format!("with {key}")
        }
        _ => kind_of(&branch.merged).to_owned(),
    }
}

/// `{ type: object, nullable: true }` beside one other member is how some tools of 3.0 say "or null".
pub(super) fn is_null_object(at: At<'_>) -> bool {
    at.len() == 2
        && at.get("type").and_then(At::str) == Some("object")
        && at.get("nullable").and_then(At::bool) == Some(true)
}

/// Names for the members: what they refer to, or their titles, where these differ.
pub(super) fn member_names(branches: &[Branch<'_>]) -> Vec<Option<String>> {
    let name = |branch: &Branch<'_>| {
        let reference = keyword(branch.at).and_then(At::str);
        let key = match reference.and_then(|text| text.rsplit_once('/')) {
            Some((_, key)) => Some(key.replace("~1", "/").replace("~0", "~")),
            None => referred(branch.at).and_then(|at| at.ok()?.key()),
        };
        key.or_else(|| branch.at.get("title").and_then(At::str).map(str::to_owned))
    };
    let names: Vec<Option<String>> = branches.iter().map(name).collect();
    let unique = |name: &Option<String>| names.iter().filter(|other| *other == name).count() == 1;
    names
        .iter()
        .map(|name| name.clone().filter(|_| unique(name)))
        .collect()
}

fn kind_of(merged: &Merged<'_>) -> &'static str {
    match merged.types {
        Some(types) if types.contains(JsonTypes::ARRAY) => "list",
        Some(types) if types.contains(JsonTypes::STRING) => "string",
        Some(types) if types.contains(JsonTypes::BOOLEAN) => "bool",
        Some(types) if types.contains(JsonTypes::INTEGER) => "number",
        _ => "object",
    }
}
