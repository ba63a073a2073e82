//! Inheritance: a base with a discriminator, and the components that extend it by `allOf`.
//!
//! Where such a base is used as a type, a value of it is one of its subtypes. Inside the `allOf` of a subtype, it is
//! the fields that it declares.

use std::collections::{HashMap, HashSet};

use super::merged::Merged;
use super::place::is_component;
use super::reference::keyword;
use super::schema::Slot;
use super::{Lower, union};
use crate::document::{At, DocumentId};
use crate::ir::{DiscriminatedMember, DiscriminatedUnion, Naming, Shape, Type, TypeId};

/// Which components extend which, and the structs of those that are unions of their subtypes.
#[derive(Debug, Default)]
pub(super) struct Hierarchy<'d> {
    /// The components whose `allOf` refers to a schema, in the document's order.
    subtypes: HashMap<(DocumentId, u32), Vec<At<'d>>>,
    /// The struct of the fields that a base declares.
    structs: HashMap<(DocumentId, u32), TypeId>,
    /// The discriminators of schemas, their own or inherited.
    discriminators: HashMap<(DocumentId, u32), Option<At<'d>>>,
}

/// One subtype of a base.
pub(super) struct Subtype<'d> {
    pub(super) at: At<'d>,
    pub(super) tags: Vec<String>,
    /// Whether another discriminator tells its own subtypes apart.
    pub(super) nested: bool,
}

/// A discriminator chooses by one comparison of text for each member, which costs the compiler less than a union by
/// shape.
const MAX_SUBTYPES: usize = 1_000;

