//! The names of types and operations, module by module.
//!
//! Named types go first, operations second, then what belongs to an operation, then types that stand within others,
//! level by level: each is settled against what has its name already.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{pascal, snake, spelled, spelling};
use super::reserved::is_prelude;
use super::settle::{Claim, Party, settle};
use super::{
    Collision, EnumName, MODELS, NameMode, Names, OperationName, TypeName, errors, outcome,
};
use crate::ir::{Api, Home, Naming, Operation, OperationId, Shape, TypeDef, TypeId};
use crate::source::Origin;

/// Names that are taken, for each module.
pub(super) type Taken = BTreeMap<usize, BTreeSet<String>>;

/// What is being named: the party, and what to tell about it.
struct Candidate<'a> {
    module: usize,
    party: Party,
    told: String,
    origin: &'a Origin,
}

/// Plans types, operations and the types that belong to operations.
pub(super) fn plan(api: &Api, mode: NameMode, names: &mut Names, collisions: &mut Vec<Collision>) {
    names.types = api
        .types
        .iter()
        .map(|def| TypeName {
            module: module_of(def.home, names),
            ..TypeName::default()
        })
        .collect();
    names.operations = api
        .operations
        .iter()
        .map(|operation| OperationName {
            module: names.of_group(operation.group),
            ..OperationName::default()
        })
        .collect();
    let mut taken = Taken::new();
    let levels = levels(api);
    plan_types(api, names, &levels, 0, &mut taken, collisions);
    plan_operations(api, names, &mut taken, collisions);
    plan_outcomes(api, names, &mut taken);
    if mode == NameMode::Settle {
        errors::plan(api, names, &mut taken);
    }
    let deepest = levels.iter().copied().max().unwrap_or_default();
    for level in 1..=deepest {
        plan_types(api, names, &levels, level, &mut taken, collisions);
    }
}

/// The module that a type lives in.
fn module_of(home: Home, names: &Names) -> usize {
    match home {
        Home::Shared => MODELS,
        Home::Group(group) => names.of_group(group),
    }
}

/// How many names have to be known before a type's: 0 for one that has its own.
fn levels(api: &Api) -> Vec<usize> {
    let depth = |id: usize| {
        let mut depth = 0;
        let mut at = api.types.get(id).map(|def| &def.naming);
        // The bound only matters for a chain that bites its tail.
        while depth <= api.types.len() {
            match at {
                Some(Naming::Within(parent, _)) => at = Some(&api.type_def(*parent).naming),
                Some(Naming::Of(..)) => return depth + 1,
                Some(Naming::Given(_) | Naming::Key(_)) | None => return depth,
            }
            depth += 1;
        }
        depth
    };
    (0..api.types.len()).map(depth).collect()
}

