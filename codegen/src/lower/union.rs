//! `oneOf` and `anyOf`: one of several types.
//!
//! What the alternatives stand beside (properties, an `allOf`) holds for each of them.

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::IndexSet;

use super::merge::{Alternatives, Merged, Parts};
use super::reference::{keyword, referred};
use super::schema::Slot;
use super::{Context, Lower, look};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, DocumentId, Kind};
use crate::ir::{ChoiceValue, Doc, Integer, Kinds, Member, Shape, Tagged, TaggedMember, Type};

/// More members than this are beyond what a reader or a compiler can take.
const MAX_MEMBERS: usize = 400;

/// A schema, the key of a tag, a mapping, and whether the document declares the tag.
pub(super) type Asked<'d> = ((DocumentId, u32), &'d str, Option<(DocumentId, u32)>, bool);

/// An alternative that is more than a constraint on the rest of the schema.
struct Branch<'d> {
    at: At<'d>,
    /// What the branch is by itself.
    merged: Rc<Merged<'d>>,
    /// Everything that holds for it.
    parts: Parts<'d>,
    /// Whether it is whole without the schema around it.
    alone: bool,
}

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
            .filter(|at| !(super::nullable::is_null(*at) || is_pair && is_null_object(*at)))
            .collect();
        let mut branches = Vec::new();
        // An alternative that says nothing admits everything: what fits no other is kept as it came.
        let mut open = false;
        let mut silent = None;
        for at in members {
            let own = self.merge(at);
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
        if self.is_too_wide(merged, &branches, alternatives) {
            return Some(Type::Json);
        }
        Some(self.members(merged, &branches, alternatives, slot, open))
    }

    /// Whether the members are more than a type can have; alternatives beside these are spread over them.
    fn is_too_wide(
        &mut self,
        merged: &Merged<'d>,
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
            .fold(branches.len(), usize::saturating_mul);
        let alone = branches.iter().all(|branch| branch.alone);
        let message = if branches.len() > MAX_MEMBERS {
            format!(
                "`{key}` has {} members, where a type has at most {MAX_MEMBERS}",
                branches.len()
            )
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
        let kinds =
            |branch: &Branch<'d>| branch.merged.kinds.or_else(|| value_kinds(&branch.merged));
        if branches
            .iter()
            .any(|branch| !branch.merged.alternatives.is_empty())
        {
            return None;
        }
        let all = |test: fn(&Kinds) -> bool| {
            branches
                .iter()
                .all(|branch| kinds(branch).is_some_and(|kinds| test(&kinds)))
        };
        let is_string = |kinds: &Kinds| {
            *kinds
                == Kinds {
                    string: true,
                    null: kinds.null,
                    ..Default::default()
                }
        };
        let is_number = |kinds: &Kinds| {
            kinds.integer
                && *kinds
                    == Kinds {
                        integer: true,
                        fraction: kinds.fraction,
                        null: kinds.null,
                        ..Default::default()
                    }
        };
        if all(is_string) {
            let mut listed: Vec<ChoiceValue<String>> = Vec::new();
            for branch in branches {
                for at in branch
                    .merged
                    .values
                    .iter()
                    .flatten()
                    .filter(|at| !at.is_null())
                {
                    let value = at.text()?;
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
                        listed.push(ChoiceValue {
                            value,
                            name: text("title"),
                            description: text("description"),
                        });
                    }
                }
            }
            if listed.is_empty() {
                let first = super::scalar::scalar(
                    &branches.first()?.merged,
                    Kinds {
                        string: true,
                        ..Default::default()
                    },
                );
                let same = branches.iter().all(|branch| {
                    branch.merged.text("format")
                        == branches
                            .first()
                            .and_then(|first| first.merged.text("format"))
                });
                return Some(if same { first } else { Type::String });
            }
            let id = self.open(slot, merged);
            self.fill(id, Shape::Choice(listed));
            return Some(Type::Named(id));
        }
        if all(is_number) && branches.iter().all(|branch| branch.merged.values.is_none()) {
            let fraction = branches
                .iter()
                .any(|branch| kinds(branch).is_some_and(|kinds| kinds.fraction));
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
        branches: &[Branch<'d>],
        alternatives: Alternatives<'d>,
        slot: &Slot,
        mut open: bool,
    ) -> Type {
        let id = self.open(slot, merged);
        let home = self.api.type_def(id).home;
        let names = member_names(branches);
        let tagged = self.tagged(branches, alternatives).filter(|_| !open);
        let mut members: Vec<Member> = Vec::new();
        let mut tags: Vec<Vec<String>> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let name = names.get(index).cloned().flatten();
            let own_tags = tagged
                .as_ref()
                .and_then(|(_, tags)| tags.get(index))
                .cloned()
                .unwrap_or_default();
            let word = name
                .clone()
                .or_else(|| own_tags.first().cloned())
                .unwrap_or_else(|| word(branch, branches));
            let ty = self.branch_type(branch, &Context::within(id, home).word(&word));
            // Free-form JSON is what a union keeps of what it does not know.
            open |= ty == Type::Json;
            if ty != Type::Json && members.iter().all(|known| known.ty != ty) {
                let doc = Doc {
                    notes: Vec::new(),
                    ..self.doc(branch.at)
                };
                let name =
                    name.or_else(|| (own_tags.is_empty() && is_record(branch)).then_some(word));
                members.push(Member {
                    name,
                    ty,
                    doc,
                    look: look::none(),
                });
                tags.push(own_tags);
            }
        }
        let whole = members.len() == branches.len();
        match (tagged, members.as_slice()) {
            (Some((tag, _)), _) if whole => {
                let members = members
                    .into_iter()
                    .zip(tags)
                    .map(|(member, tags)| TaggedMember {
                        tags,
                        name: member.name,
                        ty: member.ty,
                        doc: member.doc,
                    });
                self.fill(
                    id,
                    Shape::Tagged(Tagged {
                        tag: tag.to_owned(),
                        members: members.collect(),
                    }),
                );
            }
            (_, [only]) if !open => {
                let ty = only.ty.clone();
                self.fill(id, Shape::Alias(ty));
            }
            _ => self.fill(id, Shape::Union(members)),
        }
        Type::Named(id)
    }

    /// The tag, and the values of it that mean each branch, where a discriminator or a constant that all share
    /// tells the branches apart.
    fn tagged(
        &mut self,
        branches: &[Branch<'d>],
        alternatives: Alternatives<'d>,
    ) -> Option<(&'d str, Vec<Vec<String>>)> {
        let discriminator = alternatives.owner.get("discriminator");
        let name = discriminator
            .and_then(|discriminator| discriminator.get("propertyName"))
            .and_then(At::str);
        let candidates: IndexSet<&'d str> = if let Some(name) = name {
            IndexSet::from([name])
        } else {
            let keys = branches
                .iter()
                .flat_map(|branch| branch.merged.properties.keys());
            keys.copied().collect()
        };
        let mapping = discriminator.and_then(|discriminator| discriminator.get("mapping"));
        for tag in candidates {
            let tags: Option<Vec<Vec<String>>> = branches
                .iter()
                .map(|branch| self.tags(branch.at, tag, mapping, name.is_some()))
                .collect();
            if let Some(tags) = tags
                .map(|tags| without_shared(&tags))
                .filter(|tags| tags.iter().all(|tags| !tags.is_empty()))
            {
                return (!self.is_dispensable(branches, tag)).then_some((tag, tags));
            }
        }
        None
    }

    /// Whether a value may come without its tag, while each branch says what its tag is: then the tag is a mark among
    /// others, and the keys tell what a value without one is.
    fn is_dispensable(&mut self, branches: &[Branch<'d>], tag: &str) -> bool {
        let may_be_missing = |branch: &Branch<'_>| !branch.merged.required.contains(tag);
        branches.iter().any(may_be_missing)
            && branches.iter().all(|branch| {
                let property = branch.merged.properties.get(tag);
                let property = property.and_then(|schemas| schemas.first());
                property.is_some_and(|property| self.listed(*property).len() == 1)
            })
    }

    /// The tags that mean a branch. The same schemas are asked again for each combination that they stand in.
    fn tags(
        &mut self,
        at: At<'d>,
        tag: &'d str,
        mapping: Option<At<'d>>,
        declared: bool,
    ) -> Option<Vec<String>> {
        let key = (at.id(), tag, mapping.map(At::id), declared);
        if let Some(known) = self.tags.get(&key) {
            return known.clone();
        }
        let tags = self.tags_within(at, tag, mapping, declared, &mut HashSet::new());
        self.tags.insert(key, tags.clone());
        tags
    }

    fn tags_within(
        &mut self,
        at: At<'d>,
        tag: &str,
        mapping: Option<At<'d>>,
        declared: bool,
        seen: &mut HashSet<(DocumentId, u32)>,
    ) -> Option<Vec<String>> {
        if seen.len() > MAX_MEMBERS {
            return None;
        }
        if !seen.insert(at.id()) {
            return Some(Vec::new());
        }
        let target = self.target(at).unwrap_or(at);
        let mut tags: Vec<String> = Vec::new();
        for (value, name) in mapping.into_iter().flat_map(At::entries) {
            if self.mapped(name).is_some_and(|mapped| mapped == target) {
                tags.push(value.to_owned());
            }
        }
        let merged = self.merge(at);
        let property = merged
            .properties
            .get(tag)
            .and_then(|schemas| schemas.first())
            .copied();
        let values = property
            .map(|property| self.listed(property))
            .unwrap_or_default();
        let constants: Vec<String> = values.iter().filter_map(|value| tag_text(*value)).collect();
        if tags.is_empty() && !merged.alternatives.is_empty() {
            for alternatives in &merged.alternatives {
                for member in alternatives.members.items() {
                    let inner = alternatives
                        .owner
                        .get("discriminator")
                        .and_then(|at| at.get("mapping"))
                        .or(mapping);
                    tags.extend(self.tags_within(member, tag, inner, declared, seen)?);
                }
            }
            let each_once: IndexSet<String> = tags.into_iter().collect();
            return Some(each_once.into_iter().collect());
        }
        if !declared {
            // A shared constant tells members apart only if it is always there.
            return (merged.required.contains(tag) && !constants.is_empty()).then_some(constants);
        }
        if constants.is_empty() && tags.is_empty() {
            tags.extend(keyword(at).and_then(|_| target.key()));
        }
        for constant in constants {
            if !tags.contains(&constant) {
                tags.push(constant);
            }
        }
        let object = merged.is_object_like() || merged.kinds.is_some_and(|kinds| kinds.object);
        (object && !tags.is_empty()).then_some(tags)
    }

    /// The values that a schema allows, null apart.
    fn listed(&mut self, at: At<'d>) -> Vec<At<'d>> {
        let merged = self.merge(at);
        let mut listed = merged.values.clone().unwrap_or_default();
        if let ([alternatives], true) = (merged.alternatives.as_slice(), listed.is_empty()) {
            let members = alternatives.members.items();
            for member in members.filter(|at| !super::nullable::is_null(*at)) {
                match &self.merge(member).values {
                    Some(values) => listed.extend(values),
                    None => return Vec::new(),
                }
            }
        }
        listed
    }

    /// What a value of `mapping` names: a schema's key, or a reference.
    fn mapped(&mut self, name: At<'d>) -> Option<At<'d>> {
        let text = name.str()?;
        let documents = name.documents();
        let by_key = documents.find(name.document(), &format!("#/components/schemas/{text}"));
        let found = if text.contains(['#', '/']) {
            documents.find(name.document(), text).or(by_key)
        } else {
            by_key
        };
        if found.is_err() {
            let key = name.key().unwrap_or_default();
            let message = format!("`{key}` is mapped to `{text}`, which is not there");
            self.diagnostics.report(
                Diagnostic::new(Code::BadMapping, name, message)
                    .help("name a schema: `#/components/schemas/...`"),
            );
        }
        found.ok()
    }
}

/// What holds for a branch: itself, and the schema around it without these alternatives.
fn branch<'d>(
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

impl super::merge::Additional<'_> {
    fn says(&self) -> bool {
        matches!(self, Self::Any | Self::Schema(_))
    }
}

/// Whether a branch is an object with fields of its own.
fn is_record(branch: &Branch<'_>) -> bool {
    keyword(branch.at).is_none() && !branch.merged.properties.is_empty()
}

/// A word for a branch that the document does not name: the key that only it has, or its kind.
fn word(branch: &Branch<'_>, branches: &[Branch<'_>]) -> String {
    let others = || branches.iter().filter(|other| other.at != branch.at);
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

/// A tag that several members claim tells none of them apart: the first that it is the only tag of keeps it.
fn without_shared(tags: &[Vec<String>]) -> Vec<Vec<String>> {
    let count = |tag: &String| tags.iter().filter(|others| others.contains(tag)).count();
    tags.iter()
        .map(|own| own.iter().filter(|tag| count(tag) == 1).cloned().collect())
        .collect()
}

fn tag_text(value: At<'_>) -> Option<String> {
    match value.kind() {
        Kind::String | Kind::Bool | Kind::Integer => value.text(),
        Kind::Null | Kind::Float | Kind::List | Kind::Map => None,
    }
}

/// `{ type: object, nullable: true }` beside one other member is how some tools of 3.0 say "or null".
fn is_null_object(at: At<'_>) -> bool {
    at.len() == 2
        && at.get("type").and_then(At::str) == Some("object")
        && at.get("nullable").and_then(At::bool) == Some(true)
}

/// Names for the members: what they refer to, or their titles, where these differ.
fn member_names(branches: &[Branch<'_>]) -> Vec<Option<String>> {
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
    match merged.kinds {
        Some(kinds) if kinds.array => "list",
        Some(kinds) if kinds.string => "string",
        Some(kinds) if kinds.bool => "bool",
        Some(kinds) if kinds.integer => "number",
        _ => "object",
    }
}

/// The kinds of the values that a schema lists.
fn value_kinds(merged: &Merged<'_>) -> Option<Kinds> {
    let values = merged.values.as_ref()?;
    let mut kinds = Kinds::default();
    for value in values {
        match value.kind() {
            Kind::String => kinds.string = true,
            Kind::Integer => kinds.integer = true,
            Kind::Bool => kinds.bool = true,
            Kind::Float => kinds.fraction = true,
            Kind::Null => kinds.null = true,
            Kind::List => kinds.array = true,
            Kind::Map => kinds.object = true,
        }
    }
    Some(kinds)
}