impl<'d> Lower<'_, 'd> {
    /// Notes which schemas a component extends.
    pub(super) fn note_bases(&mut self, at: At<'d>) {
        let at = self.owned(at).unwrap_or(at);
        for base in self.bases(at) {
            let subtypes = self.hierarchy.subtypes.entry(base.id()).or_default();
            if !subtypes.contains(&at) {
                subtypes.push(at);
            }
        }
    }

    /// The schemas that the `allOf` of a schema refers to.
    fn bases(&mut self, at: At<'d>) -> Vec<At<'d>> {
        let members = at.get("allOf").into_iter().flat_map(At::items);
        members.filter_map(|member| self.target(member)).collect()
    }

    /// Whether a component extends a schema that has a discriminator: then even a mere reference in its `allOf` makes
    /// a struct of its own.
    pub(super) fn is_subtype(&mut self, at: At<'d>) -> bool {
        is_component(at)
            && self
                .bases(at)
                .into_iter()
                .any(|base| self.discriminator(base).is_some())
    }

    /// The discriminator that a schema declares, or else inherits.
    fn discriminator(&mut self, at: At<'d>) -> Option<At<'d>> {
        if let Some(known) = self.hierarchy.discriminators.get(&at.id()) {
            return *known;
        }
        // A schema that extends itself inherits nothing by that.
        self.hierarchy.discriminators.insert(at.id(), None);
        let own = own_discriminator(at);
        let found = own.or_else(|| {
            let bases = self.bases(at);
            bases.into_iter().find_map(|base| self.discriminator(base))
        });
        self.hierarchy.discriminators.insert(at.id(), found);
        found
    }

    /// Makes a component that has a discriminator and subtypes the union of these.
    pub(super) fn polymorphic(&mut self, at: At<'d>, id: TypeId) -> bool {
        let Some((tag, subtypes)) = self.subtypes(at) else {
            return false;
        };
        let module = self.api.type_def(id).module;
        let base = self.define(at, Naming::Within(id, Vec::new()), module);
        if let Some(def) = self.api.types.get_mut(base.0) {
            // A name that the document gives is the union's.
            def.naming = Naming::Within(id, vec!["base".to_owned()]);
        }
        self.hierarchy.structs.insert(at.id(), base);
        let merged = self.merge(at);
        let ty = self.object(&merged, &Slot::Type(base));
        if ty != Type::Named(base) {
            self.fill(base, Shape::Alias(ty));
        }
        let mut members: Vec<DiscriminatedMember> = subtypes
            .into_iter()
            .map(|subtype| self.subtype_member(subtype))
            .collect();
        members.push(DiscriminatedMember {
            tags: Vec::new(),
            name: Some("base".to_owned()),
            ty: Type::Named(base),
            doc: super::doc::none(),
        });
        let tag = tag.to_owned();
        self.fill(
            id,
            Shape::DiscriminatedUnion(DiscriminatedUnion { tag, members }),
        );
        true
    }

    fn subtype_member(&mut self, subtype: Subtype<'d>) -> DiscriminatedMember {
        let Subtype { at, tags, nested } = subtype;
        let whole = self.component(at);
        let own = self.hierarchy.structs.get(&at.id()).copied();
        DiscriminatedMember {
            tags,
            name: at.key(),
            ty: Type::Named(own.filter(|_| !nested).unwrap_or(whole)),
            doc: self.doc(at),
        }
    }

    /// Whether a schema is a base of others by its discriminator: then they may add keys to what it declares.
    pub(super) fn has_subtypes(&mut self, at: At<'d>) -> bool {
        self.discriminator(at).is_some_and(|discriminator| {
            let mapping = discriminator.get("mapping");
            let is_mapped = mapping.is_some_and(|mapping| !mapping.is_empty());
            self.hierarchy.subtypes.contains_key(&at.id())
                || is_mapped && own_discriminator(at) == Some(discriminator)
        })
    }

    /// The key that tells a component's subtypes apart, and these; none where it is a plain type.
    pub(super) fn subtypes(&mut self, at: At<'d>) -> Option<(&'d str, Vec<Subtype<'d>>)> {
        if !self.has_subtypes(at) || !self.merge(at).alternatives.is_empty() {
            return None;
        }
        let discriminator = self.discriminator(at)?;
        let tag = discriminator.get("propertyName").and_then(At::str)?;
        let mapping = discriminator.get("mapping");
        let mut found = Vec::new();
        let mut seen = HashSet::from([at.id()]);
        self.collect_subtypes(at, tag, mapping, &mut seen, &mut found);
        if own_discriminator(at) == Some(discriminator) {
            for (_, name) in mapping.into_iter().flat_map(At::entries) {
                let Some(target) = self.mapped(name).filter(|target| seen.insert(target.id()))
                else {
                    continue;
                };
                let tags = self.subtype_tags(target, tag, mapping);
                found.push(Subtype {
                    at: target,
                    tags,
                    nested: true,
                });
            }
        }
        keep_first(&mut found);
        if found.len() > MAX_SUBTYPES {
            let message = format!(
                "{} schemas extend this one, where a type has at most {MAX_SUBTYPES} members",
                found.len()
            );
            self.report_wide(at, message);
            return None;
        }
        (!found.is_empty()).then_some((tag, found))
    }

    fn collect_subtypes(
        &mut self,
        at: At<'d>,
        tag: &'d str,
        mapping: Option<At<'d>>,
        seen: &mut HashSet<(DocumentId, u32)>,
        found: &mut Vec<Subtype<'d>>,
    ) {
        let children = self.hierarchy.subtypes.get(&at.id()).cloned();
        for child in children.unwrap_or_default() {
            if !seen.insert(child.id()) {
                continue;
            }
            let tags = self.subtype_tags(child, tag, mapping);
            let other = own_discriminator(child)
                .and_then(|own| own.get("propertyName"))
                .and_then(At::str)
                .is_some_and(|own| own != tag);
            let nested = other || !self.merge(child).alternatives.is_empty();
            let first = found.len();
            found.push(Subtype {
                at: child,
                tags,
                nested,
            });
            self.collect_subtypes(child, tag, mapping, seen, found);
            if nested {
                // What the subtype's own discriminator tells apart has the subtype's tags, and its own.
                let further: Vec<String> = found
                    .drain(first + 1..)
                    .flat_map(|subtype| subtype.tags)
                    .collect();
                if let Some(subtype) = found.get_mut(first) {
                    subtype.tags.extend(further);
                }
            }
        }
    }

    /// The tags that mean a subtype: by the mapping, by the values that it alone lists, or else its key.
    fn subtype_tags(&mut self, at: At<'d>, tag: &'d str, mapping: Option<At<'d>>) -> Vec<String> {
        let mut tags = Vec::new();
        for (value, name) in mapping.into_iter().flat_map(At::entries) {
            if self.mapped(name) == Some(at) {
                tags.push(value.to_owned());
            }
        }
        let merged = self.merge(at);
        if tags.is_empty() {
            tags.extend(self.own_values(at, &merged, tag));
        }
        if tags.is_empty() {
            tags.extend(at.key());
        }
        tags
    }

    /// The values of the tag that a subtype lists where its bases do not.
    fn own_values(&mut self, at: At<'d>, merged: &Merged<'d>, tag: &str) -> Vec<String> {
        let mut inherited = HashSet::new();
        for base in self.bases(at) {
            let merged = self.merge(base);
            let schemas = merged.properties.get(tag).into_iter().flatten();
            inherited.extend(schemas.map(|at| at.id()));
        }
        let schemas = merged.properties.get(tag).into_iter().flatten();
        let own: Vec<At<'d>> = schemas
            .copied()
            .filter(|schema| !inherited.contains(&schema.id()))
            .collect();
        let values = own.into_iter().flat_map(|schema| self.listed(schema));
        values.filter_map(union::tag_text).collect()
    }
}

/// The discriminator that a schema declares itself, perhaps in an inline part of its `allOf`.
fn own_discriminator(at: At<'_>) -> Option<At<'_>> {
    let own = at.get("discriminator");
    let has_name = |at: &At<'_>| at.get("propertyName").and_then(At::str).is_some();
    own.filter(has_name).or_else(|| {
        let members = at.get("allOf").into_iter().flat_map(At::items);
        let mut inline = members.filter(|member| keyword(*member).is_none());
        inline.find_map(own_discriminator)
    })
}

/// A tag means the first subtype that has it; a subtype without a tag of its own is one of the others.
fn keep_first(subtypes: &mut Vec<Subtype<'_>>) {
    let mut known = HashSet::new();
    for subtype in subtypes.iter_mut() {
        subtype.tags.retain(|tag| known.insert(tag.clone()));
    }
    subtypes.retain(|subtype| !subtype.tags.is_empty());
}
