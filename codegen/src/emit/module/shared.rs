//! What the module of a tag re-exports of those that operations share: a type keeps its path in the module of a tag when
//! another tag begins to use it.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::Context;
use crate::emit::item::{Item, defined};
use crate::emit::plan::Reexport;
use crate::name::{ERRORS, HEADERS, MODELS, Part};

/// A module that reaches more types re-exports all of `models`: a longer list helps no reader, and the lists of a document
/// with many tags over connected types would be a large part of its crate.
const MAX_LISTED: usize = 200;

/// The re-exports of the parts of a module that defines these names. `models` are the names in the module of the same name.
pub(super) fn reexports<'a>(
    context: Context<'a>,
    module: usize,
    own: &BTreeSet<&'a str>,
    models: &BTreeSet<&'a str>,
) -> BTreeMap<Part, Reexport<'a>> {
    let Some(of) = context.names.reexports.get(&module) else {
        return BTreeMap::new();
    };
    let types = of.types.iter().map(|id| Item::Type(*id)).collect();
    let errors = of.errors.iter().map(|index| Item::Errors(*index));
    let headers = of.headers.iter().map(|index| Item::Headers(*index));
    let listed = |source: usize, items: Vec<Item>, seen: &BTreeSet<&'a str>| {
        let names = items
            .into_iter()
            .flat_map(|item| defined(context, source, item));
        Reexport::list(source, names.filter(|name| !seen.contains(name)).collect())
    };
    let mut types = listed(MODELS, types, own);
    if types.names.len() > MAX_LISTED {
        types = Reexport::glob(MODELS, models, own);
    }
    // A name that two modules have is that of the model.
    let mut seen: BTreeSet<&str> = own.union(&types.names).copied().collect();
    let errors = listed(ERRORS, errors.collect(), &seen);
    seen.extend(&errors.names);
    let headers = listed(HEADERS, headers.collect(), &seen);
    let parts = [Part::Models, Part::Errors, Part::Headers];
    let all = parts.into_iter().zip([types, errors, headers]);
    all.filter(|(_, of)| !of.names.is_empty()).collect()
}
