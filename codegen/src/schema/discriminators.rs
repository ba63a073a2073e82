//! Discriminators of unions: the values that select each member.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::{SchemaId, SchemaIndex, is_null, keyword};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;

/// Maximum number of schemas that are searched for the discriminator's values of one member.
const MAX_SCHEMAS: usize = 400;

/// A member, the discriminator property, its mapping, and whether the document declares the discriminator.
pub(crate) type Query<'d> = (SchemaId, &'d str, Option<SchemaId>, bool);

impl<'d> SchemaIndex<'d> {
    /// The discriminator's values that select a member; none where there is no such value, or the member is not an object.
    /// Each combination that contains the same schemas asks again.
    pub(crate) fn tags(
        &self,
        at: At<'d>,
        tag: &'d str,
        mapping: Option<At<'d>>,
        declared: bool,
    ) -> Option<Vec<String>> {
        let key = (at.id(), tag, mapping.map(At::id), declared);
        if let Some(known) = self.tags.borrow().get(&key) {
            return known.clone();
        }
        let tags = self.tags_within(at, tag, mapping, declared, &mut HashSet::new());
        self.tags.borrow_mut().insert(key, tags.clone());
        tags
    }

    fn tags_within(
        &self,
        at: At<'d>,
        tag: &str,
        mapping: Option<At<'d>>,
        declared: bool,
        seen: &mut HashSet<SchemaId>,
    ) -> Option<Vec<String>> {
        if seen.len() > MAX_SCHEMAS {
            return None;
        }
        if !seen.insert(at.id()) {
            return Some(Vec::new());
        }
        let target = self.target(at).unwrap_or(at);
        let mut tags = self.mapped_values(target, mapping);
        let merged = self.merge(at);
        let constants = self.tag_constants(merged.properties.get(tag).map_or(&[], Vec::as_slice));
        if tags.is_empty() && !merged.alternatives.is_empty() {
            let mut found: IndexSet<String> = IndexSet::new();
            for alternatives in &merged.alternatives {
                let discriminator = alternatives.owner.get("discriminator");
                let own = discriminator.and_then(|at| at.get("mapping"));
                for member in alternatives.members.items() {
                    found.extend(self.tags_within(member, tag, own.or(mapping), declared, seen)?);
                }
            }
            return Some(found.into_iter().collect());
        }
        if !declared {
            // An undeclared discriminator must be always there.
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
                .types
                .is_some_and(|types| types.contains(JsonTypes::OBJECT));
        (object && !tags.is_empty()).then_some(tags)
    }

    /// The values that a mapping has for a schema.
    pub(super) fn mapped_values(&self, target: At<'d>, mapping: Option<At<'d>>) -> Vec<String> {
        let entries = mapping.into_iter().flat_map(At::entries);
        let values = entries.filter(|(_, name)| self.mapped(*name) == Some(target));
        values.map(|(value, _)| value.to_owned()).collect()
    }

    /// The discriminator's values that all schemas of a property allow; those that list none allow any.
    fn tag_constants(&self, schemas: &[At<'d>]) -> Vec<String> {
        let mut common: Option<Vec<String>> = None;
        for at in schemas {
            let listed = self.listed_values(*at);
            let listed: Vec<String> = listed
                .iter()
                .filter_map(|at| discriminator_text(*at))
                .collect();
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

    /// The values that a schema lists, null excepted.
    pub(crate) fn listed_values(&self, at: At<'d>) -> Vec<At<'d>> {
        let merged = self.merge(at);
        let mut listed = merged.values.clone().unwrap_or_default();
        if let ([alternatives], true) = (merged.alternatives.as_slice(), listed.is_empty()) {
            let members = alternatives.members.items();
            for member in members.filter(|at| !is_null(*at)) {
                match &self.merge(member).values {
                    Some(values) => listed.extend(values),
                    None => return Vec::new(),
                }
            }
        }
        listed
    }

    /// The schema that a value of `mapping` names, by its key or by a reference.
    pub(crate) fn mapped(&self, name: At<'d>) -> Option<At<'d>> {
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
            self.report(
                Diagnostic::new(Code::BadMapping, name, message)
                    .help("name a schema: `#/components/schemas/...`"),
            );
        }
        found.ok()
    }
}

/// A value of a discriminator as text.
pub(crate) fn discriminator_text(value: At<'_>) -> Option<String> {
    match value.kind() {
        Kind::String | Kind::Bool | Kind::Integer => value.text(),
        Kind::Null | Kind::Float | Kind::List | Kind::Map => None,
    }
}
