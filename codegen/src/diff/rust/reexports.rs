//! Re-exports: further paths of items that are defined in another module of the crate.

use syn::UseTree;

use super::items::{Item, Items};

/// The kind of a re-export, whose text is the path of the item, or that of everything in a module: `models::*`.
pub(super) const REEXPORT: &str = "re-export";

/// The re-exports of items of this crate: for each, the name of the item, `*` for all of a module, and the path of it.
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

/// Whether an item is a re-export of everything in a module.
pub(super) fn is_glob(item: &Item) -> bool {
    item.kind == REEXPORT && item.text.ends_with('*')
}

/// The item that a path leads to, by re-exports where it is none of its module, with the path that it is defined at.
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

/// The item that a path leads to, or that of the same name in the item that the path of its owner leads to.
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

/// Whether a path of the older crate leads nowhere in the newer one although the newer one has the item: that it has lost the
/// item is a change of its own.
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