/// Names the types of a level.
fn plan_types(
    api: &Api,
    names: &mut Names,
    levels: &[usize],
    level: usize,
    taken: &mut Taken,
    collisions: &mut Vec<Collision>,
) {
    let ids: Vec<usize> = levels
        .iter()
        .enumerate()
        .filter(|(_, found)| **found == level)
        .map(|(id, _)| id)
        .collect();
    let candidates: Vec<Candidate<'_>> = ids
        .iter()
        .map(|id| {
            let def = api.type_def(TypeId(*id));
            let party = type_party(def, names);
            let told = told(def);
            Candidate {
                module: names.of_type(TypeId(*id)).module,
                party,
                told,
                origin: &def.origin,
            }
        })
        .collect();
    let settled = settle_modules(&candidates, "type", taken, collisions);
    for (id, ident) in ids.into_iter().zip(settled) {
        if let Some(name) = names.types.get_mut(id) {
            name.ident = ident;
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
    let candidates: Vec<Candidate<'_>> = api
        .operations
        .iter()
        .zip(&names.operations)
        .map(|(operation, name)| Candidate {
            module: name.module,
            party: operation_party(operation),
            told: operation.id.clone(),
            origin: &operation.origin,
        })
        .collect();
    let settled = settle_modules(&candidates, "operation", taken, collisions);
    for (name, ident) in names.operations.iter_mut().zip(settled) {
        name.ident = ident;
    }
}

/// Names the types that belong to operations: bodies, output, error, headers.
fn plan_outcomes(api: &Api, names: &mut Names, taken: &mut Taken) {
    let shared = taken.get(&MODELS).cloned().unwrap_or_default();
    for (operation, name) in api.operations.iter().zip(&mut names.operations) {
        let taken = taken.entry(name.module).or_default();
        let mut plan = |wanted: bool, endings: [&str; 3]| {
            let mut candidates: Vec<String> = endings
                .iter()
                .map(|ending| format!("{}{ending}", name.ident))
                .collect();
            // A shared type of the same name would make a reader look twice.
            candidates.sort_by_key(|candidate| shared.contains(candidate));
            let party = Party {
                candidates,
                claim: Claim::Derived,
            };
            let ident = wanted
                .then(|| settle(&[party], taken).names.pop())
                .flatten()?;
            taken.insert(ident.clone());
            Some(EnumName {
                ident,
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

/// Settles each module for itself, and takes the names.
fn settle_modules(
    candidates: &[Candidate<'_>],
    kind: &'static str,
    taken: &mut Taken,
    collisions: &mut Vec<Collision>,
) -> Vec<String> {
    let mut by_module: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        by_module.entry(candidate.module).or_default().push(index);
    }
    let mut settled = vec![String::new(); candidates.len()];
    for (module, indices) in by_module {
        let taken = taken.entry(module).or_default();
        let of_module: Vec<&Candidate<'_>> = indices
            .iter()
            .filter_map(|index| candidates.get(*index))
            .collect();
        let parties: Vec<Party> = of_module
            .iter()
            .map(|candidate| candidate.party.clone())
            .collect();
        let outcome = settle(&parties, taken);
        collisions.extend(outcome.collisions.into_iter().map(|(name, group)| {
            let party =
                |candidate: &&Candidate<'_>| (candidate.told.clone(), candidate.origin.clone());
            let parties = group
                .iter()
                .filter_map(|index| of_module.get(*index).map(party))
                .collect();
            Collision {
                name,
                kind,
                parties,
            }
        }));
        taken.extend(outcome.names.iter().cloned());
        for (index, name) in indices.iter().zip(outcome.names) {
            if let Some(slot) = settled.get_mut(*index) {
                *slot = name;
            }
        }
    }
    settled
}

/// What a type can be called.
fn type_party(def: &TypeDef, names: &Names) -> Party {
    match &def.naming {
        Naming::Given(name) => Party {
            candidates: vec![name.clone()],
            claim: Claim::Exact,
        },
        Naming::Key(key) => key_party(key, def),
        Naming::Within(parent, path) => {
            let parent = &names.of_type(*parent).ident;
            derived_party(parent, path, def)
        }
        Naming::Of(operation, path) => {
            let operation = &names.of_operation(OperationId(operation.0)).ident;
            derived_party(operation, path, def)
        }
    }
}

/// What a type can be called that the document has a name for.
fn key_party(key: &str, def: &TypeDef) -> Party {
    let name = type_ident(&snake(key));
    let is_component = def
        .origin
        .pointer
        .ends_with(&format!("/{}", crate::source::escape(key)));
    let claim = match is_component {
        true if name == key => Claim::Exact,
        true => Claim::Named,
        false => Claim::Derived,
    };
    let mut candidates = vec![name.clone()];
    if is_component {
        candidates.push(type_ident(&spelled(key)));
        candidates.push(format!("{name}{}", pascal(spelling(key))));
        candidates.push(format!("{}{name}", pascal(&snake(file_stem(&def.origin)))));
    }
    candidates.push(type_ident(&snake(&place(&def.origin))));
    candidates.dedup();
    Party { candidates, claim }
}

/// What a type can be called that has no name of its own.
fn derived_party(owner: &str, path: &[String], def: &TypeDef) -> Party {
    let place_in_owner: String = path.iter().map(|part| pascal(&snake(part))).collect();
    let name = guard(format!("{owner}{place_in_owner}"));
    let kind = match &def.shape {
        Shape::Record(_) => "Object",
        Shape::Multipart(_) => "Form",
        Shape::Choice(_) | Shape::IntegerChoice(_) | Shape::MixedChoice(_) => "Value",
        Shape::Tagged(_) | Shape::Union(_) => "Variant",
        Shape::Alias(_) | Shape::Newtype(_) => "Type",
    };
    let hint = pascal(&snake(&response_hint(&def.origin)));
    let mut candidates = vec![name.clone()];
    if !hint.is_empty() && hint != "Empty" {
        candidates.push(format!("{owner}{hint}{place_in_owner}"));
    }
    candidates.push(format!("{name}{kind}"));
    candidates.push(type_ident(&snake(&place(&def.origin))));
    candidates.dedup();
    Party {
        candidates,
        claim: Claim::Derived,
    }
}

/// What an operation can be called.
fn operation_party(operation: &Operation) -> Party {
    if let Some(name) = &operation.rust_name {
        return Party {
            candidates: vec![type_ident(&snake(name))],
            claim: Claim::Exact,
        };
    }
    let name = type_ident(&snake(&operation.id));
    let method = operation.method.to_lowercase();
    let candidates = vec![
        name.clone(),
        format!("{name}Operation"),
        type_ident(&snake(&format!("{method} {}", operation.id))),
        type_ident(&snake(&format!("{method} {}", operation.path))),
        type_ident(&format!("{method}_{}", spelled(&operation.path))),
    ];
    Party {
        candidates,
        claim: Claim::Derived,
    }
}

/// `snake_case` as the name of a type.
fn type_ident(snake: &str) -> String {
    let name = pascal(snake);
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    guard(if starts_with_digit {
        format!("Type{name}")
    } else {
        name
    })
}

/// A name that hides nothing that the code around it needs.
fn guard(name: String) -> String {
    if is_prelude(&name) {
        format!("{name}Model")
    } else {
        name
    }
}

/// The file's name without what makes it a file name.
fn file_stem(origin: &Origin) -> &str {
    let file = origin.file.rsplit('/').next().unwrap_or_default();
    file.split('.').next().unwrap_or_default()
}

/// Where a type stands, in words: the pointer without the keys that say nothing.
fn place(origin: &Origin) -> String {
    const NOISE: &[&str] = &[
        "components",
        "schemas",
        "properties",
        "content",
        "schema",
        "paths",
        "responses",
    ];
    let tokens = origin
        .pointer
        .split('/')
        .filter(|token| !NOISE.contains(token));
    tokens
        .map(|token| token.replace("~1", " ").replace("~0", "~"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The status and the media type that a type stands under, in words.
fn response_hint(origin: &Origin) -> String {
    let tokens: Vec<&str> = origin.pointer.split('/').collect();
    let after = |key: &str| {
        let at = tokens.iter().position(|token| *token == key)?;
        tokens.get(at + 1).map(|token| token.replace("~1", "/"))
    };
    let status = after("responses")
        .map(|status| format!("status {status}"))
        .unwrap_or_default();
    let media = after("content").unwrap_or_default();
    let subtype = media.rsplit('/').next().unwrap_or_default();
    format!("{status} {subtype}").trim().to_owned()
}

/// How the document calls a type.
fn told(def: &TypeDef) -> String {
    match &def.naming {
        Naming::Given(name) | Naming::Key(name) => name.clone(),
        Naming::Within(_, path) | Naming::Of(_, path) => path.join("."),
    }
}
