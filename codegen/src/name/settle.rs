//! Settles who is called what where several would take the same name.
//!
//! What a thing ends up with depends on it and on those that it collides with, on nothing else in the document.

use std::collections::{BTreeMap, BTreeSet};

/// Names that are taken, for each module.
pub(super) type Taken = BTreeMap<usize, BTreeSet<String>>;

/// One of the things that must not share a name.
pub(super) struct Party<'a> {
    /// What it is called.
    first: String,
    /// What else, best first; each says more than the one before. Few parties are ever asked.
    more: Box<dyn Fn() -> Vec<String> + 'a>,
    /// How good its claim to its first name is.
    claim: Claim,
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
pub(super) fn settle(parties: &[Party<'_>], taken: &BTreeSet<String>) -> Settled {
    let mut standings: Vec<Standing<'_>> = parties.iter().map(Standing::first).collect();
    let mut collisions = None;
    loop {
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, standing) in standings.iter().enumerate() {
            wanted.entry(&standing.name).or_default().push(index);
        }
        wanted.retain(|name, group| group.len() > 1 || taken.contains(*name));
        let moving: Vec<(usize, usize)> = wanted
            .iter()
            .flat_map(|(name, group)| {
                let keeper = (!taken.contains(*name)).then(|| keeper(&standings, group));
                let keeper = keeper.flatten();
                let moves = move |index: &usize| Some(*index) != keeper;
                // Where only arbitrary names are left, each takes the next one.
                let exhausted = are_exhausted(&standings, group);
                let moves = group.iter().copied().filter(moves).enumerate();
                moves.map(move |(place, index)| (index, if exhausted { place + 1 } else { 1 }))
            })
            .collect();
        collisions.get_or_insert_with(|| {
            let told = |(name, group): (&&str, &Vec<usize>)| ((*name).to_owned(), group.clone());
            wanted.iter().map(told).collect()
        });
        if moving.is_empty() {
            return Settled {
                names: standings
                    .into_iter()
                    .map(|standing| standing.name)
                    .collect(),
                collisions: collisions.unwrap_or_default(),
            };
        }
        for (index, steps) in moving {
            if let Some(standing) = standings.get_mut(index) {
                standing.advance(steps);
            }
        }
    }
}

/// The party that keeps the name, if one has a better claim to it than all others.
fn keeper(standings: &[Standing<'_>], group: &[usize]) -> Option<usize> {
    let rank = |index: &usize| standings.get(*index).map(Standing::rank);
    let best = group.iter().map(rank).max()?;
    let mut holders = group.iter().filter(|index| rank(index) == best);
    let first = *holders.next()?;
    if holders.next().is_none() {
        return Some(first);
    }
    // All have said what they can say: the order of the document decides.
    are_exhausted(standings, group).then_some(first)
}

/// A longer name would be no name of a file, and nobody would read it.
const MAX_LENGTH: usize = 160;

/// The beginning of a name that is too long. Others that begin alike are settled as all that are alike.
pub(super) fn limited(mut name: String) -> String {
    if name.len() > MAX_LENGTH {
        let end = (0..=MAX_LENGTH)
            .rev()
            .find(|end| name.is_char_boundary(*end));
        name.truncate(end.unwrap_or_default());
        name.truncate(name.trim_end_matches('_').len());
    }
    name
}

fn are_exhausted(standings: &[Standing<'_>], group: &[usize]) -> bool {
    let exhausted = |index: &usize| standings.get(*index).is_some_and(Standing::is_exhausted);
    group.iter().all(exhausted)
}

/// The n-th arbitrary name, from 1, for what has no other: `A`, `AAlt`, `AAltAlt`, `AAltC`, `AAltD`.
pub(super) fn alternative(name: &str, n: usize) -> String {
    let is_pascal = name.starts_with(char::is_uppercase);
    let word = if is_pascal { "Alt" } else { "_alt" };
    // `self_` ends in an underscore already, and Rust warns of two.
    let name = name.trim_end_matches('_');
    if n <= 2 {
        return format!("{name}{}", word.repeat(n));
    }
    let mut letters = Vec::new();
    let mut rest = n;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'a' + letter));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().collect();
    if is_pascal {
        format!("{name}{word}{}", super::case::pascal(&letters))
    } else {
        format!("{name}{word}_{letters}")
    }
}

