//! The files of a module: one for each part, and where that is too long, one for each operation or component that is not small.
//!
//! Only paths of files depend on lengths. What a caller names is in the module and in the part, whatever the file.

use std::collections::BTreeMap;

use super::units::Unit;
use crate::name::{Part, module_file};

/// A part of a module with more lines is in several files.
const MAX_LINES: usize = 2_000;

/// What belongs to an operation or component stays in the file of its part up to so many lines: a file of its own would
/// consist of `use` lines.
const MAX_SMALL_LINES: usize = 30;

/// A file of a module.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// The path from the folder of the sources, without `.rs`: `users/models`.
    pub(super) path: String,
    /// What the file is.
    pub(super) kind: FileKind,
    /// What it holds.
    pub(super) units: Vec<Unit>,
    /// The private modules that hold more of it, by their names.
    pub(super) files: Vec<String>,
    /// The public modules below it.
    pub(super) parts: Vec<Part>,
}

/// What a file of a module is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// The module itself.
    Module,
    /// The module of a part.
    Part(Part),
    /// A private module with what belongs to this operation or component.
    Owner(String),
}

/// The files of the module with this name, which has these parts. The first part is in the module itself.
pub(super) fn files(module: &str, parts: Vec<(Part, Vec<Unit>)>) -> Vec<File> {
    let mut parts = parts.into_iter();
    let Some((first, units)) = parts.next() else {
        return Vec::new();
    };
    let others: Vec<(Part, Vec<Unit>)> = parts.collect();
    let mut files = part(module, FileKind::Module, first, units);
    if let Some(file) = files.first_mut() {
        file.parts = others.iter().map(|(part, _)| *part).collect();
    }
    for (of, units) in others {
        let path = format!("{module}/{}", of.ident());
        files.extend(part(&path, FileKind::Part(of), of, units));
    }
    files
}

/// The file of a part at this path, and those that hold more of it.
fn part(path: &str, kind: FileKind, part: Part, units: Vec<Unit>) -> Vec<File> {
    let file = |path: String, kind: FileKind, units: Vec<Unit>| File {
        path,
        kind,
        units,
        files: Vec::new(),
        parts: Vec::new(),
    };
    if length(&units) <= MAX_LINES {
        return vec![file(path.to_owned(), kind, units)];
    }
    let mut by_owner: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
    for unit in units {
        let name = module_file(&unit.owner, part == Part::Operations);
        by_owner.entry(name).or_default().push(unit);
    }
    let small = |units: &[Unit]| length(units) <= MAX_SMALL_LINES;
    let of_small = by_owner.values().filter(|units| small(units));
    let keeps_small = of_small.map(|units| length(units)).sum::<usize>() <= MAX_LINES;
    let (kept, by_owner): (BTreeMap<_, _>, BTreeMap<_, _>) = by_owner
        .into_iter()
        .partition(|(_, units)| keeps_small && small(units));
    let kept = kept.into_values().flatten().collect();
    let mut parent = file(path.to_owned(), kind, kept);
    parent.files = by_owner.keys().cloned().collect();
    let owned = by_owner.into_iter().map(|(name, units)| {
        let owner = units.first().map(|unit| unit.owner.clone());
        let kind = FileKind::Owner(owner.unwrap_or_default());
        file(format!("{path}/{name}"), kind, units)
    });
    std::iter::once(parent).chain(owned).collect()
}

/// The estimated number of lines.
fn length(units: &[Unit]) -> usize {
    units.iter().map(|unit| unit.lines).sum()
}

#[cfg(test)]
mod tests {
    use super::{File, files};
    use crate::emit::item::Item;
    use crate::emit::module::units::Unit;
    use crate::ir::TypeId;
    use crate::name::Part;

    fn units(owners: &[&str], lines: usize) -> Vec<Unit> {
        let unit = |owner: &&str| Unit {
            item: Item::Type(TypeId(0)),
            owner: (*owner).to_owned(),
            lines,
        };
        owners.iter().map(unit).collect()
    }

    fn paths(files: &[File]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn each_part_has_a_file_and_the_first_is_the_module() {
        let parts = vec![
            (Part::Operations, units(&["ListUsers"], 100)),
            (Part::Models, units(&["User"], 100)),
        ];
        let files = files("users", parts);
        assert_eq!(paths(&files), ["users", "users/models"]);
        assert_eq!(files[0].parts, [Part::Models]);
    }

    #[test]
    fn a_long_part_has_a_file_for_each_owner() {
        let owners = ["User", "User", "Mod", "Type", "ABTest", "AbTest"];
        let files = files("models", vec![(Part::Models, units(&owners, 1_000))]);
        assert_eq!(
            paths(&files),
            [
                "models",
                "models/ab_test",
                "models/mod_model",
                "models/type_model",
                "models/user"
            ]
        );
        assert_eq!(files[4].units.len(), 2);
    }

    #[test]
    fn small_owners_stay_in_the_file_of_a_long_part() {
        let mut all = units(&["Long"], 2_000);
        all.extend(units(&["Small", "Tiny"], 20));
        let split = files("models", vec![(Part::Models, all)]);
        assert_eq!(paths(&split), ["models", "models/long"]);
        assert_eq!(split[0].units.len(), 2);
    }

    #[test]
    fn too_many_small_owners_have_files_of_their_own() {
        let owners: Vec<String> = (0..100).map(|index| format!("Type{index}")).collect();
        let owners: Vec<&str> = owners.iter().map(String::as_str).collect();
        let split = files("models", vec![(Part::Models, units(&owners, 30))]);
        assert_eq!(split.len(), 101);
    }

    #[test]
    fn an_operation_does_not_take_the_file_of_a_part() {
        let parts = vec![(Part::Operations, units(&["Models", "Errors"], 2_000))];
        assert_eq!(
            paths(&files("users", parts)),
            ["users", "users/errors_operation", "users/models_operation"]
        );
    }
}
