//! A merged view of a schema: its references, its `allOf` and its only alternative.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::document::{At, DocumentId};

/// Whether clients send or receive the values of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Request,
    Response,
}

/// All schemas that apply to one value.
#[derive(Debug, Default)]
pub(super) struct View<'d> {
    /// The schemas, except for plain references.
    pub(super) parts: Vec<At<'d>>,
    /// The members of each `oneOf` and `anyOf` with several non-null members.
    pub(super) alternatives: Vec<At<'d>>,
    /// Whether an alternative is null.
    pub(super) nullable: bool,
}

/// Follows `$ref`s to the final target; returns the node itself if it has none, or if the target cannot be resolved.
pub(super) fn target(at: At<'_>) -> At<'_> {
    let mut target = at;
    let mut seen: BTreeSet<(DocumentId, u32)> = BTreeSet::new();
    while seen.insert(target.id())
        && let Some(text) = target.get("$ref").and_then(At::str)
        && let Ok(next) = target.documents().find(target.document(), text)
    {
        target = next;
    }
    target
}

impl<'d> View<'d> {
    /// Merges schemas.
    pub(super) fn of(schemas: &[At<'d>]) -> Self {
        let mut view = Self::default();
        let mut seen: BTreeSet<(DocumentId, u32)> = BTreeSet::new();
        let mut open: Vec<At<'d>> = schemas.iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            if !seen.insert(at.id()) {
                continue;
            }
            if at.has("$ref") {
                let target = target(at);
                if target != at {
                    open.push(target);
                }
            }
            view.parts.push(at);
            let all = at.get("allOf").into_iter().flat_map(At::items);
            open.extend(all.collect::<Vec<_>>().into_iter().rev());
            for key in ["oneOf", "anyOf"] {
                let Some(of) = at.get(key) else { continue };
                let members: Vec<At<'d>> = of.items().filter(|member| !is_null(*member)).collect();
                view.nullable |= members.len() < of.len();
                match members.as_slice() {
                    [only] => open.push(*only),
                    _ => view.alternatives.extend(members),
                }
            }
        }
        view
    }

    /// Returns all values of a keyword.
    pub(super) fn all(&self, key: &str) -> Vec<At<'d>> {
        let parts = self.parts.iter();
        parts.filter_map(|part| part.get(key)).collect()
    }

    /// Returns the first value of a keyword.
    pub(super) fn first(&self, key: &str) -> Option<At<'d>> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    /// Returns the types that a value may have; `None` if any.
    pub(super) fn types(&self) -> Option<BTreeSet<String>> {
        let mut common: Option<BTreeSet<String>> = None;
        for part in &self.parts {
            let Some(ty) = part.get("type") else { continue };
            let mut types: BTreeSet<String> = match ty.str() {
                Some(one) => BTreeSet::from([one.to_owned()]),
                None => ty.items().filter_map(At::text).collect(),
            };
            if part.get("nullable").and_then(At::bool) == Some(true) {
                types.insert("null".to_owned());
            }
            common = Some(match common {
                Some(known) => known.intersection(&types).cloned().collect(),
                None => types,
            });
        }
        if self.nullable
            && let Some(types) = &mut common
        {
            types.insert("null".to_owned());
        }
        common
    }

    /// Returns the allowed values, as JSON; `None` if any.
    pub(super) fn values(&self) -> Option<BTreeSet<String>> {
        let mut common: Option<BTreeSet<String>> = None;
        for part in &self.parts {
            let listed: BTreeSet<String> = match (part.get("const"), part.get("enum")) {
                (Some(only), _) => BTreeSet::from([only.to_json().to_string()]),
                (None, Some(listed)) => listed
                    .items()
                    .map(|value| value.to_json().to_string())
                    .collect(),
                (None, None) => continue,
            };
            common = Some(match common {
                Some(known) => known.intersection(&listed).cloned().collect(),
                None => listed,
            });
        }
        common
    }

    /// Returns the properties that are sent in a direction.
    pub(super) fn properties(&self, direction: Direction) -> IndexMap<&'d str, Vec<At<'d>>> {
        let hidden = match direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        let mut properties: IndexMap<&'d str, Vec<At<'d>>> = IndexMap::new();
        for (key, at) in self.all("properties").into_iter().flat_map(At::entries) {
            properties.entry(key).or_default().push(at);
        }
        properties.retain(|_, schemas| {
            let view = Self::of(schemas);
            view.first(hidden).and_then(At::bool) != Some(true)
        });
        properties
    }

    /// Returns the required properties.
    pub(super) fn required(&self) -> BTreeSet<&'d str> {
        let lists = self.all("required").into_iter();
        lists.flat_map(At::items).filter_map(At::str).collect()
    }

    /// Whether undeclared keys are rejected.
    pub(super) fn is_closed(&self) -> bool {
        let additional = self.all("additionalProperties").into_iter();
        additional
            .filter_map(At::bool)
            .any(|is_allowed| !is_allowed)
    }
}

fn is_null(at: At<'_>) -> bool {
    at.get("type").and_then(At::str) == Some("null")
}
