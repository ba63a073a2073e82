//! Compares keywords that constrain values.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Both, compare};
use crate::diff::short;
use crate::diff::view::View;
use crate::diff::wire::{Effect, Wire};
use crate::document::At;

/// Upper bounds: a lower bound allows fewer values.
const UPPER: [&str; 6] = [
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
    "maxContains",
];

/// Lower bounds.
const LOWER: [&str; 6] = [
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
    "minContains",
];

/// Constraining keywords that are compared as opaque values.
const OPAQUE: [&str; 16] = [
    "pattern",
    "multipleOf",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "x-extensible-enum",
];

impl Both<'_, '_, '_> {
    pub(super) fn types(&self, wire: &mut Wire) {
        let effect = match (self.old.types(), self.new.types()) {
            (None, None) => None,
            (None, Some(_)) => Some(Effect::NARROWED),
            (Some(_), None) => Some(Effect::WIDENED),
            (Some(old), Some(new)) => of_types(&old, &new),
        };
        if let Some(effect) = effect {
            self.effect(wire, "type", "type", effect, false);
        }
        let format = |view: &View<'_>| view.first("format").and_then(At::text);
        let effect = match (format(self.old), format(self.new)) {
            (None, Some(_)) => Effect::NARROWED,
            (Some(_), None) => Effect::WIDENED,
            (Some(old), Some(new)) if old != new => {
                self.effect(wire, "format", "format", Effect::CHANGED, false);
                return;
            }
            _ => return,
        };
        self.effect(wire, "format", "format", effect, true);
    }

    pub(super) fn values(&self, wire: &mut Wire) {
        let effect = match (self.old.values(), self.new.values()) {
            (None, None) => None,
            (None, Some(_)) => Some(Effect::NARROWED),
            (Some(_), None) => Some(Effect::WIDENED),
            (Some(old), Some(new)) => Effect::of_sets(&old, &new),
        };
        if let Some(effect) = effect {
            let key = match self.new.first("const").or(self.old.first("const")) {
                Some(_) => "const",
                None => "enum",
            };
            // Clients accept unknown values, but a disjoint set of values breaks them.
            let (is_disjoint, detail) = match (self.old.values(), self.new.values()) {
                (Some(old), Some(new)) => (old.is_disjoint(&new), difference(&old, &new)),
                _ => (false, String::new()),
            };
            self.effect_with(wire, "enum", key, effect, !is_disjoint, &detail);
        }
    }

    pub(super) fn limits(&self, wire: &mut Wire) {
        let bounds = UPPER.map(|key| (key, f64::min as fn(f64, f64) -> f64));
        let lower = LOWER.map(|key| (key, f64::max as fn(f64, f64) -> f64));
        for (key, tighter) in bounds.into_iter().chain(lower) {
            let bound = |view: &View<'_>| {
                let bounds = view.all(key).into_iter();
                bounds.filter_map(At::number).reduce(tighter)
            };
            let effect = match (bound(self.old), bound(self.new)) {
                (None, Some(_)) => Effect::NARROWED,
                (Some(_), None) => Effect::WIDENED,
                (Some(old), Some(new)) if old.total_cmp(&new).is_ne() => {
                    if tighter(old, new).total_cmp(&new).is_eq() {
                        Effect::NARROWED
                    } else {
                        Effect::WIDENED
                    }
                }
                _ => continue,
            };
            self.effect(wire, "limit", key, effect, true);
        }
        for key in ["exclusiveMaximum", "exclusiveMinimum", "uniqueItems"] {
            let holds = |view: &View<'_>| {
                let mut all = view.all(key).into_iter().filter_map(At::bool);
                all.any(|holds| holds)
            };
            match (holds(self.old), holds(self.new)) {
                (false, true) => self.effect(wire, "limit", key, Effect::NARROWED, true),
                (true, false) => self.effect(wire, "limit", key, Effect::WIDENED, true),
                _ => {}
            }
        }
    }

    pub(super) fn opaque(&self, wire: &mut Wire) {
        for key in OPAQUE {
            let all = |view: &View<'_>| -> BTreeSet<String> {
                let all = view.all(key).into_iter();
                all.map(|at| at.to_json().to_string()).collect()
            };
            let (old, new) = (all(self.old), all(self.new));
            if old == new {
                continue;
            }
            let effect = match (old.is_empty(), new.is_empty()) {
                (true, _) => Effect::NARROWED,
                (_, true) => Effect::WIDENED,
                _ => Effect::CHANGED,
            };
            self.effect(wire, "constraint", key, effect, true);
        }
        let mut patterns: BTreeSet<&str> = BTreeSet::new();
        for view in [
            self.old.all("patternProperties"),
            self.new.all("patternProperties"),
        ] {
            patterns.extend(view.into_iter().flat_map(At::entries).map(|(key, _)| key));
        }
        for pattern in patterns {
            let at = |view: &View<'_>| -> bool {
                view.all("patternProperties")
                    .iter()
                    .any(|at| at.has(pattern))
            };
            match (at(self.old), at(self.new)) {
                (true, true) => {
                    let old: Vec<At<'_>> = within(self.old, "patternProperties", pattern);
                    let new: Vec<At<'_>> = within(self.new, "patternProperties", pattern);
                    let subject = format!("{}.{{{pattern}}}", self.subject);
                    compare(wire, &old, &new, self.direction, &subject);
                }
                (false, _) => {
                    self.effect(
                        wire,
                        "constraint",
                        "patternProperties",
                        Effect::NARROWED,
                        true,
                    );
                }
                (true, false) => {
                    self.effect(
                        wire,
                        "constraint",
                        "patternProperties",
                        Effect::WIDENED,
                        true,
                    );
                }
            }
        }
    }

    pub(super) fn discriminator(&self, wire: &mut Wire) {
        let of = |view: &View<'_>| {
            let at = view.first("discriminator")?;
            let tag = at.get("propertyName").and_then(At::text);
            let mapping = at.get("mapping").into_iter().flat_map(At::entries);
            let mapping: BTreeSet<String> = mapping
                .map(|(key, name)| format!("{key}: {}", name.text().unwrap_or_default()))
                .collect();
            Some((tag, mapping))
        };
        let effect = match (of(self.old), of(self.new)) {
            (Some((old, _)), Some((new, _))) if old != new => Effect::CHANGED,
            (Some((_, old)), Some((_, new))) => match Effect::of_sets(&old, &new) {
                Some(effect) => effect,
                None => return,
            },
            (None, Some(_)) => Effect::NARROWED,
            (Some(_), None) => Effect::WIDENED,
            (None, None) => return,
        };
        self.effect(
            wire,
            "discriminator",
            "discriminator",
            effect,
            effect != Effect::CHANGED,
        );
    }
}

