//! The names that items had before their operation was renamed: each becomes a deprecated alias.
//!
//! They are planned as if the operation still had its former id. A name that something else has is not given again.

use std::collections::{BTreeMap, BTreeSet};

use super::{Collision, FormerNames, Identifier, NameMode, Names, plan};
use crate::ir::Api;

/// The kind of a collision with a former name.
pub(crate) const FORMER_NAME: &str = "former name";

/// The largest number of former ids of one operation; the cost of a plan does not depend on the number of operations that have them.
pub(crate) const MAX_FORMER_IDS: usize = 8;

/// Plans the former names of an API whose names are planned. Those that collide are reported in both modes: without the alias that the
/// document asks for, callers would break.
pub(super) fn former(
    api: &Api,
    mode: NameMode,
    names: &Names,
    collisions: &mut Vec<Collision>,
) -> FormerNames {
    let mut former = FormerNames::default();
    let mut taken = Taken::of(names);
    for nth in 0..MAX_FORMER_IDS {
        let operations = api.operations.iter().enumerate();
        let ids: BTreeMap<usize, &str> = operations
            .filter_map(|(index, operation)| {
                Some((index, operation.renamed_from.get(nth)?.as_str()))
            })
            .collect();
        if ids.is_empty() {
            break;
        }
        let (earlier, further) = earlier(api, mode, &ids);
        let is_known = |it: &Collision| {
            let mut known = collisions.iter();
            known.any(|known| (known.kind, &known.name) == (it.kind, &it.name))
        };
        let further: Vec<Collision> = further.into_iter().filter(|it| !is_known(it)).collect();
        former.add_items(names, &earlier, &mut taken);
        former.add_methods(names, &earlier, &mut taken);
        let kind = FORMER_NAME;
        collisions.extend(further.into_iter().map(|it| Collision { kind, ..it }));
    }
    former
}

/// The names if operations still had these ids.
fn earlier(api: &Api, mode: NameMode, ids: &BTreeMap<usize, &str>) -> (Names, Vec<Collision>) {
    let mut api = api.clone();
    for (index, id) in ids {
        if let Some(operation) = api.operations.get_mut(*index) {
            (*id).clone_into(&mut operation.id);
            operation.rust_name = None;
        }
    }
    let mut collisions = Vec::new();
    let names = plan(&api, mode, &mut collisions);
    (names, collisions)
}

/// The names that items and methods have.
struct Taken {
    items: BTreeSet<(usize, String)>,
    methods: BTreeSet<(Option<usize>, String)>,
}

impl Taken {
    fn of(names: &Names) -> Self {
        let operations = names.operations.iter();
        let methods = operations.map(|name| (name.group, name.method.to_string()));
        // The client's methods share their namespace with those that give its groups.
        let groups: BTreeSet<usize> = names
            .operations
            .iter()
            .filter_map(|name| name.group)
            .collect();
        let accessors = groups
            .into_iter()
            .map(|group| (None, names.module(group).accessor.to_string()));
        Self {
            items: items(names)
                .map(|(module, ident)| (module, ident.to_owned()))
                .collect(),
            methods: methods.chain(accessors).collect(),
        }
    }
}

/// Every item with its module, in an order that is the same for all plans of an API.
fn items(names: &Names) -> impl Iterator<Item = (usize, &str)> {
    let types = names
        .types
        .iter()
        .map(|name| (name.module, name.ident.as_str()));
    let operations = names.operations.iter().flat_map(|name| {
        let parts = [&name.bodies, &name.output, &name.error, &name.headers];
        let parts = parts.into_iter().flatten().map(|part| part.ident.as_str());
        let all = parts.chain([name.ident.as_str()]);
        all.map(|ident| (name.module, ident))
    });
    let shared = names.errors.iter().chain(&names.headers);
    let shared = shared.map(|shared| (shared.module, shared.name.ident.as_str()));
    types.chain(operations).chain(shared)
}

impl FormerNames {
    fn add_items(&mut self, names: &Names, earlier: &Names, taken: &mut Taken) {
        for (item, former) in items(names).zip(items(earlier)) {
            let ((module, ident), (former_module, former_ident)) = (item, former);
            let key = (module, former_ident.to_owned());
            if ident != former_ident && module == former_module && taken.items.insert(key) {
                let of = self.items.entry((module, ident.to_owned()));
                of.or_default().push(Identifier::new(former_ident));
            }
        }
    }

    fn add_methods(&mut self, names: &Names, earlier: &Names, taken: &mut Taken) {
        let pairs = names.operations.iter().zip(&earlier.operations);
        for (index, (current, earlier)) in pairs.enumerate() {
            let key = (current.group, earlier.method.to_string());
            if current.method != earlier.method && taken.methods.insert(key) {
                let of = self.methods.entry(index);
                of.or_default().push(earlier.method.clone());
            }
        }
    }

    /// The former names of an item in this module.
    pub(crate) fn of_item<'a>(&'a self, module: usize, ident: &str) -> &'a [Identifier] {
        let key = (module, ident.to_owned());
        self.items.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The former names of the method of an operation.
    pub(crate) fn of_method(&self, operation: usize) -> &[Identifier] {
        self.methods.get(&operation).map_or(&[], Vec::as_slice)
    }
}
