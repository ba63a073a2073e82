//! The names of types and operations, module by module.
//!
//! Named types go first, operations second, then what belongs to an operation, then types that are nested in others,
//! level by level: each resolves its conflicts with what has its name already.

mod candidate;

use std::collections::BTreeMap;

use self::candidate::{operation_candidate, type_candidate};
use super::conflicts::{Candidate, Priority, Taken, resolve};
use super::{
    Collision, EnumName, Identifier, MODELS, NameMode, Names, OperationName, TypeName, outcome,
    reexports, shared, type_modules,
};
use crate::ir::{Api, Naming, TypeDef, TypeId};
use crate::source::Origin;

/// A type or an operation that waits for its name.
struct Pending<'a> {
    /// Its place among its kind.
    index: usize,
    module: usize,
    candidate: Candidate<'a>,
    label: String,
    origin: &'a Origin,
}

/// Plans types, operations and the types that belong to operations.
pub(super) fn plan(api: &Api, mode: NameMode, names: &mut Names, collisions: &mut Vec<Collision>) {
    names.operations = api
        .operations
        .iter()
        .map(|operation| OperationName {
            module: names.of_group(operation.group),
            group: api
                .groups
                .get(operation.group.0)
                .filter(|group| group.is_tag)
                .map(|_| names.of_group(operation.group)),
            ..OperationName::default()
        })
        .collect();
    names.types = type_modules::plan(api, mode, names)
        .into_iter()
        .map(|module| TypeName {
            module,
            ..TypeName::default()
        })
        .collect();
    if mode == NameMode::Resolve {
        reexports::plan_types(api, names);
    }
    let mut taken = Taken::new();
    let levels = levels(api);
    plan_types(api, names, &of_level(&levels, 0), &mut taken, collisions);
    reexports::reserve_types(names, &mut taken);
    plan_operations(api, names, &mut taken, collisions);
    plan_outcomes(api, names, &mut taken);
    shared::plan(api, names, &mut taken);
    if mode == NameMode::Resolve {
        reexports::plan_shared(names, &mut taken);
    }
    let deepest = levels.iter().copied().max().unwrap_or_default();
    for level in 1..=deepest {
        let is_shared = |index: &usize| names.of_type(TypeId(*index)).module == MODELS;
        let (shared, others): (Vec<usize>, Vec<usize>) =
            of_level(&levels, level).into_iter().partition(is_shared);
        plan_types(api, names, &shared, &mut taken, collisions);
        reexports::reserve_types(names, &mut taken);
        plan_types(api, names, &others, &mut taken, collisions);
    }
}

/// How many names must be known before a type's: 0 for one that has its own.
fn levels(api: &Api) -> Vec<usize> {
    let depth = |id: usize| {
        let mut depth = 0;
        let mut at = api.types.get(id).map(|def| &def.naming);
        // The bound only matters for a chain that bites its tail.
        while depth <= api.types.len() {
            match at {
                Some(Naming::Within(parent, _)) => at = Some(&api.type_def(*parent).naming),
                Some(Naming::InOperation(..)) => return depth + 1,
                Some(Naming::Explicit(_) | Naming::Key(_)) | None => return depth,
            }
            depth += 1;
        }
        depth
    };
    (0..api.types.len()).map(depth).collect()
}

/// The indices of the types of a level.
fn of_level(levels: &[usize], level: usize) -> Vec<usize> {
    let all = levels.iter().enumerate();
    all.filter(|(_, found)| **found == level)
        .map(|(index, _)| index)
        .collect()
}

/// Names the types with these indices, whose owners have their names.
fn plan_types(
    api: &Api,
    names: &mut Names,
    indices: &[usize],
    taken: &mut Taken,
    collisions: &mut Vec<Collision>,
) {
    let ids = indices.iter().map(|index| TypeId(*index));
    let pending: Vec<Pending<'_>> = ids
        .map(|id| (id, api.type_def(id)))
        .map(|(id, def)| Pending {
            index: id.0,
            module: names.of_type(id).module,
            candidate: type_candidate(api, def, names),
            label: label(def),
            origin: &def.origin,
        })
        .collect();
    for (index, ident) in resolve_modules(pending, "type", taken, collisions) {
        if let Some(name) = names.types.get_mut(index) {
            name.ident = Identifier::new(ident);
        }
    }
}

