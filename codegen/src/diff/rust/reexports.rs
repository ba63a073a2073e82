//! Re-exports: additional paths of items that are defined in another module of the crate.

use syn::UseTree;

use super::items::{Item, Items};

/// The kind of a re-export, whose text is the path of the item, or a glob of a module: `models::*`.
pub(super) const REEXPORT: &str = "re-export";

/// Returns the re-exports of items of this crate: the name (`*` for a glob) and the path of each.
pub(super) fn reexports(item: &syn::ItemUse) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), &item.tree)];
    while let Some((module, tree)) = open.pop() {
        match tree {
            UseTree::Path(path) => {
                let module = [module, vec![path.ident.to_string()]].concat();
                open.push((module, &path.tree));
            }
            UseTree::Group(group) => {
                open.extend(group.items.iter().map(|tree| (module.clone(), tree)));
            }
            UseTree::Name(name) => found.push((module, name.ident.to_string())),
            UseTree::Glob(_) => found.push((module, String::from("*"))),
            UseTree::Rename(_) => {}
        }
    }
    let of_crate = found.into_iter().filter_map(|(module, name)| {
        let (first, source) = (module.first()?, module.last()?);
        let path = format!("{source}::{name}");
        (first == "crate" && module.len() > 1).then_some((name, path))
    });
    of_crate.collect()
}

/// Whether an item is a glob re-export.
pub(super) fn is_glob(item: &Item) -> bool {
    item.kind == REEXPORT && item.text.ends_with('*')
}

/// Resolves a path to an item and the path of its definition, following re-exports if the module does not define it.
pub(super) fn resolve<'a>(items: &'a Items, path: &str) -> Option<(&'a String, &'a Item)> {
    let Some((path, item)) = items.get_key_value(path) else {
        let (module, name) = path.split_once("::")?;
        let glob = items.get(&format!("{module}::*"))?;
        return items.get_key_value(&glob.text.replace('*', name));
    };
    if item.kind == REEXPORT && !is_glob(item) {
        return items.get_key_value(&item.text);
    }
    Some((path, item))
}

/// Resolves a path, or else the same name within the resolved path of its owner.
pub(super) fn find<'a>(
    items: &'a Items,
    path: &str,
    owner: Option<&str>,
) -> Option<(&'a String, &'a Item)> {
    if let Some(found) = resolve(items, path) {
        return Some(found);
    }
    let owner = owner?;
    let (target, _) = resolve(items, owner)?;
    let (before, after) = path.rsplit_once(owner)?;
    items.get_key_value(&format!("{before}{target}{after}"))
}

/// Whether a path of the older crate cannot be resolved in the newer one although the newer one has the item. A removed
/// item is a separate change.
pub(super) fn glob_is_lost(glob: (&str, &Item), before: &Items, after: &Items) -> bool {
    let (Some(module), Some(source)) = (glob.0.strip_suffix('*'), glob.1.text.strip_suffix('*'))
    else {
        return false;
    };
    let names = before.keys().filter_map(|path| path.strip_prefix(source));
    names.filter(|name| !name.contains("::")).any(|name| {
        let is_there = |module: &str| resolve(after, &format!("{module}{name}")).is_some();
        is_there(source) && !is_there(module)
    })
}
