//! Branches that become one member of a union, and its name.

use super::branch::{Branch, is_record, member_names, word};
use super::similar::joint;
use crate::schema::Parts;

/// The maximum number of discriminator values that a member is named after.
const MAX_TAGS_IN_NAME: usize = 3;

/// Branches that become one member.
pub(super) struct Candidate<'b, 'd> {
    /// The first branch.
    pub(super) first: &'b Branch<'d>,
    /// All branches.
    branches: Vec<&'b Branch<'d>>,
    /// The name that the document gives.
    document_name: Option<String>,
    /// What inline types of it are named after.
    pub(super) word: String,
    /// The discriminator's values that select it.
    pub(super) tags: Vec<String>,
}

impl<'d> Candidate<'_, 'd> {
    /// Everything that holds for several branches; none for a single one.
    pub(super) fn joint(&self) -> Option<Parts<'d>> {
        joint(&self.branches).filter(|_| self.branches.len() > 1)
    }

    /// The name of the member, unless its type or its tag names it better.
    pub(super) fn name(&self) -> Option<String> {
        let needs_word = self.branches.len() > 1 || self.tags.is_empty() && is_record(self.first);
        let name = self.document_name.clone();
        name.or_else(|| needs_word.then(|| self.word.clone()))
    }
}

/// A candidate for each group of branches; `tags` are the discriminator's values of each branch.
pub(super) fn candidates<'b, 'd>(
    branches: &'b [Branch<'d>],
    groups: &[Vec<usize>],
    tags: &[Vec<String>],
) -> Vec<Candidate<'b, 'd>> {
    let names = member_names(branches);
    let candidate = |group: &Vec<usize>| {
        let members: Vec<&Branch<'d>> = group
            .iter()
            .filter_map(|index| branches.get(*index))
            .collect();
        let first = members.first().copied()?;
        let document_name = match group.as_slice() {
            [index] => names.get(*index).cloned().flatten(),
            _ => None,
        };
        let own = group.iter().filter_map(|index| tags.get(*index));
        let tags: Vec<String> = own.flatten().cloned().collect();
        let by_tags = (1..=MAX_TAGS_IN_NAME)
            .contains(&tags.len())
            .then(|| tags.join(" or "));
        let by_keys = || {
            let others = branches.iter().enumerate();
            let others = others.filter(|(index, _)| !group.contains(index));
            word(first, &others.map(|(_, other)| other).collect::<Vec<_>>())
        };
        let word = document_name.clone().or(by_tags).unwrap_or_else(by_keys);
        Some(Candidate {
            first,
            branches: members,
            document_name,
            word,
            tags,
        })
    };
    groups.iter().filter_map(candidate).collect()
}