/// Compares two sets of types; an integer is a number.
fn of_types(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<Effect> {
    let has = |types: &BTreeSet<String>, ty: &str| {
        types.contains(ty) || ty == "integer" && types.contains("number")
    };
    let effect = Effect {
        narrowed: old.iter().any(|ty| !has(new, ty)),
        widened: new.iter().any(|ty| !has(old, ty)),
    };
    (effect.narrowed || effect.widened).then_some(effect)
}

fn within<'d>(view: &View<'d>, key: &str, name: &str) -> Vec<At<'d>> {
    let all = view.all(key).into_iter();
    all.filter_map(|at| at.get(name)).collect()
}

/// Describes the removed and added values of an enum.
fn difference(old: &BTreeSet<String>, new: &BTreeSet<String>) -> String {
    let listed = |values: Vec<&String>, what: &str| {
        // A backtick in a value must not end the code span.
        let shown = values.iter().take(MAX_LISTED);
        let shown = shown.map(|value| format!("`{}`", short(value).replace('`', "'")));
        let mut listed = shown.collect::<Vec<_>>().join(", ");
        if values.len() > MAX_LISTED {
            let _ = write!(listed, " and {} more", values.len() - MAX_LISTED);
        }
        (!values.is_empty()).then(|| format!("{listed} {what}"))
    };
    let removed = listed(old.difference(new).collect(), "removed");
    let added = listed(new.difference(old).collect(), "added");
    let parts: Vec<String> = removed.into_iter().chain(added).collect();
    format!(": {}", parts.join(", "))
}

/// Maximum number of enum values named in a message.
const MAX_LISTED: usize = 6;
