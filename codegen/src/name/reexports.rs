//! What the module of a tag re-exports of the modules that operations share.
//!
//! A component that the operations of one tag alone use is in the module of the tag, and moves to the shared one as soon as
//! an operation of another tag uses it. The path in the tag's module stays valid: the module re-exports each shared type
//! that its operations reach, and the shared errors and headers that they have.

use std::collections::{BTreeMap, BTreeSet};

use super::conflicts::Taken;
use super::{ERRORS, HEADERS, MODELS, Names, Shared};
use crate::ir::{Api, TypeId};
use crate::passes::used_by;

/// What the module of a tag re-exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reexports {
    /// Types of [`MODELS`], at any depth below the operations of the tag.
    pub(crate) types: BTreeSet<TypeId>,
    /// Errors of [`ERRORS`], by their index in [`Names::errors`].
    pub(crate) errors: BTreeSet<usize>,
    /// Headers of [`HEADERS`], by their index in [`Names::headers`].
    pub(crate) headers: BTreeSet<usize>,
}

/// Plans the types, which have their modules.
pub(super) fn plan_types(api: &Api, names: &mut Names) {
    let mut starts: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    for (operation, name) in api.operations.iter().zip(&names.operations) {
        let types = used_by(operation).into_iter().map(|(id, _)| id);
        if let Some(module) = name.group {
            starts.entry(module).or_default().extend(types);
        }
    }
    let references: Vec<Vec<TypeId>> = api.types.iter().map(|def| def.shape.named()).collect();
    for (module, types) in starts {
        let shared = |id: &TypeId| names.of_type(*id).module == MODELS;
        let types: BTreeSet<TypeId> = reached(&references, types).filter(shared).collect();
        names.reexports.entry(module).or_default().types = types;
    }
}

/// Types, and all that they refer to.
fn reached(references: &[Vec<TypeId>], mut work: Vec<TypeId>) -> impl Iterator<Item = TypeId> {
    let mut seen = vec![false; references.len()];
    while let Some(id) = work.pop() {
        if let Some(known) = seen.get_mut(id.0)
            && !std::mem::replace(known, true)
        {
            work.extend(references.get(id.0).into_iter().flatten());
        }
    }
    let all = seen.into_iter().enumerate();
    all.filter_map(|(index, is_reached)| is_reached.then_some(TypeId(index)))
}

/// Plans the errors and headers, which have their names, and reserves these in the modules that re-export them.
pub(super) fn plan_shared(names: &mut Names, taken: &mut Taken) {
    let of_errors = uses(names, &names.errors, ERRORS);
    let of_headers = uses(names, &names.headers, HEADERS);
    for (module, index) in of_errors {
        names
            .reexports
            .entry(module)
            .or_default()
            .errors
            .insert(index);
        reserve(taken, module, names.errors.get(index));
    }
    for (module, index) in of_headers {
        names
            .reexports
            .entry(module)
            .or_default()
            .headers
            .insert(index);
        reserve(taken, module, names.headers.get(index));
    }
}

/// The modules of tags whose operations have shared items of this module, each with the index of the item.
fn uses(names: &Names, all: &[Shared], module: usize) -> Vec<(usize, usize)> {
    let of_module = all.iter().enumerate().filter(|(_, of)| of.module == module);
    let uses = of_module.flat_map(|(index, of)| {
        let users = of.operations.iter();
        users.filter_map(move |id| Some((names.of_operation(*id).group?, index)))
    });
    uses.collect()
}

fn reserve(taken: &mut Taken, module: usize, shared: Option<&Shared>) {
    let name = shared.map(|shared| shared.name.ident.to_string());
    taken.entry(module).or_default().extend(name);
}

/// Reserves the names of re-exported types in the modules of tags: what belongs to an operation takes another name, as it does
/// where the type is in the module.
pub(super) fn reserve_types(names: &Names, taken: &mut Taken) {
    for (module, reexports) in &names.reexports {
        let types = reexports.types.iter().map(|id| &names.of_type(*id).ident);
        let planned = types.filter(|ident| !ident.is_empty());
        taken
            .entry(*module)
            .or_default()
            .extend(planned.map(ToString::to_string));
    }
}
