//! The module of each type.
//!
//! In a vendor's document, a component that the operations of one tag alone refer to is in the module of the tag, and
//! so is what only such components refer to. In `specs/`, the folder of a schema decides. A component that says its module is
//! there, with what is inline in it.

use super::{MODELS, NameMode, Names};
use crate::ir::{Api, Module, Naming, TypeId};
use crate::passes::used_by;

/// The index of the module of each type.
pub(super) fn plan(api: &Api, mode: NameMode, names: &Names) -> Vec<usize> {
    let modules = match mode {
        NameMode::Strict => vec![None; api.types.len()],
        NameMode::Resolve => users(api, names),
    };
    let types = api.types.iter().zip(modules).enumerate();
    types
        .map(
            |(index, (def, user))| match (placed(api, names, TypeId(index)), def.module) {
                (Some(module), _) => module,
                (None, Module::Shared) => user.unwrap_or(MODELS),
                (None, Module::Group(group)) => names.of_group(group),
            },
        )
        .collect()
}

/// The module that a type, or the component that it is inline in, is put into.
fn placed(api: &Api, names: &Names, id: TypeId) -> Option<usize> {
    if api.placed.is_empty() {
        return None;
    }
    let mut at = id;
    // A chain that is longer than this is a cycle.
    for _ in 0..=api.types.len() {
        if let Some(wanted) = api.placed.get(&at) {
            let mut modules = names.modules.iter();
            return modules.position(|module| module.ident == **wanted);
        }
        match &api.type_def(at).naming {
            Naming::Within(parent, _) => at = *parent,
            Naming::InOperation(..) | Naming::Explicit(_) | Naming::Key(_) => return None,
        }
    }
    None
}

/// For each type, the module of the one tag whose operations refer to it.
fn users(api: &Api, names: &Names) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; api.types.len()];
    let by_tag = api.operations.iter().zip(&names.operations);
    for (operation, name) in by_tag {
        let types = used_by(operation).into_iter().map(|(id, _)| id);
        spread(
            api,
            &mut found,
            types.collect(),
            name.group.unwrap_or(MODELS),
        );
    }
    // A module that a component is put into is always there, and so must be what the component refers to.
    if names.modules.iter().any(|module| module.feature.is_some()) {
        for id in api.placed.keys() {
            spread(api, &mut found, vec![*id], MODELS);
        }
    }
    // What no operation refers to can refer to what the operations of a tag do: it must be there without the tag.
    for index in 0..found.len() {
        if found.get(index) == Some(&None) {
            spread(api, &mut found, vec![TypeId(index)], MODELS);
        }
    }
    found
}

/// Marks types, and all that they refer to, as used by a module: [`MODELS`] where another one uses them, too.
fn spread(api: &Api, found: &mut [Option<usize>], mut work: Vec<TypeId>, user: usize) {
    while let Some(id) = work.pop() {
        let Some(known) = found.get_mut(id.0) else {
            continue;
        };
        let user = match *known {
            Some(other) if other != user => MODELS,
            _ => user,
        };
        if *known != Some(user) {
            *known = Some(user);
            work.extend(api.type_def(id).shape.named());
        }
    }
}