/// Names the operations.
fn plan_operations(
    api: &Api,
    names: &mut Names,
    taken: &mut Taken,
    collisions: &mut Vec<Collision>,
) {
    let pending: Vec<Pending<'_>> = api
        .operations
        .iter()
        .zip(&names.operations)
        .enumerate()
        .map(|(index, (operation, name))| Pending {
            index,
            module: name.module,
            candidate: operation_candidate(operation),
            label: operation.id.clone(),
            origin: &operation.origin,
        })
        .collect();
    for (index, ident) in resolve_modules(pending, "operation", taken, collisions) {
        if let Some(name) = names.operations.get_mut(index) {
            name.ident = Identifier::new(ident);
        }
    }
}

/// Names the types that belong to operations: bodies, output, error, headers.
fn plan_outcomes(api: &Api, names: &mut Names, taken: &mut Taken) {
    let shared = taken.get(&MODELS).cloned().unwrap_or_default();
    for (operation, name) in api.operations.iter().zip(&mut names.operations) {
        let taken = taken.entry(name.module).or_default();
        let mut plan = |wanted: bool, endings: [&str; 3]| {
            let mut others: Vec<String> = endings
                .iter()
                .map(|ending| format!("{}{ending}", name.ident))
                .collect();
            // A shared type of the same name would confuse a reader.
            others.sort_by_key(|name| shared.contains(name));
            let first = others.remove(0);
            let candidate = Candidate::new(first, Priority::Derived, || others.clone());
            let ident = wanted
                .then(|| resolve(&[candidate], taken).names.pop())
                .flatten()?;
            taken.insert(ident.clone());
            Some(EnumName {
                ident: Identifier::new(ident),
                members: Vec::new(),
            })
        };
        let many = matches!(outcome::success(operation), outcome::Outcome::Many(_));
        name.bodies = plan(
            operation.bodies.len() > 1,
            ["Body", "RequestBody", "Content"],
        );
        name.output = plan(many, ["Response", "Output", "Success"]);
        name.error = plan(
            !outcome::errors(operation).is_empty(),
            ["Error", "ErrorBody", "Failure"],
        );
        name.headers = plan(
            outcome::has_headers(operation),
            ["Headers", "ResponseHeaders", "HeaderFields"],
        );
    }
}

/// Resolves the conflicts of each module on its own, and reserves the names: for each item, its index and its name.
fn resolve_modules(
    pending: Vec<Pending<'_>>,
    kind: &'static str,
    taken: &mut Taken,
    collisions: &mut Vec<Collision>,
) -> Vec<(usize, String)> {
    let mut by_module: BTreeMap<usize, Vec<Pending<'_>>> = BTreeMap::new();
    for item in pending {
        by_module.entry(item.module).or_default().push(item);
    }
    let mut resolved = Vec::new();
    for (module, pending) in by_module {
        let taken = taken.entry(module).or_default();
        let (candidates, labels): (Vec<Candidate<'_>>, Vec<(usize, String, &Origin)>) = pending
            .into_iter()
            .map(|item| (item.candidate, (item.index, item.label, item.origin)))
            .unzip();
        let outcome = resolve(&candidates, taken);
        collisions.extend(outcome.collisions.into_iter().map(|(name, group)| {
            let candidate = |index: &usize| {
                labels
                    .get(*index)
                    .map(|(_, label, origin)| (label.clone(), (*origin).clone()))
            };
            let candidates = group.iter().filter_map(candidate).collect();
            Collision {
                name,
                kind,
                candidates,
            }
        }));
        taken.extend(outcome.names.iter().cloned());
        resolved.extend(
            labels
                .into_iter()
                .map(|(index, ..)| index)
                .zip(outcome.names),
        );
    }
    resolved
}

/// The document's name of a type.
fn label(def: &TypeDef) -> String {
    match &def.naming {
        Naming::Explicit(name) | Naming::Key(name) => name.clone(),
        Naming::Within(_, path) | Naming::InOperation(_, path) => path.join("."),
    }
}
