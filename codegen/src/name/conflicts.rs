//! Resolves conflicts where several things would have the same name.
//!
//! What a thing ends up with depends on it and on those that it collides with, on nothing else in the document.

use std::collections::{BTreeMap, BTreeSet};

/// Names that are reserved, for each module.
pub(super) type Taken = BTreeMap<usize, BTreeSet<String>>;

/// A thing to name, and the names that it can have.
pub(super) struct Candidate<'a> {
    /// The preferred name.
    first: String,
    /// The alternatives, best first, each more specific than the one before. Computed in a conflict alone.
    more: Box<dyn Fn() -> Vec<String> + 'a>,
    /// The priority for the preferred name.
    priority: Priority,
}

/// The priority of a candidate for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Priority {
    /// The name is derived from the location in the document.
    Derived,
    /// The document gives the name, in words.
    Named,
    /// The document gives the name, letter for letter.
    Exact,
}

/// The outcome.
#[derive(Debug)]
pub(super) struct Resolved {
    /// A name for each candidate, in their order.
    pub(super) names: Vec<String>,
    /// The candidates that prefer the same name, by that name.
    pub(super) collisions: BTreeMap<String, Vec<usize>>,
}

/// Gives each candidate a unique name that is not reserved.
pub(super) fn resolve(candidates: &[Candidate<'_>], taken: &BTreeSet<String>) -> Resolved {
    let mut states: Vec<State<'_>> = candidates.iter().map(State::first).collect();
    let mut collisions = None;
    loop {
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, state) in states.iter().enumerate() {
            wanted.entry(&state.name).or_default().push(index);
        }
        wanted.retain(|name, group| group.len() > 1 || taken.contains(*name));
        let moving: Vec<(usize, usize)> = wanted
            .iter()
            .flat_map(|(name, group)| {
                let keeper = (!taken.contains(*name)).then(|| keeper(&states, group));
                let keeper = keeper.flatten();
                let moves = move |index: &usize| Some(*index) != keeper;
                // Where only arbitrary names are left, each takes the next one.
                let exhausted = are_exhausted(&states, group);
                let moves = group.iter().copied().filter(moves).enumerate();
                moves.map(move |(place, index)| (index, if exhausted { place + 1 } else { 1 }))
            })
            .collect();
        collisions.get_or_insert_with(|| {
            let owned = |(name, group): (&&str, &Vec<usize>)| ((*name).to_owned(), group.clone());
            wanted.iter().map(owned).collect()
        });
        if moving.is_empty() {
            return Resolved {
                names: states.into_iter().map(|state| state.name).collect(),
                collisions: collisions.unwrap_or_default(),
            };
        }
        for (index, steps) in moving {
            if let Some(state) = states.get_mut(index) {
                state.advance(steps);
            }
        }
    }
}

