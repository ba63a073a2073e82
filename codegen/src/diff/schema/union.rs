//! Compares unions: their members, and added or removed unions.

use super::{Both, compare};
use crate::diff::view::{View, target};
use crate::diff::wire::{Effect, Wire};
use crate::document::At;

impl Both<'_, '_, '_> {
    /// Compares the members of a union. Returns whether a union was added or removed, so that nothing else can be compared.
    pub(super) fn alternatives(&self, wire: &mut Wire) -> bool {
        let (old, new) = (&self.old.alternatives, &self.new.alternatives);
        match (old.is_empty(), new.is_empty()) {
            (true, true) => return false,
            (true, false) => {
                let effect = if is_among(self.old, new) {
                    Effect::WIDENED
                } else {
                    Effect::NARROWED
                };
                self.effect(wire, "union", union_key(self.new), effect, false);
                return effect == Effect::WIDENED || !has_shape(self.old);
            }
            (false, true) => {
                let effect = if is_among(self.new, old) {
                    Effect::NARROWED
                } else {
                    Effect::WIDENED
                };
                self.effect(wire, "union", union_key(self.old), effect, false);
                return effect == Effect::NARROWED || !has_shape(self.new);
            }
            (false, false) => {}
        }
        let Matched {
            pairs,
            removed,
            added,
        } = matched(old, new);
        for (index, (old, new)) in pairs.into_iter().enumerate() {
            let subject = format!("{}|{index}", self.subject);
            compare(wire, &[old], &[new], self.direction, &subject);
        }
        for member in removed {
            let verdict = Effect::NARROWED.verdict(self.direction, true);
            let subject = format!("{}|{}", self.subject, display_name(member));
            wire.change(
                verdict,
                "union-member",
                &subject,
                "alternative removed",
                (Some(member), None),
            );
        }
        for member in added {
            let verdict = Effect::WIDENED.verdict(self.direction, true);
            let subject = format!("{}|{}", self.subject, display_name(member));
            wire.change(
                verdict,
                "union-member",
                &subject,
                "alternative added",
                (None, Some(member)),
            );
        }
        false
    }
}

/// Whether schemas constrain a value in addition to their alternatives.
fn has_shape(view: &View<'_>) -> bool {
    ["type", "properties", "items", "enum", "const"]
        .iter()
        .any(|key| view.first(key).is_some())
}

fn union_key(view: &View<'_>) -> &'static str {
    match view.first("oneOf") {
        Some(_) => "oneOf",
        None => "anyOf",
    }
}

/// Whether one of the members is among the schemas that hold for a value.
fn is_among(view: &View<'_>, members: &[At<'_>]) -> bool {
    let says = |at: At<'_>| target(at).to_json();
    let members: Vec<_> = members.iter().map(|member| says(*member)).collect();
    view.parts.iter().any(|part| members.contains(&says(*part)))
}

/// The members of two unions.
#[derive(Debug, Default)]
struct Matched<'o, 'n> {
    pairs: Vec<(At<'o>, At<'n>)>,
    removed: Vec<At<'o>>,
    added: Vec<At<'n>>,
}

/// Pairs members by their references, contents or titles; the remaining members by their order, if they have no names and
/// are equal in number.
fn matched<'o, 'n>(old: &[At<'o>], new: &[At<'n>]) -> Matched<'o, 'n> {
    let mut matched = Matched {
        pairs: Vec::new(),
        removed: old.to_vec(),
        added: new.to_vec(),
    };
    let keys: [fn(At<'_>) -> Option<String>; 4] = [
        |at| at.get("$ref").and_then(At::text),
        // A component may be in different files in the two versions.
        |at| Some(at.get("$ref")?.str()?.split_once('#')?.1.to_owned()),
        |at| Some(at.to_json().to_string()),
        |at| at.get("title").and_then(At::text),
    ];
    for key in keys {
        let Matched {
            pairs,
            removed,
            added,
        } = &mut matched;
        removed.retain(|member| {
            let of = key(*member);
            let same = added
                .iter()
                .position(|other| of.is_some() && key(*other) == of);
            let Some(same) = same else { return true };
            pairs.push((*member, added.remove(same)));
            false
        });
    }
    let Matched { removed, added, .. } = &matched;
    let is_inline = |members: &[At<'_>]| members.iter().all(|at| !at.has("$ref"));
    if removed.len() == added.len() && is_inline(removed) && is_inline(added) {
        let added = std::mem::take(&mut matched.added);
        let removed = std::mem::take(&mut matched.removed);
        matched.pairs.extend(removed.into_iter().zip(added));
    }
    matched
}

/// Returns the display name of a union member.
fn display_name(member: At<'_>) -> String {
    let reference = member.get("$ref").and_then(At::text);
    let name = reference.and_then(|text| Some(text.rsplit('/').next()?.to_owned()));
    let text = |key: &str| member.get(key).and_then(At::text);
    name.or_else(|| text("title"))
        .or_else(|| text("type"))
        .unwrap_or_else(|| member.key().unwrap_or_default())
}
