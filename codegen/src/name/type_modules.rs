//! The module of each type.
//!
//! In a vendor's document, a component that the operations of one tag alone refer to is in the module of the tag, and
//! so is what only such components refer to. In `specs/`, the folder of a schema decides.

use super::{MODELS, NameMode, Names};
use crate::ir::{Api, Module, TypeId};
use crate::passes::used_by;

/// The index of the module of each type.
pub(super) fn plan(api: &Api, mode: NameMode, names: &Names) -> Vec<usize> {
    let modules = match mode {
        NameMode::Strict => vec![None; api.types.len()],
        NameMode::Settle => users(api, names),
    };
    let types = api.types.iter().zip(modules);
    types
        .map(|(def, user)| match def.module {
            Module::Shared => user.unwrap_or(MODELS),
            Module::Group(group) => names.of_group(group),
        })
        .collect()
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
    // What no operation refers to can refer to what the operations of a tag do: it has to be there without the tag.
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
