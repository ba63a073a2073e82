//! The modules: those of what operations share, and one for each tag with its operations.
//!
//! The module of a tag has its operations; what they send and receive is in `models`, `errors` and `headers` below it,
//! and can be named from the module itself, too.

mod layout;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use self::layout::{File, FileKind};
use self::units::{Unit, units};
use super::Context;
use super::client::group_docs;
use super::item::defined;
use super::plan::{self, Child, FilePlan, Module};
use crate::comment::{Docs, Markdown, code};
use crate::name::{ERRORS, HEADERS, Identifier, MODELS, Part, module_name};

/// The files of all modules.
pub(super) fn plan(context: Context<'_>) -> Vec<FilePlan<'_>> {
    let mut modules: BTreeMap<usize, Vec<(Part, Vec<Unit>)>> = BTreeMap::new();
    for ((module, part), units) in units(context) {
        modules.entry(module).or_default().push((part, units));
    }
    let mut files = Vec::new();
    for (module, parts) in modules {
        let names: BTreeMap<Part, BTreeSet<&str>> = parts
            .iter()
            .map(|(part, units)| (*part, all_defined(context, module, units)))
            .collect();
        let name = context.names.module(module).ident.trim_start_matches("r#");
        for file in layout::files(name, parts) {
            let lines = file.units.iter().map(|unit| unit.lines).sum();
            // What is in the modules below a file is visible in the file.
            let own = match &file.kind {
                FileKind::Module => names.values().flatten().copied().collect(),
                FileKind::Part(part) => names.get(part).cloned().unwrap_or_default(),
                FileKind::Owner(_) => all_defined(context, module, &file.units),
            };
            files.push(plan::file(
                &format!("src/{}.rs", file.path),
                lines,
                module_file(context, module, &file, own),
            ));
        }
    }
    files
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
    let modules = units(context).into_keys().map(|(module, _)| module);
    modules.collect::<BTreeSet<usize>>().into_iter().collect()
}

/// What a file is.
fn docs(context: Context<'_>, module: usize, file: &File) -> Docs {
    let part = match &file.kind {
        FileKind::Part(part) => *part,
        FileKind::Owner(_) => return Docs::default(),
        FileKind::Module => {
            return match module {
                MODELS => Docs::line("Types that the operations share."),
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

/// A file of a module: its items, and the modules below it.
fn module_file<'a>(
    context: Context<'a>,
    module: usize,
    file: &File,
    names: BTreeSet<&'a str>,
) -> Module<'a> {
    let child = |ident: Identifier, is_public: bool| Child {
        ident,
        is_public,
        feature: None,
        reexport: None,
    };
    let hidden = file
        .files
        .iter()
        .map(|name| child(module_name(name), false));
    let parts = file.parts.iter().map(|part| child(part.ident(), true));
    Module {
        docs: docs(context, module, file),
        index: Some(module),
        names,
        children: hidden.chain(parts).collect(),
        items: file.units.iter().map(|unit| unit.item).collect(),
    }
}
