//! `oneOf` and `anyOf`: one of several types.
//!
//! What the alternatives stand beside (properties, an `allOf`) holds for each of them.

mod alike;
mod branch;
mod tags;

use self::alike::joint;
use self::branch::{Branch, branch, is_null_object, is_record, member_names, word};
use super::schema::Slot;
use super::{Context, Lower};
use crate::document::At;
use crate::ir::{
    Constant, DiscriminatedMember, DiscriminatedUnion, Doc, Enum, EnumRepr, EnumValue, Integer,
    JsonTypes, Shape, Type, UntaggedMember,
};
use crate::schema::{Alternatives, Merged, Parts, value_types};

/// More members than this are beyond what a reader or a compiler can take.
pub(super) const MAX_MEMBERS: usize = 400;

impl<'d> Lower<'_, 'd> {
    /// The type of a schema with alternatives; none where the alternatives only constrain it.
    pub(super) fn union(
        &mut self,
        merged: &Merged<'d>,
        parts: &Parts<'d>,
        alternatives: Alternatives<'d>,
        slot: &Slot,
    ) -> Option<Type> {
        let listed: Vec<At<'d>> = alternatives.members.items().collect();
        let is_pair = listed.len() == 2;
        let members: Vec<At<'d>> = listed
            .into_iter()
            .filter(|at| !(crate::schema::is_null(*at) || is_pair && is_null_object(*at)))
            .collect();
        let mut branches = Vec::new();
        // An alternative that says nothing admits everything: what fits no other is kept as it came.
        let mut open = false;
        let mut silent = None;
        for at in members {
            let own = self.schemas.merge(at);
            if own.only_requires() {
                continue;
            }
            if own.says_nothing() {
                open |= !merged.has_shape();
                silent = Some((at, own));
            } else {
                branches.push(branch(at, own, merged, parts, alternatives));
            }
        }
        // Beside fields, it means these fields alone; what the others require does not hold for it.
        if let Some((at, own)) = silent.filter(|_| !open && !branches.is_empty()) {
            branches.push(branch(at, own, merged, parts, alternatives));
        }
        match branches.as_slice() {
            [] => return open.then_some(Type::Json),
            [branch] if !open => return Some(self.only(branch, slot)),
            _ => {}
        }
        if let Some(ty) = self.scalars(merged, &branches, slot).filter(|_| !open) {
            return Some(ty);
        }
        let groups = self.alike(&branches);
        if let ([group], false) = (groups.as_slice(), open) {
            let all: Vec<&Branch<'d>> = group
                .iter()
                .filter_map(|index| branches.get(*index))
                .collect();
            return Some(self.build(&joint(&all)?, slot));
        }
        if self.is_too_wide(merged, groups.len(), &branches, alternatives) {
            return Some(Type::Json);
        }
        Some(self.members(merged, (&branches, &groups), alternatives, slot, open))
    }

    /// Whether the members are more than a type can have; alternatives beside these are spread over them.
    fn is_too_wide(
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
                "`{key}` and what stands beside it combine in {ways} ways, where a type has at most {MAX_MEMBERS}"
            )
        } else {
            return false;
        };
        self.report_wide(alternatives.members, message);
        true
    }

    fn branch_type(&mut self, branch: &Branch<'d>, context: &Context) -> Type {
        if branch.alone {
            self.schema(branch.at, context)
        } else {
            self.build(&branch.parts, &Slot::Here(context.clone()))
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

    /// Members that are all strings, or all whole numbers, or all numbers, are one scalar.
    fn scalars(
        &mut self,
        merged: &Merged<'d>,
        branches: &[Branch<'d>],
        slot: &Slot,
    ) -> Option<Type> {
        let types =
            |branch: &Branch<'d>| branch.merged.types.or_else(|| value_types(&branch.merged));
        if branches
            .iter()
            .any(|branch| !branch.merged.alternatives.is_empty())
        {
            return None;
        }
        let all = |test: fn(&JsonTypes) -> bool| {
            branches
                .iter()
                .all(|branch| types(branch).is_some_and(|types| test(&types)))
        };
        let is_string = |types: &JsonTypes| *types - JsonTypes::NULL == JsonTypes::STRING;
        let is_number = |types: &JsonTypes| {
            types.contains(JsonTypes::INTEGER)
                && (*types - JsonTypes::NULL - JsonTypes::NUMBER).is_empty()
        };
        if all(is_string) {
            let mut listed: Vec<EnumValue> = Vec::new();
            for branch in branches {
                for at in branch
                    .merged
                    .values
                    .iter()
                    .flatten()
                    .filter(|at| !at.is_null())
                {
                    let value = Constant::String(at.text()?);
                    if listed.iter().all(|known| known.value != value) {
                        let one = branch
                            .merged
                            .values
                            .as_ref()
                            .is_some_and(|values| values.len() == 1);
                        let text = |key: &str| {
                            branch
                                .at
                                .get(key)
                                .and_then(At::str)
                                .filter(|_| one)
                                .map(str::to_owned)
                        };
                        listed.push(EnumValue {
                            value,
                            name: text("title"),
                            description: text("description"),
                        });
                    }
                }
            }
            if listed.is_empty() {
                let first = super::scalar::scalar(&branches.first()?.merged, JsonTypes::STRING);
                let same = branches.iter().all(|branch| {
                    branch.merged.text("format")
                        == branches
                            .first()
                            .and_then(|first| first.merged.text("format"))
                });
                return Some(if same { first } else { Type::String });
            }
            let id = self.open(slot, merged);
            let (repr, values) = (EnumRepr::String, listed);
            self.fill(id, Shape::Enum(Enum { repr, values }));
            return Some(Type::Named(id));
        }
        if all(is_number) && branches.iter().all(|branch| branch.merged.values.is_none()) {
            let fraction = branches.iter().any(|branch| {
                types(branch).is_some_and(|types| types.contains(JsonTypes::FRACTION))
            });
            return Some(if fraction {
                Type::Float
            } else {
                Type::Integer(Integer::I64)
            });
        }
        None
    }

    fn members(
        &mut self,
        merged: &Merged<'d>,
        (branches, groups): (&[Branch<'d>], &[Vec<usize>]),
        alternatives: Alternatives<'d>,
        slot: &Slot,
        mut open: bool,
    ) -> Type {
        let id = self.open(slot, merged);
        let module = self.api.type_def(id).module;
        let names = member_names(branches);
        let tagged = self.tagged(branches, alternatives).filter(|_| !open);
        let mut members: Vec<UntaggedMember> = Vec::new();
        let mut tags: Vec<Vec<String>> = Vec::new();
        for group in groups {
            let all: Vec<&Branch<'d>> = group
                .iter()
                .filter_map(|index| branches.get(*index))
                .collect();
            let Some(branch) = all.first().copied() else {
                continue;
            };
            let alone = match group.as_slice() {
                [index] => Some(index),
                _ => None,
            };
            let name = alone.and_then(|index| names.get(*index).cloned().flatten());
            let tags_of = |(_, tags): &(_, Vec<Vec<String>>)| {
                let own = group.iter().filter_map(|index| tags.get(*index));
                own.flatten().cloned().collect::<Vec<String>>()
            };
            let own_tags = tagged.as_ref().map(tags_of).unwrap_or_default();
            let word = name
                .clone()
                .or_else(|| {
                    (!own_tags.is_empty() && own_tags.len() < 4).then(|| own_tags.join(" or "))
                })
                .unwrap_or_else(|| {
                    let others = branches.iter().enumerate();
                    let others = others.filter(|(index, _)| !group.contains(index));
                    word(branch, &others.map(|(_, other)| other).collect::<Vec<_>>())
                });
            let context = Context::within(id, module).word(&word);
            let ty = match joint(&all).filter(|_| alone.is_none()) {
                Some(parts) => self.build(&parts, &Slot::Here(context)),
                None => self.branch_type(branch, &context),
            };
            // Free-form JSON is what a union keeps of what it does not know.
            open |= ty == Type::Json;
            if ty != Type::Json && members.iter().all(|known| known.ty != ty) {
                let doc = Doc {
                    notes: Vec::new(),
                    ..self.doc(branch.at)
                };
                let name = name.or_else(|| {
                    (alone.is_none() || own_tags.is_empty() && is_record(branch)).then_some(word)
                });
                members.push(UntaggedMember { name, ty, doc });
                tags.push(own_tags);
            }
        }
        let whole = members.len() == groups.len();
        match (tagged, members.as_slice()) {
            (Some((tag, _)), _) if whole => {
                let members =
                    members
                        .into_iter()
                        .zip(tags)
                        .map(|(member, tags)| DiscriminatedMember {
                            tags,
                            name: member.name,
                            ty: member.ty,
                            doc: member.doc,
                        });
                self.fill(
                    id,
                    Shape::DiscriminatedUnion(DiscriminatedUnion {
                        tag: tag.to_owned(),
                        members: members.collect(),
                    }),
                );
            }
            (_, [only]) if !open => {
                let ty = only.ty.clone();
                self.fill(id, Shape::Alias(ty));
            }
            _ => self.fill(id, Shape::UntaggedUnion(members)),
        }
        Type::Named(id)
    }
}
