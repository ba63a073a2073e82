//! The modules of a crate: one for the shared types, one for the operations and types of each tag.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{pascal, snake};
use super::reserved::{hides_client_method, is_module, is_prelude, keyword_safe};
use super::{ModuleName, Names};
use crate::ir::Api;

/// Past so many operations, the client is grouped by tag.
const FLAT_OPERATIONS: usize = 30;

/// Past so many tags or operations, each tag is behind a feature.
const UNGATED_GROUPS: usize = 40;
const UNGATED_OPERATIONS: usize = 1_500;

/// The registry takes 300 features of a crate; the rest is left to the runtime's.
const MAX_FEATURES: usize = 250;

/// Plans the modules, and the functions that make credentials.
pub(super) fn plan(api: &Api) -> Names {
    let mut modules = vec![ModuleName {
        ident: String::from("models"),
        ..ModuleName::default()
    }];
    let mut groups = Vec::with_capacity(api.groups.len());
    for group in &api.groups {
        let ident = module_ident(&group.key);
        // Tags that read the same in Rust are the same module.
        let known = modules.iter().position(|module| module.ident == ident);
        groups.push(known.unwrap_or(modules.len()));
        if known.is_none() {
            modules.push(module(&group.key, ident));
        }
    }
    if modules.len() > UNGATED_GROUPS || api.operations.len() > UNGATED_OPERATIONS {
        gate(&mut modules);
    }
    Names {
        modules,
        groups,
        schemes: schemes(api),
        grouped: api.operations.len() > FLAT_OPERATIONS,
        ..Names::default()
    }
}

/// The module of a tag. `models_operations` is what a tag called "models" has to make do with.
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

/// The names around the module of a tag.
fn module(key: &str, ident: String) -> ModuleName {
    let plain = ident.trim_start_matches("r#");
    let client = pascal(plain);
    let taken = is_prelude(&client) || client == "Client";
    let accessor = if hides_client_method(&snake(key)) {
        format!("{plain}_operations")
    } else {
        ident.clone()
    };
    ModuleName {
        client: if taken {
            format!("{client}Operations")
        } else {
            client
        },
        accessor,
        feature: None,
        ident,
    }
}

/// Puts each module behind a feature, in as few features as the registry takes.
fn gate(modules: &mut [ModuleName]) {
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
    let tags = modules.get(1..).unwrap_or_default();
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
    for (module, feature) in modules.iter_mut().skip(1).zip(features) {
        module.feature = Some(feature);
    }
}

/// The functions that make a credential for each scheme.
fn schemes(api: &Api) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(api.schemes.len());
    for scheme in &api.schemes {
        let name = snake(&scheme.key);
        let name = if name.starts_with(|char: char| char.is_ascii_digit()) {
            format!("scheme_{name}")
        } else {
            name
        };
        let before = seen.entry(name.clone()).or_default();
        names.push(keyword_safe(format!("{name}{}", "_alt".repeat(*before))));
        *before += 1;
    }
    names
}
