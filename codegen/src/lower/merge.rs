//! A schema, its `$ref` and its `allOf` → everything that holds at once.

use std::rc::Rc;

use super::Lower;
use super::merged::{Additional, Alternatives, Merged, Parts};
use super::reference::{keyword, referred};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, DocumentId, Kind};
use crate::ir::JsonTypes;
use crate::resolve::{is_schema, report_ref};

/// More schemas in a row than this are no inheritance that anyone follows.
const MAX_CHAIN: usize = 100;

impl<'d> Lower<'_, 'd> {
    /// What one schema says.
    pub(super) fn merge(&mut self, at: At<'d>) -> Rc<Merged<'d>> {
        if let Some(merged) = self.merged.get(&at.id()) {
            return Rc::clone(merged);
        }
        self.circles(at);
        let merged = Rc::new(self.merge_parts(&at.into()));
        self.merged.insert(at.id(), Rc::clone(&merged));
        merged
    }

    /// What several schemas say together.
    pub(super) fn merge_parts(&mut self, parts: &Parts<'d>) -> Merged<'d> {
        let mut merged = Merged::new(
            parts
                .schemas
                .first()
                .copied()
                .unwrap_or(self.description.root),
        );
        let mut open = Vec::new();
        for at in &parts.schemas {
            self.collect(*at, &parts.without, &mut merged, &mut open);
        }
        for at in &parts.alike {
            for (key, schemas) in &self.merge(*at).properties {
                merged.alike.entry(*key).or_default().extend(schemas);
            }
        }
        merged
    }

    fn collect(
        &mut self,
        at: At<'d>,
        without: &[(At<'d>, bool)],
        merged: &mut Merged<'d>,
        open: &mut Vec<(DocumentId, u32)>,
    ) {
        if at.bool() == Some(false) {
            merged.impossible = merged.impossible.or(Some(at));
        }
        if at.kind() != Kind::Map || open.contains(&at.id()) {
            return;
        }
        if merged.sources.contains(&at) {
            return;
        }
        if open.len() >= MAX_CHAIN {
            return self.long_chain(at, open);
        }
        open.push(at.id());
        merged.sources.push(at);
        self.collect_keywords(at, without, merged, open);
        if let Some(target) = self.target(at) {
            self.collect(target, without, merged, open);
        }
        for member in at.get("allOf").into_iter().flat_map(At::items) {
            self.collect(member, without, merged, open);
        }
        open.pop();
    }

    /// Tells of a chain, once for all the schemas that are on it.
    fn long_chain(&mut self, at: At<'d>, open: &[(DocumentId, u32)]) {
        let told = open.iter().any(|id| self.chained.contains(id));
        self.chained.extend(open);
        self.chained.insert(at.id());
        if !told {
            let message = format!("more than {MAX_CHAIN} `$ref`s and `allOf`s lead here");
            self.diagnostics.report(
                Diagnostic::new(Code::LongChain, at, message)
                    .on_key(at)
                    .help("refer to what is meant directly"),
            );
        }
    }

    fn collect_keywords(
        &mut self,
        at: At<'d>,
        without: &[(At<'d>, bool)],
        merged: &mut Merged<'d>,
        open: &[(DocumentId, u32)],
    ) {
        if let Some(kinds) = self.kinds(at) {
            self.check_kinds(at, kinds, merged);
            merged.kinds = Some(merged.kinds.map_or(kinds, |known| intersect(known, kinds)));
        }
        collect_properties(at, merged);
        self.collect_conditional(at, merged);
        merged.required.extend(
            at.get("required")
                .into_iter()
                .flat_map(At::items)
                .filter_map(At::str),
        );
        collect_additional(at, merged);
        merged.pattern_properties.extend(
            at.get("patternProperties")
                .into_iter()
                .flat_map(At::entries)
                .map(|(_, at)| at),
        );
        if let Some(items) = at.get("items") {
            if items.kind() == Kind::List && !at.has("type") {
                // A list for something that is not said to be one: writers mean one of the schemas.
                if !without.contains(&(at, false)) {
                    merged.alternatives.push(Alternatives {
                        owner: at,
                        members: items,
                        one_of: false,
                    });
                }
            } else if items.kind() == Kind::List {
                merged.prefix_items.extend(items.items());
            } else if items.bool() != Some(false) {
                merged.items.push(items);
            }
        }
        merged
            .prefix_items
            .extend(at.get("prefixItems").into_iter().flat_map(At::items));
        collect_values(at, merged);
        for (key, one_of) in [("oneOf", true), ("anyOf", false)] {
            let Some(members) = at.get(key).filter(|members| !members.is_empty()) else {
                continue;
            };
            if without.contains(&(at, one_of)) {
                continue;
            }
            let inherits = members.items().any(|member| {
                self.target(member)
                    .is_some_and(|target| open.contains(&target.id()) && target.id() != at.id())
                    || open.contains(&member.id())
            });
            if !inherits {
                merged.alternatives.push(Alternatives {
                    owner: at,
                    members,
                    one_of,
                });
            }
        }
    }

    /// What `type` allows.
    pub(super) fn kinds(&mut self, at: At<'d>) -> Option<JsonTypes> {
        let ty = at.get("type")?;
        let names: Vec<At<'d>> = if ty.kind() == Kind::List {
            ty.items().collect()
        } else {
            vec![ty]
        };
        let mut kinds = JsonTypes::NONE;
        for name in names {
            match name.str() {
                Some("null") => kinds |= JsonTypes::NULL,
                Some("boolean") => kinds |= JsonTypes::BOOLEAN,
                Some("integer") => kinds |= JsonTypes::INTEGER,
                Some("number") => {
                    kinds |= JsonTypes::NUMBER;
                }
                Some("string" | "file") => kinds |= JsonTypes::STRING,
                Some("array") => kinds |= JsonTypes::ARRAY,
                Some("object") => kinds |= JsonTypes::OBJECT,
                Some("any") => return None,
                _ => {
                    let found = name.text().unwrap_or_else(|| "this".to_owned());
                    let message = format!("`{found}` is no type");
                    self.diagnostics.report(
                        Diagnostic::new(Code::WrongKind, name, message).help(
                            "use `string`, `number`, `integer`, `boolean`, `array` or `object`",
                        ),
                    );
                    return None;
                }
            }
        }
        (!kinds.is_empty()).then_some(kinds)
    }

    /// Tells of a `type` that rules out what another one demands of the same value.
    fn check_kinds(&mut self, at: At<'d>, kinds: JsonTypes, merged: &Merged<'d>) {
        let null = JsonTypes::NULL;
        let clash = merged.kinds.is_some_and(|known| {
            // Null alone is how some documents say `nullable`.
            (known & kinds).is_empty() && known != null && kinds != null
        });
        let mut others = merged.sources.iter().filter(|source| **source != at);
        let outer = others.find_map(|source| source.get("type"));
        if let (true, Some(ty), Some(outer)) = (clash, at.get("type"), outer) {
            let name = |ty: At<'d>| ty.text().unwrap_or_else(|| ty.to_json().to_string());
            let message = format!(
                "`type` is `{}` here and `{}` elsewhere",
                name(ty),
                name(outer)
            );
            self.diagnostics.report(
                Diagnostic::new(Code::ContradictoryType, ty, message)
                    .also(Place::value(outer), "the other one")
                    .help("take one of them out"),
            );
        }
    }

    /// What a schema refers to, one step.
    pub(super) fn target(&mut self, at: At<'d>) -> Option<At<'d>> {
        let reference = keyword(at)?;
        if let Some(known) = self.targets.get(&at.id()) {
            return *known;
        }
        let found = referred(at)?;
        if let Err(fault) = &found {
            let text = reference.str().unwrap_or_default();
            report_ref(reference, text, fault, self.diagnostics);
        }
        let target = found
            .ok()
            .filter(|target| is_schema(reference, *target, self.diagnostics));
        self.targets.insert(at.id(), target);
        target
    }
}

fn collect_properties<'d>(at: At<'d>, merged: &mut Merged<'d>) {
    for (key, property) in at.get("properties").into_iter().flat_map(At::entries) {
        let schemas = merged.properties.entry(key).or_default();
        // The same reference twice says nothing more.
        if !schemas
            .iter()
            .any(|known| is_same_reference(*known, property))
        {
            schemas.push(property);
        }
    }
}

/// Whether two schemas are the same reference.
pub(super) fn is_same_reference(a: At<'_>, b: At<'_>) -> bool {
    let name = |at| keyword(at).and_then(At::str);
    name(a).is_some() && name(a) == name(b)
}

fn collect_additional<'d>(at: At<'d>, merged: &mut Merged<'d>) {
    let said = at
        .get("additionalProperties")
        .or_else(|| at.get("unevaluatedProperties"));
    let said = match said {
        None => return,
        Some(schema) if schema.bool() == Some(false) => Additional::No,
        Some(schema) if schema.bool() == Some(true) || schema.is_empty() => Additional::Any,
        Some(schema) => Additional::Schema(schema),
    };
    // Parts that were written to be extended say `false` of themselves alone, so the wider word counts.
    let wider = match (&merged.additional, &said) {
        (Additional::Unsaid | Additional::No, _) | (Additional::Schema(_), Additional::Any) => true,
        (Additional::Any | Additional::Schema(_), _) => false,
    };
    if wider {
        merged.additional = said;
    }
}

fn collect_values<'d>(at: At<'d>, merged: &mut Merged<'d>) {
    let said: Option<Vec<At<'d>>> = match (at.get("const"), at.get("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(values)) if !values.is_empty() => Some(values.items().collect()),
        _ => None,
    };
    let Some(said) = said else { return };
    let both = merged.values.as_ref().map(|known| {
        let common = known.iter().copied().filter(|value| {
            let same =
                |other: &At<'d>| other.kind() == value.kind() && other.to_json() == value.to_json();
            said.iter().any(same)
        });
        common.collect::<Vec<_>>()
    });
    match (both, &merged.values) {
        (None, _) => merged.values = Some(said),
        // Lists without a common value are a slip of the pen; the shorter one counts.
        (Some(both), Some(known)) if both.is_empty() && said.len() >= known.len() => {}
        (Some(both), _) if both.is_empty() => merged.values = Some(said),
        (Some(both), _) => merged.values = Some(both),
    }
}

fn intersect(a: JsonTypes, b: JsonTypes) -> JsonTypes {
    let both = a & b;
    // A contradiction is a slip of the pen; the outer word counts.
    if both.is_empty() { a } else { both }
}
