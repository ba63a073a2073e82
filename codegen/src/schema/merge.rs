//! Merges a schema with its `$ref` and its `allOf`: everything that holds for a value.

use std::rc::Rc;

use super::merged::{Alternatives, Merged, Parts, is_same_list};
use super::{SchemaId, SchemaIndex};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;

/// Maximum number of schemas in a chain of references.
const MAX_CHAIN: usize = 100;

impl<'d> SchemaIndex<'d> {
    /// Everything that holds for a schema.
    pub(crate) fn merge(&self, at: At<'d>) -> Rc<Merged<'d>> {
        if let Some(merged) = self.merged.borrow().get(&at.id()) {
            return Rc::clone(merged);
        }
        self.report_cycles(at);
        let merged = Rc::new(self.merge_parts(&at.into()));
        self.merged.borrow_mut().insert(at.id(), Rc::clone(&merged));
        merged
    }

    /// Everything that holds for several schemas at once.
    pub(crate) fn merge_parts(&self, parts: &Parts<'d>) -> Merged<'d> {
        let mut merged = Merged::new(parts.schemas.first().copied().unwrap_or(self.root));
        let mut open = Vec::new();
        for at in &parts.schemas {
            self.collect(*at, &parts.without, &mut merged, &mut open);
        }
        for at in &parts.similar {
            for (key, schemas) in &self.merge(*at).properties {
                merged.similar.entry(*key).or_default().extend(schemas);
            }
        }
        merged
    }

    fn collect(
        &self,
        at: At<'d>,
        without: &[(At<'d>, bool)],
        merged: &mut Merged<'d>,
        open: &mut Vec<SchemaId>,
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
            return self.report_long_chain(at, open);
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

    /// Reports a chain of references, once for all schemas on it.
    fn report_long_chain(&self, at: At<'d>, open: &[SchemaId]) {
        let mut known = self.long_chains.borrow_mut();
        let is_reported = open.iter().any(|id| known.contains(id));
        known.extend(open);
        known.insert(at.id());
        if !is_reported {
            let message = format!("more than {MAX_CHAIN} `$ref`s and `allOf`s lead here");
            self.report(
                Diagnostic::new(Code::LongChain, at, message)
                    .on_key(at)
                    .help("refer to what is meant directly"),
            );
        }
    }

    /// Adds the keywords of a schema itself.
    fn collect_keywords(
        &self,
        at: At<'d>,
        without: &[(At<'d>, bool)],
        merged: &mut Merged<'d>,
        open: &[SchemaId],
    ) {
        if let Some(types) = self.declared_types(at) {
            self.check_types(at, types, merged);
            merged.types = Some(merged.types.map_or(types, |known| intersect(known, types)));
        }
        merged.add_properties(at);
        self.collect_conditional(at, merged);
        merged.add_keywords(at, without);
        self.collect_alternatives(at, without, merged, open);
    }

    /// Adds the `oneOf` and the `anyOf` of a schema, unless they lead back to a schema that is being merged.
    fn collect_alternatives(
        &self,
        at: At<'d>,
        without: &[(At<'d>, bool)],
        merged: &mut Merged<'d>,
        open: &[SchemaId],
    ) {
        for (key, one_of) in [("oneOf", true), ("anyOf", false)] {
            let Some(members) = at.get(key).filter(|members| !members.is_empty()) else {
                continue;
            };
            let is_left_out = |(owner, of): &(At<'d>, bool)| {
                let list = owner.get(key).filter(|_| *of == one_of);
                list.is_some_and(|list| is_same_list(list, members))
            };
            if without.iter().any(is_left_out) {
                continue;
            }
            let leads_back = |member: At<'d>| {
                let target = self.target(member).map(At::id);
                target.is_some_and(|target| open.contains(&target) && target != at.id())
                    || open.contains(&member.id())
            };
            if !members.items().any(leads_back) {
                merged.add_alternatives(Alternatives {
                    owner: at,
                    members,
                    one_of,
                });
            }
        }
    }

    /// Reports a `type` that excludes what another one requires of the same value.
    fn check_types(&self, at: At<'d>, types: JsonTypes, merged: &Merged<'d>) {
        let null = JsonTypes::NULL;
        let clash = merged.types.is_some_and(|known| {
            // Null alone is how some documents say `nullable`.
            (known & types).is_empty() && known != null && types != null
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
            self.report(
                Diagnostic::new(Code::ContradictoryType, ty, message)
                    .also(Place::value(outer), "the other one")
                    .help("take one of them out"),
            );
        }
    }
}

fn intersect(a: JsonTypes, b: JsonTypes) -> JsonTypes {
    let both = a & b;
    // A contradiction is a mistake of the document; the outer types count.
    if both.is_empty() { a } else { both }
}
