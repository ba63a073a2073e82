//! `oneOf` and `anyOf`: one of several types.
//!
//! What is beside the alternatives (properties, an `allOf`) holds for each of them.

mod branch;
mod candidate;
mod discriminator;
mod similar;

use self::branch::{Branch, branch, is_null_object};
use self::candidate::candidates;
use self::similar::joint;
use super::Slot;
use crate::check::rust_enum;
use crate::document::At;
use crate::ir::{
    Constant, DiscriminatedMember, DiscriminatedUnion, Doc, Enum, EnumRepr, EnumValue, Integer,
    JsonTypes, Shape, Type, UntaggedMember,
};
use crate::lower::Lower;
use crate::lower::context::Context;
use crate::schema::{Alternatives, Merged, Parts, is_null, value_types};

/// Maximum number of members.
pub(in crate::lower) const MAX_MEMBERS: usize = 400;

impl<'d> Lower<'_, 'd> {
    /// The type of a schema with alternatives; none where the alternatives only constrain it.
    pub(in crate::lower) fn union(
        &mut self,
        merged: &Merged<'d>,
        parts: &Parts<'d>,
        alternatives: Alternatives<'d>,
        slot: &Slot,
    ) -> Option<Type> {
        let (branches, open) = self.branches(merged, parts, alternatives);
        match branches.as_slice() {
            [] => return open.then_some(Type::Json),
            [branch] if !open => return Some(self.only(branch, slot)),
            _ => {}
        }
        if let Some(ty) = self.scalars(merged, &branches, slot).filter(|_| !open) {
            return Some(ty);
        }
        let groups = self.similar(&branches);
        if let ([group], false) = (groups.as_slice(), open) {
            let all: Vec<&Branch<'d>> = group
                .iter()
                .filter_map(|index| branches.get(*index))
                .collect();
            return Some(self.build(&joint(&all)?, slot));
        }
        if self.has_too_many_members(merged, groups.len(), &branches, alternatives) {
            return Some(Type::Json);
        }
        Some(self.members(merged, (&branches, &groups), alternatives, slot, open))
    }

    /// The alternatives that are types, and whether one of them admits everything.
    fn branches(
        &self,
        merged: &Merged<'d>,
        parts: &Parts<'d>,
        alternatives: Alternatives<'d>,
    ) -> (Vec<Branch<'d>>, bool) {
        let is_pair = alternatives.members.len() == 2;
        let is_type = |at: &At<'d>| !(is_null(*at) || is_pair && is_null_object(*at));
        let mut branches = Vec::new();
        // An alternative without constraints admits everything: what matches no other is kept as it is.
        let mut open = false;
        let mut unconstrained = None;
        for at in alternatives.members.items().filter(is_type) {
            let own = self.schemas.merge(at);
            if own.only_requires() {
                continue;
            }
            if own.is_unconstrained() {
                open |= !merged.has_shape();
                unconstrained = Some((at, own));
            } else {
                branches.push(branch(at, own, merged, parts, alternatives));
            }
        }
        // Beside fields, it means these fields alone; what the others require does not hold for it.
        if let Some((at, own)) = unconstrained.filter(|_| !open && !branches.is_empty()) {
            branches.push(branch(at, own, merged, parts, alternatives));
        }
        (branches, open)
    }

    /// Whether a union has too many members, those of alternatives beside it multiplied out; reported.
    fn has_too_many_members(
        &mut self,
        merged: &Merged<'d>,
        count: usize,
        branches: &[Branch<'d>],
        alternatives: Alternatives<'d>,
    ) -> bool {
        let key = if alternatives.one_of {
            "oneOf"
        } else {
            "anyOf"
        };
        let others = merged
            .alternatives
            .iter()
            .filter(|of| of.members != alternatives.members);
        let ways = others
            .map(|of| of.members.len())
            .fold(count, usize::saturating_mul);
        let alone = branches.iter().all(|branch| branch.alone);
        let message = if count > MAX_MEMBERS {
            format!("`{key}` has {count} members, where a type has at most {MAX_MEMBERS}")
        } else if !alone && ways > MAX_MEMBERS {
            format!(
                "`{key}` and its siblings combine in {ways} ways, where a type has at most {MAX_MEMBERS}"
            )
        } else {
            return false;
        };
        self.report_wide_union(alternatives.members, message);
        true
    }

    fn branch_type(&mut self, branch: &Branch<'d>, context: &Context) -> Type {
        if branch.alone {
            self.schema(branch.at, context)
        } else {
            self.build(&branch.parts, &Slot::Inline(context.clone()))
        }
    }

    /// A union with a single member is that member.
    fn only(&mut self, branch: &Branch<'d>, slot: &Slot) -> Type {
        if branch.alone {
            if let Some(ty) = self.reference(branch.at) {
                return ty;
            }
            return self.build(&branch.at.into(), slot);
        }
        self.build(&branch.parts, slot)
    }

    /// The type of members that are all strings, or all integers, or all numbers: one scalar.
    fn scalars(
        &mut self,
        merged: &Merged<'d>,
        branches: &[Branch<'d>],
        slot: &Slot,
    ) -> Option<Type> {
        let types_of = |branch: &Branch<'d>| {
            let is_union = !branch.merged.alternatives.is_empty();
            let declared = branch.merged.types;
            let types = declared.or_else(|| value_types(&branch.merged))?;
            (!is_union).then_some(types - JsonTypes::NULL)
        };
        let types: Vec<JsonTypes> = branches.iter().map(types_of).collect::<Option<_>>()?;
        if types.iter().all(|types| *types == JsonTypes::STRING) {
            return self.strings(merged, branches, slot);
        }
        let is_number = |types: &JsonTypes| {
            types.contains(JsonTypes::INTEGER) && (*types - JsonTypes::NUMBER).is_empty()
        };
        let is_listed = branches.iter().any(|branch| branch.merged.values.is_some());
        if is_listed || !types.iter().all(is_number) {
            return None;
        }
        let has_fraction = |types: &JsonTypes| types.contains(JsonTypes::FRACTION);
        Some(if types.iter().any(has_fraction) {
            Type::Float
        } else {
            Type::Integer(Integer::I64)
        })
    }

    /// The type of members that are all strings: an enum of what they list, or a string.
    fn strings(
        &mut self,
        merged: &Merged<'d>,
        branches: &[Branch<'d>],
        slot: &Slot,
    ) -> Option<Type> {
        let values = listed_strings(branches)?;
        if values.is_empty() {
            let first = &branches.first()?.merged;
            let format = first.text("format");
            let is_same = |branch: &Branch<'d>| branch.merged.text("format") == format;
            return Some(if branches.iter().all(is_same) {
                super::scalar::scalar(first, JsonTypes::STRING)
            } else {
                Type::String
            });
        }
        let id = self.definition(slot, merged);
        let of = Enum {
            closed: rust_enum::is_closed(merged),
            any_string: branches.iter().any(|it| it.merged.values.is_none()),
            ..Enum::open(EnumRepr::String, values)
        };
        self.define(id, Shape::Enum(of));
        Some(Type::Named(id))
    }

    fn members(
        &mut self,
        merged: &Merged<'d>,
        (branches, groups): (&[Branch<'d>], &[Vec<usize>]),
        alternatives: Alternatives<'d>,
        slot: &Slot,
        mut open: bool,
    ) -> Type {
        let id = self.definition(slot, merged);
        let module = self.api.type_def(id).module;
        let discriminator = self.discriminator(branches, alternatives).filter(|_| !open);
        let values = discriminator.as_ref().map(|(_, values)| values.as_slice());
        let mut members: Vec<UntaggedMember> = Vec::new();
        let mut tags: Vec<Vec<String>> = Vec::new();
        for candidate in candidates(branches, groups, values.unwrap_or_default()) {
            let context = Context::within(id, module).word(&candidate.word);
            let ty = match candidate.joint() {
                Some(parts) => self.build(&parts, &Slot::Inline(context)),
                None => self.branch_type(candidate.first, &context),
            };
            // The variant for unknown members holds free-form JSON.
            open |= ty == Type::Json;
            if ty != Type::Json && members.iter().all(|known| known.ty != ty) {
                let doc = Doc {
                    notes: Vec::new(),
                    ..self.doc(candidate.first.at)
                };
                let name = candidate.name();
                members.push(UntaggedMember { name, ty, doc });
                tags.push(candidate.tags);
            }
        }
        let is_complete = members.len() == groups.len();
        let shape = match (discriminator, members.as_slice()) {
            (Some((tag, _)), _) if is_complete => discriminated(tag, members, tags),
            (_, [only]) if !open => Shape::Alias(only.ty.clone()),
            _ => Shape::UntaggedUnion(members),
        };
        self.define(id, shape);
        Type::Named(id)
    }
}

fn discriminated(tag: &str, members: Vec<UntaggedMember>, tags: Vec<Vec<String>>) -> Shape {
    let members = members.into_iter().zip(tags);
    let members = members.map(|(member, tags)| DiscriminatedMember {
        tags,
        name: member.name,
        ty: member.ty,
        doc: member.doc,
    });
    Shape::DiscriminatedUnion(DiscriminatedUnion {
        tag: tag.to_owned(),
        members: members.collect(),
    })
}

/// The strings that branches list, each once; none where a value has no text.
fn listed_strings(branches: &[Branch<'_>]) -> Option<Vec<EnumValue>> {
    let mut listed: Vec<EnumValue> = Vec::new();
    for branch in branches {
        let values = branch.merged.values.as_deref().unwrap_or_default();
        // What documents a branch with a single value documents the value.
        let text = |key: &str| {
            let text = branch.at.get(key).and_then(At::str);
            text.filter(|_| values.len() == 1).map(str::to_owned)
        };
        for at in values.iter().filter(|at| !at.is_null()) {
            let value = Constant::String(at.text()?);
            if listed.iter().all(|known| known.value != value) {
                listed.push(EnumValue {
                    value,
                    name: text("title"),
                    title: text("title"),
                    description: text("description"),
                });
            }
        }
    }
    Some(listed)
}
