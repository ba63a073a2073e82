//! The modules: those of what operations share, and one for each tag with its operations.
//!
//! The module of a tag has its operations; what they send and receive is in `models`, `errors` and `headers` below it,
//! and can be named from the module itself, too.

mod layout;
mod shared;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use self::layout::{File, FileKind};
use self::shared::reexports;
use self::units::{Unit, units};
use super::Context;
use super::client::group_docs;
use super::item::defined;
use super::plan::{self, Child, FilePlan, Module, Reexport};
use crate::comment::{Docs, Markdown, code};
use crate::name::{ERRORS, HEADERS, Identifier, MODELS, Part, module_name};

/// What is in a module, by its parts.
struct Contents<'a> {
    units: BTreeMap<Part, Vec<Unit>>,
    /// The names that each part defines.
    names: BTreeMap<Part, BTreeSet<&'a str>>,
    /// What each part re-exports of a module that operations share.
    reexports: BTreeMap<Part, Reexport<'a>>,
}

/// What is in each module, without those that are empty.
fn contents(context: Context<'_>) -> BTreeMap<usize, Contents<'_>> {
    let mut modules: BTreeMap<usize, BTreeMap<Part, Vec<Unit>>> = BTreeMap::new();
    for ((module, part), units) in units(context) {
        modules.entry(module).or_default().insert(part, units);
    }
    let models = modules.get(&MODELS).into_iter().flat_map(BTreeMap::values);
    let models = models
        .flat_map(|units| all_defined(context, MODELS, units))
        .collect();
    for module in context.names.reexports.keys() {
        modules.entry(*module).or_default();
    }
    let contents = modules.into_iter().map(|(module, mut units)| {
        let names: BTreeMap<Part, BTreeSet<&str>> = units
            .iter()
            .map(|(part, units)| (*part, all_defined(context, module, units)))
            .collect();
        let own = names.values().flatten().copied().collect();
        let reexports = reexports(context, module, &own, &models);
        for part in reexports.keys() {
            units.entry(*part).or_default();
        }
        let contents = Contents {
            units,
            names,
            reexports,
        };
        (module, contents)
    });
    contents.filter(|(_, of)| !of.units.is_empty()).collect()
}

/// The files of all modules.
pub(super) fn plan(context: Context<'_>) -> Vec<FilePlan<'_>> {
    let mut plans = Vec::new();
    for (module, mut contents) in contents(context) {
        let name = context.names.module(module).ident.trim_start_matches("r#");
        let parts = std::mem::take(&mut contents.units).into_iter().collect();
        let files = layout::files(name, parts);
        for file in &files {
            let lines = file.units.iter().map(|unit| unit.lines).sum();
            // What is in the modules below a file is visible in the file.
            let names = match &file.kind {
                FileKind::Module => contents.names.values().flatten().copied().collect(),
                FileKind::Part(part) => contents.names.get(part).cloned().unwrap_or_default(),
                FileKind::Owner(_) => all_defined(context, module, &file.units),
            };
            plans.push(plan::file(
                &format!("src/{}.rs", file.path),
                lines,
                Module {
                    names,
                    ..module_file(context, module, &contents, (file, &files))
                },
            ));
        }
    }
    plans
}

/// The names that items define.
fn all_defined<'a>(context: Context<'a>, module: usize, units: &[Unit]) -> BTreeSet<&'a str> {
    let items = units.iter().map(|unit| unit.item);
    items
        .flat_map(|item| defined(context, module, item))
        .collect()
}

/// Which modules have something in them.
pub(super) fn inhabited(context: Context<'_>) -> Vec<usize> {
    contents(context).into_keys().collect()
}

/// What a file is.
fn docs(context: Context<'_>, module: usize, file: &File) -> Docs {
    let part = match &file.kind {
        FileKind::Part(part) => *part,
        FileKind::Owner(_) => return Docs::default(),
        FileKind::Module => {
            return match module {
                MODELS => Docs::line("Types of the API."),
                ERRORS => Docs::line("Documented errors that operations share."),
                HEADERS => Docs::line("Response headers that operations share."),
                _ if !context.names.groups.contains(&module) => {
                    Docs::line("Types that the document puts into this module.")
                }
                _ if context.options.types_only => tag_types(context, module),
                _ => group_docs(context, module),
            };
        }
    };
    let what = match part {
        Part::Operations => "The operations of ",
        Part::Models => "What the operations send and receive in ",
        Part::Errors => "The documented errors of the operations in ",
        Part::Headers => "The response headers of the operations in ",
    };
    let module = context.names.module(module).ident.trim_start_matches("r#");
    Docs::line(Markdown::from(what) + code(module) + ".")
}

/// What the module of a tag is in a crate without operations.
fn tag_types(context: Context<'_>, module: usize) -> Docs {
    let name = context.names.module(module).ident.trim_start_matches("r#");
    let about = Markdown::from("Types that the operations of ") + code(name) + " alone use.";
    Docs::line(about)
}

/// A file of a module: its items, the modules below it, and what is visible by re-exports.
fn module_file<'a>(
    context: Context<'a>,
    module: usize,
    contents: &Contents<'a>,
    (file, files): (&File, &[File]),
) -> Module<'a> {
    let all = contents.reexports.iter();
    let (visible, written): (Vec<_>, Vec<_>) = match &file.kind {
        // The first part is in the module itself.
        FileKind::Module => {
            let is_here = |(part, _): &(&Part, _)| !file.parts.contains(part);
            (all.clone().collect(), all.filter(is_here).collect())
        }
        FileKind::Part(of) => {
            let of_part: Vec<_> = all.filter(|(part, _)| *part == of).collect();
            (of_part.clone(), of_part)
        }
        FileKind::Owner(_) => (Vec::new(), Vec::new()),
    };
    let reexported = visible.iter().flat_map(|(_, of)| {
        let names = of.names.iter();
        names.map(|name| (*name, of.module))
    });
    let hidden: BTreeSet<&str> = visible
        .iter()
        .flat_map(|(_, of)| of.hidden.iter().copied())
        .collect();
    let child = |ident: Identifier, is_public: bool, names: BTreeSet<&'a str>| Child {
        ident,
        is_public,
        feature: None,
        reexport: None,
        preferred: names.intersection(&hidden).copied().collect(),
    };
    let private = file.files.iter().map(|name| {
        let path = format!("{}/{name}", file.path);
        let is_child = |of: &&File| !hidden.is_empty() && of.path == path;
        let of_child = files.iter().filter(is_child);
        let names = of_child.flat_map(|of| all_defined(context, module, &of.units));
        child(module_name(name), false, names.collect())
    });
    let parts = file.parts.iter().map(|part| {
        let names = contents.names.get(part).cloned().unwrap_or_default();
        // In the module of a part with a glob, the names that it defines are visible instead of those of the glob.
        let has_glob = contents.reexports.get(part).is_some_and(|of| of.is_glob);
        let names = if has_glob { BTreeSet::new() } else { names };
        child(part.ident(), true, names)
    });
    Module {
        docs: docs(context, module, file),
        index: Some(module),
        reexported: reexported.collect(),
        reexports: written.into_iter().map(|(_, of)| of.clone()).collect(),
        children: private.chain(parts).collect(),
        items: file.units.iter().map(|unit| unit.item).collect(),
        ..Module::default()
    }
}