/// Where a party stands: the name that it wants.
struct Standing<'a> {
    party: &'a Party<'a>,
    name: String,
    /// How many names it has given up.
    level: usize,
    /// What else it can be called, once it has been asked.
    more: Option<Vec<String>>,
}

impl<'a> Standing<'a> {
    fn first(party: &'a Party<'a>) -> Self {
        Self {
            party,
            name: party.first.clone(),
            level: 0,
            more: None,
        }
    }

    /// A first name goes before a more qualified one, and a good claim before a bad one.
    fn rank(&self) -> (std::cmp::Reverse<usize>, Claim) {
        let claim = if self.level == 0 {
            self.party.claim
        } else {
            Claim::Derived
        };
        (std::cmp::Reverse(self.level), claim)
    }

    /// Wants the next name, or one that is so many steps further.
    fn advance(&mut self, steps: usize) {
        let Party { first, more, .. } = self.party;
        let more = self.more.get_or_insert_with(|| {
            let mut names = more();
            names.insert(0, first.clone());
            names.dedup();
            names
        });
        self.level += steps;
        let last = more.last().unwrap_or(first);
        let beyond = (self.level + 1).saturating_sub(more.len());
        self.name = more
            .get(self.level)
            .cloned()
            .unwrap_or_else(|| alternative(last, beyond));
    }

    /// Whether it has no further name to offer but an arbitrary one.
    fn is_exhausted(&self) -> bool {
        let offered = match &self.more {
            Some(more) => more.len(),
            None => {
                (self.party.more)()
                    .iter()
                    .filter(|name| **name != self.party.first)
                    .count()
                    + 1
            }
        };
        self.level + 1 >= offered
    }
}

impl<'a> Party<'a> {
    /// A party that can be called something else if it has to.
    pub(super) fn new(first: String, claim: Claim, more: impl Fn() -> Vec<String> + 'a) -> Self {
        let more = move || more().into_iter().map(limited).collect();
        Self {
            first: limited(first),
            more: Box::new(more),
            claim,
        }
    }

    /// A party that has one name.
    pub(super) fn only(first: String) -> Self {
        Self::new(first, Claim::Exact, Vec::new)
    }

    /// The name that it would like to have.
    pub(super) fn first(&self) -> &str {
        &self.first
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Claim, Party, settle};

    fn party<'a>(claim: Claim, candidates: &'a [&'a str]) -> Party<'a> {
        let more = || {
            candidates[1..]
                .iter()
                .map(|name| (*name).to_owned())
                .collect()
        };
        Party::new(candidates[0].to_owned(), claim, more)
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
    fn names_of_many_that_are_alike_stay_short_and_differ() {
        let parties: Vec<Party<'_>> = (0..2_000).map(|_| party(Claim::Named, &["A"])).collect();
        let names = settle(&parties, &BTreeSet::new()).names;
        let different: BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len());
        assert!(names.iter().all(|name| name.len() <= "AAltXyz".len()));
        assert_eq!(names[3..5], ["AAltC", "AAltD"]);
    }

    #[test]
    fn a_long_name_is_cut_and_stays_its_own() {
        let long = "a".repeat(250);
        let long_party = || Party::only(long.clone());
        let parties = [long_party(), long_party()];
        let names = settle(&parties, &BTreeSet::new()).names;
        assert_ne!(names[0], names[1]);
        assert!(names.iter().all(|name| name.len() < 200), "{names:?}");
    }

    #[test]
    fn a_taken_name_is_taken() {
        let taken = BTreeSet::from(["new".to_owned()]);
        let parties = [party(Claim::Named, &["new", "with_new"])];
        assert_eq!(settle(&parties, &taken).names, ["with_new"]);
    }
}
