//! The key by which a union tells its members apart, and what it is for each.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::MAX_MEMBERS;
use super::branch::Branch;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, DocumentId, Kind};
use crate::ir::JsonTypes;
use crate::lower::merged::Alternatives;
use crate::lower::reference::keyword;
use crate::lower::{Lower, nullable};

/// A schema, the key of a tag, a mapping, and whether the document declares the tag.
pub(in crate::lower) type Asked<'d> = ((DocumentId, u32), &'d str, Option<(DocumentId, u32)>, bool);

impl<'d> Lower<'_, 'd> {
    /// The tag, and the values of it that mean each branch, where a discriminator or a constant that all share
    /// tells the branches apart.
    pub(super) fn tagged(
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
                .map(|tags| narrowed(&tags))
                .filter(|tags| is_discriminating(tags, name.is_some()))
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
    pub(in crate::lower) fn tags(
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
        let constants = self.tag_constants(merged.properties.get(tag).map_or(&[], Vec::as_slice));
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
        let object = merged.is_object_like()
            || merged
                .kinds
                .is_some_and(|kinds| kinds.contains(JsonTypes::OBJECT));
        (object && !tags.is_empty()).then_some(tags)
    }

    /// The tags that all schemas of a property allow; those that list none allow any.
    fn tag_constants(&mut self, schemas: &[At<'d>]) -> Vec<String> {
        let mut common: Option<Vec<String>> = None;
        for at in schemas {
            let listed = self.listed(*at);
            let listed: Vec<String> = listed.iter().filter_map(|at| tag_text(*at)).collect();
            if listed.is_empty() {
                continue;
            }
            let both = match common {
                Some(known) => known
                    .into_iter()
                    .filter(|tag| listed.contains(tag))
                    .collect(),
                None => listed,
            };
            common = Some(both);
        }
        common.unwrap_or_default()
    }

    /// The values that a schema allows, null apart.
    pub(in crate::lower) fn listed(&mut self, at: At<'d>) -> Vec<At<'d>> {
        let merged = self.merge(at);
        let mut listed = merged.values.clone().unwrap_or_default();
        if let ([alternatives], true) = (merged.alternatives.as_slice(), listed.is_empty()) {
            let members = alternatives.members.items();
            for member in members.filter(|at| !nullable::is_null(*at)) {
                match &self.merge(member).values {
                    Some(values) => listed.extend(values),
                    None => return Vec::new(),
                }
            }
        }
        listed
    }

    /// What a value of `mapping` names: a schema's key, or a reference.
    pub(in crate::lower) fn mapped(&mut self, name: At<'d>) -> Option<At<'d>> {
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

/// Each tag with the members that list the fewest: a member that repeats the list of its base leaves the tags to those
/// that narrow it. A tag that several members list equally is a tag of each of them.
fn narrowed(tags: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut fewest: HashMap<&str, usize> = HashMap::new();
    for own in tags {
        for tag in own {
            let least = fewest.entry(tag).or_insert(own.len());
            *least = own.len().min(*least);
        }
    }
    let keeps = |tag: &str, count| fewest.get(tag) == Some(&count);
    tags.iter()
        .map(|own| {
            let kept = own.iter().filter(|tag| keeps(tag, own.len()));
            kept.cloned().collect()
        })
        .collect()
}

/// Whether the tags tell the members apart: each member has one, of its own if they are constants of the schemas alone, whose
/// keys tell more than such a tag; a declared discriminator decides as far as it can.
fn is_discriminating(tags: &[Vec<String>], declared: bool) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in tags.iter().flatten() {
        *counts.entry(tag).or_default() += 1;
    }
    let has_own = |own: &Vec<String>| own.iter().any(|tag| counts.get(tag.as_str()) == Some(&1));
    if declared {
        tags.iter().any(has_own) && tags.iter().all(|own| !own.is_empty())
    } else {
        tags.iter().all(has_own)
    }
}

/// A value of a discriminator as text.
pub(in crate::lower) fn tag_text(value: At<'_>) -> Option<String> {
    match value.kind() {
        Kind::String | Kind::Bool | Kind::Integer => value.text(),
        Kind::Null | Kind::Float | Kind::List | Kind::Map => None,
    }
}