/// The candidate that keeps the name, if one has a higher priority than all others.
fn keeper(states: &[State<'_>], group: &[usize]) -> Option<usize> {
    let rank = |index: &usize| states.get(*index).map(State::rank);
    let best = group.iter().map(rank).max()?;
    let mut holders = group.iter().filter(|index| rank(index) == best);
    let first = *holders.next()?;
    if holders.next().is_none() {
        return Some(first);
    }
    // No alternatives are left: the order of the document decides.
    are_exhausted(states, group).then_some(first)
}

/// A longer name would be no name of a file, and hard to read.
const MAX_LENGTH: usize = 160;

/// The beginning of a name that is too long. Names that begin alike are then resolved as any conflict.
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

fn are_exhausted(states: &[State<'_>], group: &[usize]) -> bool {
    let exhausted = |index: &usize| states.get(*index).is_some_and(State::is_exhausted);
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

/// The state of a candidate: the name that it asks for.
struct State<'a> {
    candidate: &'a Candidate<'a>,
    name: String,
    /// How many names it has lost.
    level: usize,
    /// Its alternatives, once computed.
    more: Option<Vec<String>>,
}

impl<'a> State<'a> {
    fn first(candidate: &'a Candidate<'a>) -> Self {
        Self {
            candidate,
            name: candidate.first.clone(),
            level: 0,
            more: None,
        }
    }

    /// A preferred name goes before an alternative, and a high priority before a low one.
    fn rank(&self) -> (std::cmp::Reverse<usize>, Priority) {
        let priority = if self.level == 0 {
            self.candidate.priority
        } else {
            Priority::Derived
        };
        (std::cmp::Reverse(self.level), priority)
    }

    /// Asks for the next name, or one that is this many steps further.
    fn advance(&mut self, steps: usize) {
        let Candidate { first, more, .. } = self.candidate;
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

    /// Whether only arbitrary names are left.
    fn is_exhausted(&self) -> bool {
        let offered = match &self.more {
            Some(more) => more.len(),
            None => {
                (self.candidate.more)()
                    .iter()
                    .filter(|name| **name != self.candidate.first)
                    .count()
                    + 1
            }
        };
        self.level + 1 >= offered
    }
}

impl<'a> Candidate<'a> {
    /// A candidate with alternatives.
    pub(super) fn new(
        first: String,
        priority: Priority,
        more: impl Fn() -> Vec<String> + 'a,
    ) -> Self {
        let more = move || more().into_iter().map(limited).collect();
        Self {
            first: limited(first),
            more: Box::new(more),
            priority,
        }
    }

    /// A candidate with one name.
    pub(super) fn only(first: String) -> Self {
        Self::new(first, Priority::Exact, Vec::new)
    }

    /// The preferred name.
    pub(super) fn first(&self) -> &str {
        &self.first
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Candidate, Priority, resolve};

    fn candidate<'a>(priority: Priority, candidates: &'a [&'a str]) -> Candidate<'a> {
        let more = || {
            candidates[1..]
                .iter()
                .map(|name| (*name).to_owned())
                .collect()
        };
        Candidate::new(candidates[0].to_owned(), priority, more)
    }

    #[test]
    fn a_component_keeps_its_name() {
        let candidates = [
            candidate(Priority::Derived, &["InvoiceStatus", "InvoiceStatusValue"]),
            candidate(Priority::Named, &["InvoiceStatus"]),
        ];
        let resolved = resolve(&candidates, &BTreeSet::new());
        assert_eq!(resolved.names, ["InvoiceStatusValue", "InvoiceStatus"]);
        assert_eq!(resolved.collisions["InvoiceStatus"], [0, 1]);
    }

    #[test]
    fn all_derived_candidates_move() {
        let candidates = [
            candidate(Priority::Derived, &["A", "AOne"]),
            candidate(Priority::Derived, &["A", "ATwo"]),
        ];
        assert_eq!(
            resolve(&candidates, &BTreeSet::new()).names,
            ["AOne", "ATwo"]
        );
    }

    #[test]
    fn a_first_name_goes_before_a_second() {
        let candidates = [
            candidate(Priority::Derived, &["A", "B"]),
            candidate(Priority::Derived, &["A", "C"]),
            candidate(Priority::Derived, &["B", "D"]),
        ];
        assert_eq!(
            resolve(&candidates, &BTreeSet::new()).names,
            ["BAlt", "C", "B"]
        );
    }

    #[test]
    fn no_name_ends_in_a_number() {
        let candidates = [
            candidate(Priority::Named, &["A"]),
            candidate(Priority::Named, &["A"]),
            candidate(Priority::Named, &["A"]),
        ];
        assert_eq!(
            resolve(&candidates, &BTreeSet::new()).names,
            ["A", "AAlt", "AAltAlt"]
        );
    }

    #[test]
    fn names_of_many_that_are_alike_stay_short_and_differ() {
        let candidates: Vec<Candidate<'_>> = (0..2_000)
            .map(|_| candidate(Priority::Named, &["A"]))
            .collect();
        let names = resolve(&candidates, &BTreeSet::new()).names;
        let different: BTreeSet<&String> = names.iter().collect();
        assert_eq!(different.len(), names.len());
        assert!(names.iter().all(|name| name.len() <= "AAltXyz".len()));
        assert_eq!(names[3..5], ["AAltC", "AAltD"]);
    }

    #[test]
    fn a_long_name_is_cut_and_stays_its_own() {
        let long = "a".repeat(250);
        let long_candidate = || Candidate::only(long.clone());
        let candidates = [long_candidate(), long_candidate()];
        let names = resolve(&candidates, &BTreeSet::new()).names;
        assert_ne!(names[0], names[1]);
        assert!(names.iter().all(|name| name.len() < 200), "{names:?}");
    }

    #[test]
    fn a_taken_name_is_taken() {
        let taken = BTreeSet::from(["new".to_owned()]);
        let candidates = [candidate(Priority::Named, &["new", "with_new"])];
        assert_eq!(resolve(&candidates, &taken).names, ["with_new"]);
    }
}
