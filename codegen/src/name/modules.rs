//! The modules of a crate: those of what operations share, one for the operations and types of each tag, and those that
//! components are put into.

use std::collections::BTreeSet;

use super::case::{pascal, snake};
use super::conflicts::{Candidate, resolve};
use super::reserved::{hides_client_method, is_module, is_prelude, keyword_safe};
use super::{Identifier, ModuleName, Names};
use crate::ir::Api;

/// The parts of a module, in the order in which a reader comes for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Operations,
    Models,
    Errors,
    Headers,
}

impl Part {
    /// The module of the part, below the one that it is a part of.
    pub(crate) fn ident(self) -> Identifier {
        Identifier::new(self.word())
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Models => "models",
            Self::Errors => "errors",
            Self::Headers => "headers",
        }
    }
}

/// The modules of what operations share, by the constants of [`name`](super).
const SHARED: [&str; 3] = [
    Part::Models.word(),
    Part::Errors.word(),
    Part::Headers.word(),
];

/// Past so many tags or operations, each tag is behind a feature.
const UNGATED_GROUPS: usize = 40;
const UNGATED_OPERATIONS: usize = 1_500;

/// The registry takes 300 features of a crate; the rest is left to the runtime's.
const MAX_FEATURES: usize = 250;

/// Plans the modules.
pub(super) fn plan(api: &Api) -> Names {
    let mut keys: Vec<(&str, String)> = Vec::new();
    let mut groups = Vec::with_capacity(api.groups.len());
    for group in &api.groups {
        let ident = module_ident(&group.key);
        // Tags that read the same in Rust are the same module.
        let known = keys.iter().position(|(_, known)| *known == ident);
        groups.push(known.unwrap_or(keys.len()) + SHARED.len());
        if known.is_none() {
            keys.push((&group.key, ident));
        }
    }
    let mut modules: Vec<ModuleName> = SHARED
        .iter()
        .map(|ident| ModuleName {
            ident: Identifier::new(*ident),
            ..ModuleName::default()
        })
        .collect();
    modules.extend(named(&keys));
    let tags = modules.len();
    let mut open = untagged(api, &groups);
    for wanted in api.placed.values() {
        let known = modules.iter().position(|module| module.ident == **wanted);
        open.insert(known.unwrap_or(modules.len()));
        if known.is_none() {
            modules.push(ModuleName {
                ident: Identifier::new(wanted),
                ..ModuleName::default()
            });
        }
    }
    if keys.len() > UNGATED_GROUPS || api.operations.len() > UNGATED_OPERATIONS {
        gate(&mut modules, tags, &open);
    }
    Names {
        modules,
        groups,
        ..Names::default()
    }
}

/// The module of a tag. `models_operations` is what a tag called "models" must make do with.
fn module_ident(key: &str) -> String {
    let name = snake(key);
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    if starts_with_digit {
        return format!("tag_{name}");
    }
    if is_module(&name) {
        format!("{name}_operations")
    } else {
        keyword_safe(name)
    }
}

/// The names around the modules of tags, no two alike.
fn named(keys: &[(&str, String)]) -> Vec<ModuleName> {
    let idents = resolved(keys.iter().map(|(_, ident)| ident.clone()));
    let clients = resolved(keys.iter().map(|(_, ident)| client(ident)));
    let accessors = resolved(keys.iter().map(|(key, ident)| accessor(key, ident)));
    let names = idents.into_iter().zip(clients).zip(accessors);
    names
        .map(|((ident, client), accessor)| ModuleName {
            ident: Identifier::new(ident),
            client: Identifier::new(client),
            accessor: Identifier::new(accessor),
            feature: None,
        })
        .collect()
}

/// Names in the order of what they are for, where the first of several that are alike keeps its own.
pub(super) fn resolved(names: impl Iterator<Item = String>) -> Vec<String> {
    let candidates: Vec<Candidate<'_>> = names.map(Candidate::only).collect();
    resolve(&candidates, &BTreeSet::new()).names
}

/// The sub-client of a module.
fn client(ident: &str) -> String {
    let client = pascal(ident.trim_start_matches("r#"));
    if is_prelude(&client) || client == "Client" {
        format!("{client}Operations")
    } else {
        client
    }
}

/// The method that gives the sub-client of a module.
fn accessor(key: &str, ident: &str) -> String {
    if hides_client_method(&snake(key)) {
        format!("{}_operations", ident.trim_start_matches("r#"))
    } else {
        ident.to_owned()
    }
}

/// The modules of operations without a tag. They are methods of the client itself, and always there.
fn untagged(api: &Api, groups: &[usize]) -> BTreeSet<usize> {
    let all = api.groups.iter().zip(groups);
    all.filter(|(group, _)| !group.is_tag)
        .map(|(_, module)| *module)
        .collect()
}

/// Puts each of the first modules, up to `end`, behind a feature unless it is open, in as few features as the registry takes.
fn gate(modules: &mut [ModuleName], end: usize, open: &BTreeSet<usize>) {
    let full = |module: &ModuleName| module.ident.trim_start_matches("r#").replace('_', "-");
    let by_words = |words: usize| {
        move |module: &ModuleName| {
            full(module)
                .split('-')
                .take(words)
                .collect::<Vec<_>>()
                .join("-")
        }
    };
    let by_letter = |module: &ModuleName| full(module).chars().take(1).collect::<String>();
    let tags = modules.get(SHARED.len()..end).unwrap_or_default();
    let count =
        |name: &dyn Fn(&ModuleName) -> String| tags.iter().map(name).collect::<BTreeSet<_>>().len();
    let choices: [&dyn Fn(&ModuleName) -> String; 5] =
        [&full, &by_words(3), &by_words(2), &by_words(1), &by_letter];
    let Some(choice) = choices
        .into_iter()
        .find(|choice| count(*choice) <= MAX_FEATURES)
    else {
        return;
    };
    let features: Vec<String> = tags
        .iter()
        .map(|module| format!("tag-{}", choice(module)))
        .collect();
    for (index, feature) in (SHARED.len()..).zip(features) {
        let module = modules.get_mut(index).filter(|_| !open.contains(&index));
        if let Some(module) = module {
            module.feature = Some(feature);
        }
    }
}
