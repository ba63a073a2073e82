//! Which files a crate has, and what is in each of them: data, from which each file is written by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::item::Item;
use super::{Context, cargo_toml, client, crate_root, module, readme, xml};
use crate::comment::Docs;
use crate::name::Identifier;

/// A file that is not written yet.
#[derive(Debug)]
pub(crate) struct FilePlan<'a> {
    /// Its path, relative to the crate's folder, with `/`.
    pub(crate) path: String,
    /// The estimated number of lines.
    pub(crate) lines: usize,
    /// What is in it.
    pub(crate) content: Content<'a>,
}

/// What is in a file.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// A text.
    Text(TextFile),
    /// Rust.
    Rust(Module<'a>),
}

/// A file that is not Rust.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TextFile {
    CargoToml,
    Readme,
}

/// A file of Rust.
#[derive(Debug, Default)]
pub(crate) struct Module<'a> {
    /// What the module is.
    pub(super) docs: Docs,
    /// The index of the module that it belongs to; none for a file beside those of models and operations.
    pub(super) index: Option<usize>,
    /// The names that are defined in it or in the modules below it, and visible in it without an import.
    pub(super) names: BTreeSet<&'a str>,
    /// The names of other modules that re-exports make visible in it, each with the index of its module.
    pub(super) reexported: BTreeMap<&'a str, usize>,
    /// What it re-exports of other modules itself.
    pub(super) reexports: Vec<Reexport<'a>>,
    /// The modules below it.
    pub(super) children: Vec<Child<'a>>,
    /// The items, in their order.
    pub(super) items: Vec<Item>,
}

/// A re-export of items of another module of the crate.
#[derive(Clone, Debug)]
pub(super) struct Reexport<'a> {
    /// The index of the module that has the items.
    pub(super) module: usize,
    /// The names that it makes visible.
    pub(super) names: BTreeSet<&'a str>,
    /// Whether it is one of everything, instead of a list of the names.
    pub(super) is_glob: bool,
    /// The names of the module that it does not make visible although it is one of everything: the file has others of these names.
    pub(super) hidden: BTreeSet<&'a str>,
}

impl<'a> Reexport<'a> {
    /// The re-export of these names.
    pub(super) fn list(module: usize, names: BTreeSet<&'a str>) -> Self {
        Self {
            module,
            names,
            is_glob: false,
            hidden: BTreeSet::new(),
        }
    }

    /// The re-export of all names of a module, without those that the file has itself.
    pub(super) fn glob(module: usize, all: &BTreeSet<&'a str>, own: &BTreeSet<&'a str>) -> Self {
        Self {
            is_glob: true,
            hidden: all.intersection(own).copied().collect(),
            ..Self::list(module, all.difference(own).copied().collect())
        }
    }
}

/// A module that is declared in a file.
#[derive(Debug)]
pub(super) struct Child<'a> {
    /// Its identifier.
    pub(super) ident: Identifier,
    pub(super) is_public: bool,
    /// The feature that it is behind.
    pub(super) feature: Option<&'a str>,
    /// What the file re-exports of it: this item, or everything.
    pub(super) reexport: Option<&'a Identifier>,
    /// The names of it that another glob of the file has, too, and that are those of this module.
    pub(super) preferred: BTreeSet<&'a str>,
}

/// The files of an API's crate, in no particular order.
pub(crate) fn plan(context: Context<'_>) -> Vec<FilePlan<'_>> {
    let options = context.options;
    let mut files = vec![file("src/lib.rs", 1, crate_root::plan(context))];
    if !options.is_module() {
        files.push(text_file("Cargo.toml", TextFile::CargoToml));
        files.push(text_file("README.md", TextFile::Readme));
    }
    if !options.types_only {
        let about = "The servers of the API, and the metadata of its operations.";
        files.push(beside("src/api.rs", 1, about, &["API"], vec![Item::Api]));
        files.extend(client::plan(context));
    }
    if !context.api.schemes.is_empty() {
        let about = "Credentials for the API's security schemes.";
        let schemes = (0..context.api.schemes.len()).map(Item::Scheme);
        files.push(beside("src/security.rs", 1, about, &[], schemes.collect()));
    }
    if xml::is_used(context) {
        let about = "Serialization of XML bodies.";
        let lines = xml::lines(context);
        files.push(beside("src/xml.rs", lines, about, &[], vec![Item::Xml]));
    }
    files.extend(module::plan(context));
    if options.is_module() {
        for file in &mut files {
            file.path = path_in_module(&file.path);
        }
    }
    files
}

/// The text of a file that is not Rust.
pub(crate) fn text(context: Context<'_>, file: TextFile) -> String {
    match file {
        TextFile::CargoToml => cargo_toml::cargo_toml(context),
        TextFile::Readme => readme::readme(context),
    }
}

/// A file of Rust at this path.
pub(super) fn file<'a>(path: &str, lines: usize, module: Module<'a>) -> FilePlan<'a> {
    FilePlan {
        path: path.to_owned(),
        lines,
        content: Content::Rust(module),
    }
}

/// A file beside those of models and operations, which defines these names.
fn beside<'a>(
    path: &str,
    lines: usize,
    about: &'static str,
    names: &[&'a str],
    items: Vec<Item>,
) -> FilePlan<'a> {
    let module = Module {
        docs: Docs::line(about),
        names: names.iter().copied().collect(),
        items,
        ..Module::default()
    };
    file(path, lines, module)
}

fn text_file<'a>(path: &str, file: TextFile) -> FilePlan<'a> {
    FilePlan {
        path: path.to_owned(),
        lines: 1,
        content: Content::Text(file),
    }
}

/// The path of a crate's file in a module's folder.
fn path_in_module(path: &str) -> String {
    match path.strip_prefix("src/") {
        Some("lib.rs") => String::from("mod.rs"),
        Some(path) => path.to_owned(),
        None => path.to_owned(),
    }
}
