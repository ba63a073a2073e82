//! Inheritance: a base with a discriminator, and the components that extend it by `allOf`.
//!
//! Where such a base is used as a type, a value of it is one of its subtypes. Inside the `allOf` of a subtype, it is
//! the fields that it declares.

use std::collections::{HashMap, HashSet};

use super::merged::Merged;
use super::{SchemaId, SchemaIndex, discriminator_text, is_component, keyword};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::resolve::Component;

/// One subtype of a base.
pub(crate) struct Subtype<'d> {
    pub(crate) at: At<'d>,
    pub(crate) tags: Vec<String>,
    /// Whether another discriminator selects among its own subtypes.
    pub(crate) nested: bool,
}

/// Maximum number of subtypes: a discriminator selects by one comparison of text for each member, which costs the
/// compiler less than an untagged union.
const MAX_SUBTYPES: usize = 1_000;

impl<'d> SchemaIndex<'d> {
    /// The components that extend each schema.
    pub(crate) fn find_subtypes(
        &self,
        components: &[Component<'d>],
    ) -> HashMap<SchemaId, Vec<At<'d>>> {
        let mut found: HashMap<SchemaId, Vec<At<'d>>> = HashMap::new();
        for component in components {
            let at = self.owned(component.at).unwrap_or(component.at);
            for base in self.bases(at) {
                let subtypes = found.entry(base.id()).or_default();
                if !subtypes.contains(&at) {
                    subtypes.push(at);
                }
            }
        }
        found
    }

    /// The schemas that the `allOf` of a schema refers to.
    fn bases(&self, at: At<'d>) -> Vec<At<'d>> {
        let members = at.get("allOf").into_iter().flat_map(At::items);
        members.filter_map(|member| self.target(member)).collect()
    }

    /// Whether a component extends a schema that has a discriminator: then even a mere reference in its `allOf` makes
    /// a struct of its own.
    pub(crate) fn is_subtype(&self, at: At<'d>) -> bool {
        is_component(at)
            && self
                .bases(at)
                .into_iter()
                .any(|base| self.discriminator(base).is_some())
    }

    /// The discriminator that a schema declares, or else inherits.
    fn discriminator(&self, at: At<'d>) -> Option<At<'d>> {
        if let Some(known) = self.discriminators.borrow().get(&at.id()) {
            return *known;
        }
        // A schema that extends itself inherits nothing by that.
        self.discriminators.borrow_mut().insert(at.id(), None);
        let own = own_discriminator(at);
        let found = own.or_else(|| {
            let bases = self.bases(at);
            bases.into_iter().find_map(|base| self.discriminator(base))
        });
        self.discriminators.borrow_mut().insert(at.id(), found);
        found
    }

    /// Whether a schema is a base of others by its discriminator: then they may add keys to what it declares.
    pub(crate) fn has_subtypes(&self, at: At<'d>) -> bool {
        self.discriminator(at).is_some_and(|discriminator| {
            let mapping = discriminator.get("mapping");
            let is_mapped = mapping.is_some_and(|mapping| !mapping.is_empty());
            self.subtypes.contains_key(&at.id())
                || is_mapped && own_discriminator(at) == Some(discriminator)
        })
    }

    /// The discriminator property of a component, and its subtypes; none where it has no subtypes.
    pub(crate) fn subtypes(&self, at: At<'d>) -> Option<(&'d str, Vec<Subtype<'d>>)> {
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
            self.report(
                Diagnostic::new(Code::WideUnion, at, message)
                    .on_key(at)
                    .help("describe the value by what its alternatives share"),
            );
            return None;
        }
        (!found.is_empty()).then_some((tag, found))
    }

    fn collect_subtypes(
        &self,
        at: At<'d>,
        tag: &'d str,
        mapping: Option<At<'d>>,
        seen: &mut HashSet<SchemaId>,
        found: &mut Vec<Subtype<'d>>,
    ) {
        let children = self.subtypes.get(&at.id()).cloned();
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
                // The subtypes that its own discriminator selects have its tags, too.
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

    /// The discriminator's values that select a subtype: by the mapping, by the values that it alone lists, or else its key.
    fn subtype_tags(&self, at: At<'d>, tag: &'d str, mapping: Option<At<'d>>) -> Vec<String> {
        let mut tags = self.mapped_values(at, mapping);
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
    fn own_values(&self, at: At<'d>, merged: &Merged<'d>, tag: &str) -> Vec<String> {
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
        let values = own
            .into_iter()
            .flat_map(|schema| self.listed_values(schema));
        values.filter_map(discriminator_text).collect()
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

/// Leaves each tag to the first subtype that has it, and removes subtypes without a tag.
fn keep_first(subtypes: &mut Vec<Subtype<'_>>) {
    let mut known = HashSet::new();
    for subtype in subtypes.iter_mut() {
        subtype.tags.retain(|tag| known.insert(tag.clone()));
    }
    subtypes.retain(|subtype| !subtype.tags.is_empty());
}
