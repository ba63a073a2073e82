//! Settles who is called what where several would take the same name.
//!
//! What a thing ends up with depends on it and on those that it collides with, on nothing else in the document.

use std::collections::{BTreeMap, BTreeSet};

/// One of the things that must not share a name.
#[derive(Clone, Debug)]
pub(super) struct Party {
    /// What it is called, best first; each candidate says more than the one before.
    pub(super) candidates: Vec<String>,
    /// How good its claim to its first name is.
    pub(super) claim: Claim,
}

/// How good a claim to a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// The name was made from where the thing stands.
    Derived,
    /// The document gives the name, in words.
    Named,
    /// The document gives the name, letter for letter.
    Exact,
}

/// The outcome.
#[derive(Debug)]
pub(super) struct Settled {
    /// A name for each party, in their order.
    pub(super) names: Vec<String>,
    /// The parties that wanted the same name, by that name.
    pub(super) collisions: BTreeMap<String, Vec<usize>>,
}

/// Gives each party a name that no other has, and that is not taken.
pub(super) fn settle(parties: &[Party], taken: &BTreeSet<String>) -> Settled {
    let mut levels = vec![0_usize; parties.len()];
    let mut collisions = None;
    loop {
        let names: Vec<String> = parties
            .iter()
            .zip(&levels)
            .map(|(party, level)| party.name(*level))
            .collect();
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            wanted.entry(name).or_default().push(index);
        }
        wanted.retain(|name, group| group.len() > 1 || taken.contains(*name));
        let first = || {
            wanted
                .iter()
                .map(|(name, group)| ((*name).to_owned(), group.clone()))
                .collect()
        };
        let met = collisions.get_or_insert_with(first);
        if wanted.is_empty() {
            return Settled {
                collisions: std::mem::take(met),
                names,
            };
        }
        let moving: Vec<usize> = wanted
            .iter()
            .flat_map(|(name, group)| {
                let keeper = if taken.contains(*name) {
                    None
                } else {
                    keeper(parties, &levels, group)
                };
                group
                    .iter()
                    .copied()
                    .filter(move |index| Some(*index) != keeper)
            })
            .collect();
        for index in moving {
            if let Some(level) = levels.get_mut(index) {
                *level += 1;
            }
        }
    }
}

/// The party that keeps the name, if one has a better claim to it than all others.
fn keeper(parties: &[Party], levels: &[usize], group: &[usize]) -> Option<usize> {
    let rank = |index: usize| {
        let level = levels.get(index).copied().unwrap_or_default();
        let party = parties.get(index)?;
        // A first name goes before a more qualified one; an exhausted party stays where another one does, too.
        let claim = if level == 0 {
            party.claim
        } else {
            Claim::Derived
        };
        Some((std::cmp::Reverse(level), claim))
    };
    let best = group.iter().map(|index| rank(*index)).max()?;
    let mut holders = group.iter().copied().filter(|index| rank(*index) == best);
    let first = holders.next()?;
    if holders.next().is_none() {
        return Some(first);
    }
    // All have said what they can say: the order of the document decides.
    let exhausted = |index: &usize| {
        let level = levels.get(*index).copied().unwrap_or_default();
        parties
            .get(*index)
            .is_some_and(|party| level + 1 >= party.candidates.len())
    };
    group.iter().all(exhausted).then_some(first)
}

impl Party {
    /// The name at this level of qualification.
    fn name(&self, level: usize) -> String {
        if let Some(name) = self.candidates.get(level) {
            return name.clone();
        }
        let last = self.candidates.last().map_or("", String::as_str);
        let beyond = (level + 1).saturating_sub(self.candidates.len());
        let suffix = if last.starts_with(char::is_uppercase) {
            "Alt"
        } else {
            "_alt"
        };
        format!("{last}{}", suffix.repeat(beyond))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Claim, Party, settle};

    fn party(claim: Claim, candidates: &[&str]) -> Party {
        Party {
            candidates: candidates.iter().map(|name| (*name).to_owned()).collect(),
            claim,
        }
    }

    #[test]
    fn a_component_keeps_its_name() {
        let parties = [
            party(Claim::Derived, &["InvoiceStatus", "InvoiceStatusValue"]),
            party(Claim::Named, &["InvoiceStatus"]),
        ];
        let settled = settle(&parties, &BTreeSet::new());
        assert_eq!(settled.names, ["InvoiceStatusValue", "InvoiceStatus"]);
        assert_eq!(settled.collisions["InvoiceStatus"], [0, 1]);
    }

    #[test]
    fn all_derived_parties_move() {
        let parties = [
            party(Claim::Derived, &["A", "AOne"]),
            party(Claim::Derived, &["A", "ATwo"]),
        ];
        assert_eq!(settle(&parties, &BTreeSet::new()).names, ["AOne", "ATwo"]);
    }

    #[test]
    fn a_first_name_goes_before_a_second() {
        let parties = [
            party(Claim::Derived, &["A", "B"]),
            party(Claim::Derived, &["A", "C"]),
            party(Claim::Derived, &["B", "D"]),
        ];
        assert_eq!(settle(&parties, &BTreeSet::new()).names, ["BAlt", "C", "B"]);
    }

    #[test]
    fn no_name_ends_in_a_number() {
        let parties = [
            party(Claim::Named, &["A"]),
            party(Claim::Named, &["A"]),
            party(Claim::Named, &["A"]),
        ];
        assert_eq!(
            settle(&parties, &BTreeSet::new()).names,
            ["A", "AAlt", "AAltAlt"]
        );
    }

    #[test]
    fn a_taken_name_is_taken() {
        let taken = BTreeSet::from(["new".to_owned()]);
        let parties = [party(Claim::Named, &["new", "with_new"])];
        assert_eq!(settle(&parties, &taken).names, ["with_new"]);
    }
}
