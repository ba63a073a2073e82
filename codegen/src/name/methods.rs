//! The methods of the client, and of its groups.
//!
//! A name depends on the operation and its tag. Where several operations of a group would be called alike, one that is
//! called so in full comes first, then the document's order decides: what is added below takes the longer name.

use std::collections::{BTreeMap, BTreeSet};

use super::case::snake;
use super::conflicts::{alternative, limited};
use super::reserved::{hides_client_method, is_keyword, keyword_safe};
use super::{Collision, Identifier, Names, shorten};
use crate::ir::{Api, Operation};

/// Plans the methods of the client, and of each group.
pub(super) fn plan(api: &Api, names: &mut Names, collisions: &mut Vec<Collision>) {
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.operations.iter().enumerate() {
        groups.entry(name.group).or_default().push(index);
    }
    for (group, members) in groups {
        // The client's methods share their namespace with those that give its groups.
        let taken: BTreeSet<String> = match group {
            Some(_) => BTreeSet::new(),
            None => names
                .operations
                .iter()
                .filter_map(|name| name.group)
                .map(|group| names.module(group).accessor.to_string())
                .collect(),
        };
        let operations: Vec<&Operation> = members
            .iter()
            .filter_map(|index| api.operations.get(*index))
            .collect();
        let wanted: Vec<Wanted> = operations
            .iter()
            .zip(&members)
            .map(|(operation, index)| wanted(api, names, operation, *index))
            .collect();
        for (index, method) in
            members
                .into_iter()
                .zip(allot(&operations, &wanted, taken, collisions))
        {
            if let Some(name) = names.operations.get_mut(index) {
                name.method = Identifier::new(method);
            }
        }
    }
}

/// What a method can be called.
struct Wanted {
    /// Its names, best first, and never none.
    names: Vec<String>,
    /// How good its priority to the first one is.
    priority: Priority,
}

/// How good a priority to a name is, the best one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Priority {
    /// The name in `x-rust-name`.
    Explicit,
    /// It is the operation's whole name.
    Whole,
    /// It is what is left once the group has been named.
    Shortened,
}

/// The names that a method can have.
fn wanted(api: &Api, names: &Names, operation: &Operation, index: usize) -> Wanted {
    let name = names.operations.get(index);
    let module = name.map_or("", |name| {
        names.module(name.module).ident.trim_start_matches("r#")
    });
    if let Some(given) = &operation.rust_name {
        return Wanted {
            names: vec![whole(given, module)],
            priority: Priority::Explicit,
        };
    }
    let own = snake(&operation.id);
    let tag = name
        .and_then(|name| name.group)
        .and_then(|_| api.groups.get(operation.group.0))
        .map(|group| snake(&group.key));
    let group = tag.as_deref().map(shorten::group_words).unwrap_or_default();
    let mut candidates = shorten::candidates(&own, &group);
    candidates.pop();
    candidates.retain(|short| is_plain(short));
    let priority = if candidates.is_empty() {
        Priority::Whole
    } else {
        Priority::Shortened
    };
    candidates.extend([
        whole(&own, module),
        format!("{own}_{module}"),
        format!("{own}_{}", operation.method.to_lowercase()),
    ]);
    Wanted {
        names: candidates.into_iter().map(limited).collect(),
        priority,
    }
}

/// Whether a method can be called this without being raw, or hiding another one.
fn is_plain(name: &str) -> bool {
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    !starts_with_digit && !is_keyword(name) && !hides_client_method(name)
}

/// An operation's whole name, as a method's.
fn whole(name: &str, module: &str) -> String {
    if name.starts_with(|char: char| char.is_ascii_digit()) {
        format!("operation_{name}")
    } else if hides_client_method(name) {
        format!("{name}_{module}")
    } else {
        keyword_safe(name.to_owned())
    }
}

/// Gives each operation the best of its names that is free.
fn allot(
    operations: &[&Operation],
    wanted: &[Wanted],
    mut taken: BTreeSet<String>,
    collisions: &mut Vec<Collision>,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|index| wanted.get(*index).map(|wanted| wanted.priority));
    let mut holders: BTreeMap<String, usize> = BTreeMap::new();
    for index in order {
        let Some(Wanted { names, .. }) = wanted.get(index) else {
            continue;
        };
        let rivals = names.first().and_then(|first| {
            let holder = operations.get(*holders.get(first)?)?;
            Some((first, [*holder, *operations.get(index)?]))
        });
        if let Some((name, candidates)) = rivals {
            collisions.push(Collision {
                name: name.clone(),
                kind: "method",
                candidates: candidates
                    .map(|candidate| (candidate.id.clone(), candidate.origin.clone()))
                    .into(),
            });
        }
        let last = names.last().map_or("", String::as_str);
        let further = (1..).map(|n| alternative(last, n));
        let free = names
            .iter()
            .cloned()
            .chain(further)
            .find(|name| !taken.contains(name));
        if let Some(name) = free {
            taken.insert(name.clone());
            holders.insert(name, index);
        }
    }
    let mut methods = vec![String::new(); wanted.len()];
    for (name, index) in holders {
        if let Some(method) = methods.get_mut(index) {
            *method = name;
        }
    }
    methods
}
