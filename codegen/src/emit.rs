//! Writes Rust: `ir::Api`, [`Names`] → [`Draft`]. Cannot fail.
//!
//! What the IR says can be written. A file's items are written on the thread that formats them, when they are
//! formatted: token streams cannot leave a thread, and those of a large document would not fit in memory.

mod alias;
mod api;
mod argument;
mod cargo_toml;
mod client;
mod constant;
mod crate_root;
mod derives;
mod discriminated_union;
mod enums;
mod error;
mod example;
mod headers;
mod literal;
mod module;
mod multipart;
mod operation;
mod paginated;
mod provenance;
mod rate_limit;
mod readme;
mod reexports;
mod rename;
mod request;
mod response;
mod runtime;
mod scope;
mod security;
mod structs;
mod types;
mod untagged_union;
mod xml;

use std::fmt;

use proc_macro2::TokenStream;

pub(crate) use self::cargo_toml::{NO_UNIT_TESTS, RUNTIME_FEATURES, quoted};
pub(crate) use self::error::error_type;
pub(crate) use self::literal::{exact, literal, text};
pub(crate) use self::operation::{accept, has_streams, is_argument, is_redirecting};
pub(crate) use self::reexports::items as reexports;
pub(crate) use self::response::output_type;
pub(crate) use self::scope::{Scope, ident};
pub(crate) use self::types::{is_boxed_in_variant, parameter_presence, text_type, ty};
pub(crate) use crate::comment::{Docs, Line};
use crate::ir::{Api, TypeDef, TypeId};
use crate::name::Names;

/// The location of a crate, and what its files say about their source.
#[derive(Clone, Debug)]
pub(crate) struct EmitOptions {
    /// The package: `signon-torii`.
    pub package: String,
    /// The version of the package, where it does not inherit the workspace's.
    pub version: String,
    /// The package's license, as an SPDX expression.
    pub license: Option<String>,
    /// What the crate is generated from, for the first line of each file: `specs/torii`, or a file's name.
    pub source: String,
    /// The document that pointers without a file point into.
    pub main_file: String,
    /// The crate's folder.
    pub place: Place,
    /// Whether there are models and no client; the IR then has no operations.
    pub types_only: bool,
}

/// The layout of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Among the crates of this workspace, whose lints and version it inherits.
    Workspace,
    /// In a crate that is a workspace of its own, with this runtime.
    Alone(Runtime),
    /// In a crate that is a member of a workspace, with this runtime.
    Member(Runtime),
    /// In the module of another crate that has this path: `crate::acme`.
    Module(String),
}

/// Where a crate finds `signon-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// In this folder.
    Path(String),
    /// In the registry, in this version.
    Version(String),
    /// In this Git repository, at its default branch.
    Git(String),
}

impl EmitOptions {
    /// The options of a crate of its own that is generated from a file.
    pub(crate) fn new(package: impl Into<String>, file: &str, place: Place) -> Self {
        let source = file.rsplit(['/', '\\']).next().unwrap_or(file);
        Self {
            package: package.into(),
            version: String::from("0.1.0"),
            license: None,
            source: source.to_owned(),
            main_file: file.replace('\\', "/"),
            place,
            types_only: false,
        }
    }

    /// Whether the output has the catalog of its operations. A module has no feature that it would be behind.
    pub(crate) fn has_catalog(&self) -> bool {
        !self.types_only && !self.is_module()
    }

    /// What the crate is, before the title of the API.
    pub(crate) fn purpose(&self) -> &'static str {
        if self.types_only {
            "The types of "
        } else {
            "A typed client for "
        }
    }

    /// The path of the crate's or module's root in examples and from other crates: `signon_torii`; raw where it is a
    /// keyword.
    pub(crate) fn crate_name(&self) -> String {
        if let Place::Module(path) = &self.place {
            return path.clone();
        }
        let name = self.package.replace('-', "_");
        if crate::name::is_keyword(&name) {
            format!("r#{name}")
        } else {
            name
        }
    }

    /// The path of the root from within: `crate`.
    pub(crate) fn root(&self) -> &str {
        match &self.place {
            Place::Module(path) => path,
            Place::Workspace | Place::Alone(_) | Place::Member(_) => "crate",
        }
    }

    /// The name of a file from the folder of the main document, so that the output is the same wherever the run is
    /// started; in this workspace, from its root.
    pub(crate) fn file_from_main<'f>(&self, file: &'f str) -> &'f str {
        match self.main_file.rsplit_once('/') {
            Some((folder, _)) if !self.in_workspace() => file
                .strip_prefix(folder)
                .and_then(|file| file.strip_prefix('/'))
                .unwrap_or(file),
            _ => file,
        }
    }

    /// Whether the crate belongs to this workspace.
    pub(crate) fn in_workspace(&self) -> bool {
        self.place == Place::Workspace
    }

    /// Whether the code is a module of another crate.
    pub(crate) fn is_module(&self) -> bool {
        matches!(self.place, Place::Module(_))
    }

    fn command(&self) -> Command {
        if self.in_workspace() {
            Command::Xtask
        } else {
            Command::Signon
        }
    }

    /// The first line of each file, without the comment's mark.
    pub(crate) fn marker(&self) -> Line {
        Line::around(self.command().mark(), &self.source, ". Do not edit.")
    }

    /// Says that a file is generated, and from what.
    pub(crate) fn mark(&self) -> Line {
        Line::around(self.command().mark(), &self.source, ".")
    }
}

