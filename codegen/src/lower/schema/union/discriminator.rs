//! The discriminator of a union, declared or not.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::branch::Branch;
use crate::document::At;
use crate::lower::Lower;
use crate::schema::Alternatives;

impl<'d> Lower<'_, 'd> {
    /// The discriminator property, and its values that select each branch: a declared discriminator, or a property that
    /// is a constant in all branches.
    pub(super) fn discriminator(
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
                .map(|branch| self.schemas.tags(branch.at, tag, mapping, name.is_some()))
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

    /// Whether a value may lack the discriminator, while each branch states its value: then the discriminator is one hint
    /// among others, and the keys decide about a value without one.
    fn is_dispensable(&mut self, branches: &[Branch<'d>], tag: &str) -> bool {
        let may_be_missing = |branch: &Branch<'_>| !branch.merged.required.contains(tag);
        branches.iter().any(may_be_missing)
            && branches.iter().all(|branch| {
                let property = branch.merged.properties.get(tag);
                let property = property.and_then(|schemas| schemas.first());
                property.is_some_and(|property| self.schemas.listed_values(*property).len() == 1)
            })
    }
}

/// Each value with the members that list the fewest: a member that repeats the list of its base leaves the values to those
/// that narrow it. A value that several members list equally selects each of them.
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

/// Whether the values select the members: each member has one of its own, where the property is an undeclared constant
/// (the members' keys distinguish them better than a shared value); a declared discriminator decides as far as it can.
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