/// The command that generates a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// `cargo xtask gen`, for the crates of this workspace.
    Xtask,
    /// `signon generate`, for all others.
    Signon,
}

impl Command {
    pub(crate) const ALL: [Self; 2] = [Self::Xtask, Self::Signon];

    /// What the first line of a generated file begins with.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Xtask => "@generated by `cargo xtask gen` from ",
            Self::Signon => "@generated by `signon generate` from ",
        }
    }
}

/// The files of a crate, not laid out yet.
#[derive(Debug, Default)]
pub(crate) struct Draft<'a> {
    /// The files, in no particular order.
    pub files: Vec<DraftFile<'a>>,
}

/// A file that is not laid out yet.
#[derive(Debug)]
pub(crate) struct DraftFile<'a> {
    /// Its path, relative to the crate's folder, with `/`.
    pub path: String,
    /// About how many lines it will come to.
    pub lines: usize,
    /// What it will hold.
    pub content: DraftContent<'a>,
}

/// What a file will hold, written when it is asked for.
pub(crate) enum DraftContent<'a> {
    /// A text.
    Text(Box<dyn Fn() -> String + Send + Sync + 'a>),
    /// Rust.
    Rust(Box<dyn Fn() -> RustFile + Send + Sync + 'a>),
}

/// A file of Rust items.
#[derive(Debug, Default)]
pub(crate) struct RustFile {
    /// The first line, without `//`.
    pub marker: Line,
    /// What the module is.
    pub docs: Docs,
    /// Its items; `use` comes first.
    pub items: Vec<TokenStream>,
}

impl fmt::Debug for DraftContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("Text(..)"),
            Self::Rust(_) => f.write_str("Rust(..)"),
        }
    }
}

/// What all emitters read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) options: &'a EmitOptions,
}

impl<'a> Context<'a> {
    /// The types that are written: all, but in a crate of this workspace those alone that a request or a response has.
    pub(crate) fn types(self) -> impl Iterator<Item = (TypeId, &'a TypeDef)> {
        let all = self.api.types.iter().zip((0..).map(TypeId));
        all.map(|(def, id)| (id, def)).filter(move |(id, _)| {
            let usage = self.api.derived.usage(*id);
            usage.request || usage.response || !self.options.in_workspace()
        })
    }
}

/// Writes the crate of an API.
pub(crate) fn emit<'a>(api: &'a Api, names: &'a Names, options: &'a EmitOptions) -> Draft<'a> {
    let context = Context {
        api,
        names,
        options,
    };
    let size = api.operations.len() + api.types.len();
    // Its lines are laid out faster than those of Rust.
    let manifest = text_file("manifest.json", size, move || {
        crate::manifest::manifest(api, names, options)
    });
    let mut files = vec![
        manifest,
        rust("src/lib.rs", 1, move || crate_root::file(context)),
    ];
    if !options.is_module() {
        files.push(text_file("Cargo.toml", 1, move || {
            cargo_toml::cargo_toml(context)
        }));
        files.push(text_file("README.md", 1, move || readme::readme(context)));
    }
    if options.has_catalog() {
        files.push(text_file("catalog.json", size, move || {
            crate::catalog::catalog(api, names, options)
        }));
    }
    if !options.types_only {
        files.push(rust("src/api.rs", 1, move || api::file(context)));
        files.extend(client::files(context));
    }
    if !api.schemes.is_empty() {
        files.push(rust("src/security.rs", 1, move || security::file(context)));
    }
    if xml::is_used(context) {
        files.push(rust("src/xml.rs", xml::lines(context), move || {
            xml::file(context)
        }));
    }
    files.extend(module::files(context));
    if options.is_module() {
        for file in &mut files {
            file.path = path_in_module(&file.path);
        }
    }
    Draft { files }
}

/// The path of a crate's file in a module's folder.
fn path_in_module(path: &str) -> String {
    match path.strip_prefix("src/") {
        Some("lib.rs") => String::from("mod.rs"),
        Some(path) => path.to_owned(),
        None => path.to_owned(),
    }
}

/// A file of text.
fn text_file<'a>(
    path: &str,
    lines: usize,
    text: impl Fn() -> String + Send + Sync + 'a,
) -> DraftFile<'a> {
    DraftFile {
        path: path.to_owned(),
        lines,
        content: DraftContent::Text(Box::new(text)),
    }
}

/// A file of Rust.
fn rust<'a>(
    path: &str,
    lines: usize,
    file: impl Fn() -> RustFile + Send + Sync + 'a,
) -> DraftFile<'a> {
    DraftFile {
        path: path.to_owned(),
        lines,
        content: DraftContent::Rust(Box::new(file)),
    }
}
