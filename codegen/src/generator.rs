//! The entry for users: documents in, a crate or a module out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bundle::bundle_text;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Strictness};
use crate::diff::{self, Comparison, Version};
use crate::document::Documents;
use crate::emit::{EmitOptions, Place, Runtime, emit};
use crate::format::{Tree, format};
use crate::given_name::{InvalidName, ModulePath, PackageName};
use crate::ir::{Api, RustType};
use crate::load::{self, Fetch, Reach, SpecSet};
use crate::name::Names;
use crate::overlay;
use crate::report::Report;
use crate::select::{self, Selection};
use crate::write::{self, Changes, Incomplete, Owner};

/// Generates client code from OpenAPI documents.
///
/// ```no_run
/// use signon_codegen::{Generator, Input};
///
/// let output = Generator::new("acme")?.generate(&Input::file("acme.yaml"))?;
/// output.write_to("clients/acme")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    name: PackageName,
    layout: Layout,
    runtime: Runtime,
    version: String,
    license: Option<String>,
    keep_going: bool,
    allowed: Vec<Code>,
    reach: Reach,
    types_only: bool,
    overlays: Vec<PathBuf>,
    selection: Selection,
    fetch: Option<Arc<dyn Fetch>>,
    rust_types: BTreeMap<String, RustType>,
    allow_rust_types: bool,
}

/// What generated code is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// A crate that is a workspace of its own.
    #[default]
    Crate,
    /// A crate that is a member of a workspace.
    Member,
    /// A module of another crate, which depends on `signon-runtime` and `serde`: `mod.rs` and the files beside it.
    Module(ModulePath),
}

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// A document to generate from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// A file, and the files that its `$ref`s lead to; or a folder with `provider.yaml` and a file for each operation.
    File(PathBuf),
    /// A document at a URL, and those of the same origin that its `$ref`s lead to; see [`Generator::fetch_with`].
    Url(String),
    /// A text that does not refer to other files.
    Text {
        /// What diagnostics call it.
        name: String,
        /// YAML or JSON.
        text: String,
    },
}

impl Input {
    /// A file, or a folder of one-operation files.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File(path.into())
    }

    /// A document at a URL: `https`, or `http` of this machine.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(url.into())
    }

    /// What diagnostics and the generated files call it.
    fn name(&self) -> String {
        match self {
            Self::File(path) => load::main_file(path),
            Self::Url(url) => load::url_name(url),
            Self::Text { name, .. } => name.clone(),
        }
    }
}

/// A document that could be read and understood, and what there is to say of it.
#[derive(Debug)]
pub struct Understood {
    /// What the document means.
    pub api: Api,
    /// What its parts are called in Rust.
    pub names: Names,
    /// The warnings.
    pub report: Report,
}

/// Generated code, in memory.
#[derive(Debug)]
pub struct Output {
    tree: Tree,
    /// The warnings.
    pub report: Report,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
}

/// A document that is compared with another.
struct Compared {
    set: SpecSet,
    api: Api,
    names: Names,
    options: EmitOptions,
}

impl Compared {
    fn version(&self) -> Version<'_> {
        Version {
            set: &self.set,
            api: &self.api,
            names: &self.names,
        }
    }

    fn items(&self) -> diff::Items {
        self.version().items(&self.options)
    }
}

impl Generator {
    /// A generator of the package with this name.
    ///
    /// # Errors
    ///
    /// If Cargo takes no package of this name, or the generated code needs the name for something else.
    pub fn new(name: &str) -> Result<Self, InvalidName> {
        Ok(Self {
            name: PackageName::new(name)?,
            layout: Layout::Crate,
            runtime: Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
            version: String::from("0.1.0"),
            license: None,
            keep_going: false,
            allowed: Vec::new(),
            reach: Reach::Folder,
            types_only: false,
            overlays: Vec::new(),
            selection: Selection::default(),
            fetch: None,
            rust_types: BTreeMap::new(),
            allow_rust_types: false,
        })
    }

    /// Generates the models alone, without operations and a client.
    #[must_use]
    pub fn types_only(mut self, types_only: bool) -> Self {
        self.types_only = types_only;
        self
    }

    /// Applies an overlay to the document, after those before it: see `docs/overlays.md`.
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Generates the selected operations alone, and the schemas that they need.
    #[must_use]
    pub fn select(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// What the code is; a crate of its own by default.
    #[must_use]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// A module in the root of another crate, called after the package.
    #[must_use]
    pub fn module(self) -> Self {
        let path = ModulePath::of_package(&self.name);
        self.layout(Layout::Module(path))
    }

    /// Where the crate finds `signon-runtime`; in the registry, in the version of this generator, by default.
    #[must_use]
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = runtime;
        self
    }

    /// The version of a new package; `0.1.0` by default. That of an existing one is its owner's.
    #[must_use]
    pub fn package_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The license of the package, as an SPDX expression; none by default.
    #[must_use]
    pub fn license(mut self, license: impl Into<String>) -> Self {
        self.license = Some(license.into());
        self
    }

    /// Whether to leave out or simplify what is not supported, and to report it, instead of generating nothing.
    #[must_use]
    pub fn keep_going(mut self, keep_going: bool) -> Self {
        self.keep_going = keep_going;
        self
    }

    /// Goes on without what problems of these kinds are about, and does not report those that do no harm. What is wrong
    /// in any case ([`Code::can_be_allowed`]) stays an error.
    #[must_use]
    pub fn allow(mut self, codes: impl IntoIterator<Item = Code>) -> Self {
        self.allowed.extend(codes);
        self
    }

    /// Which files a `$ref` may lead to; those in the folder of the document and below by default.
    #[must_use]
    pub fn references(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// What documents at URLs are fetched with; none are by default.
    #[must_use]
    pub fn fetch_with(mut self, fetch: impl Fetch + 'static) -> Self {
        self.fetch = Some(Arc::new(fetch));
        self
    }

    /// Replaces the type of the schema with this name by one of the user's own: see `docs/extensions.md`.
    #[must_use]
    pub fn rust_type(mut self, schema: impl Into<String>, path: RustType) -> Self {
        self.rust_types.insert(schema.into(), path);
        self
    }

    /// Whether the document may do so, too, by `x-rust-type`; overlays may in any case.
    #[must_use]
    pub fn allow_rust_types(mut self, allow: bool) -> Self {
        self.allow_rust_types = allow;
        self
    }

    /// Reads a document and works out what it means.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn check(&self, input: &Input) -> Result<Understood, Report> {
        let mut diagnostics = self.diagnostics();
        let Some(mut set) = self.load(input, &mut diagnostics) else {
            return Err(Report::new(diagnostics, Documents::default()));
        };
        let understood = crate::understand(&mut set, self.name.as_str(), &mut diagnostics);
        let report = Report::new(diagnostics, set.documents);
        match understood {
            Ok((api, names)) => Ok(Understood { api, names, report }),
            Err(_) => Err(report),
        }
    }

    /// Generates the code of a document, in memory.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn generate(&self, input: &Input) -> Result<Output, Report> {
        let Understood {
            mut api,
            mut names,
            report,
        } = self.check(input)?;
        if self.types_only {
            api.operations.clear();
            api.schemes.clear();
            names.operations.clear();
            names.errors.clear();
            names.headers.clear();
        }
        let options = self.options(&input.name());
        if options.is_module() {
            // The features are those of the crate around it.
            names
                .modules
                .iter_mut()
                .for_each(|module| module.feature = None);
        }
        let tree = format(&emit(&api, &names, &options));
        Ok(Output {
            tree,
            report,
            operations: api.operations.len(),
            types: api.types.len(),
        })
    }

    /// The list of a document's operations and types that a crate has as `manifest.json`.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn manifest(&self, input: &Input) -> Result<String, Report> {
        let understood = self.check(input)?;
        let options = self.options(&input.name());
        Ok(crate::manifest::manifest(
            &understood.api,
            &understood.names,
            &options,
        ))
    }

    /// The catalog of a document's operations, as JSON: see `docs/catalog.md`. `signon_runtime::catalog` reads it.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn catalog(&self, input: &Input) -> Result<String, Report> {
        let understood = self.check(input)?;
        let options = self.options(&input.name());
        Ok(crate::catalog::catalog(
            &understood.api,
            &understood.names,
            &options,
        ))
    }

    /// A document and the files that it refers to as one document.
    ///
    /// # Errors
    ///
    /// What cannot be read.
    pub fn bundle(&self, input: &Input, notation: Notation) -> Result<String, Report> {
        let mut diagnostics = self.diagnostics();
        let set = self.load(input, &mut diagnostics);
        let documents = match set {
            Some(set) if diagnostics.checkpoint().is_ok() => {
                match bundle_text(&set, notation) {
                    Ok(text) => return Ok(text),
                    Err(error) => {
                        let place = crate::diagnostic::Place::File(input.name());
                        diagnostics.report(Diagnostic::at(Code::UnreadableFile, place, error));
                    }
                }
                set.documents
            }
            Some(set) => set.documents,
            None => Documents::default(),
        };
        Err(Report::new(diagnostics, documents))
    }

    /// What changed from one version of a document to another.
    ///
    /// # Errors
    ///
    /// What is wrong with one of the documents.
    pub fn diff(&self, old: &Input, new: &Input) -> Result<Comparison, Report> {
        let (old, new) = (self.version(old)?, self.version(new)?);
        let (before, after) = (old.items(), new.items());
        Ok(diff::compare(
            (old.version(), &before),
            (new.version(), &after),
        ))
    }

    fn version(&self, input: &Input) -> Result<Compared, Report> {
        let mut diagnostics = self.diagnostics();
        let Some(mut set) = self.load(input, &mut diagnostics) else {
            return Err(Report::new(diagnostics, Documents::default()));
        };
        match crate::understand(&mut set, self.name.as_str(), &mut diagnostics) {
            Ok((api, names)) => Ok(Compared {
                set,
                api,
                names,
                options: self.options(&input.name()),
            }),
            Err(_) => Err(Report::new(diagnostics, set.documents)),
        }
    }

    pub(crate) fn name(&self) -> &PackageName {
        &self.name
    }

    pub(crate) fn overlays(&self) -> &[PathBuf] {
        &self.overlays
    }

    pub(crate) fn wanted_layout(&self) -> &Layout {
        &self.layout
    }

    fn diagnostics(&self) -> Diagnostics {
        let keep_going = self.keep_going;
        Diagnostics::new(Strictness::Vendor { keep_going }).allow(&self.allowed)
    }

    fn load(&self, input: &Input, diagnostics: &mut Diagnostics) -> Option<SpecSet> {
        let mut set = self.read(input, diagnostics)?;
        for path in &self.overlays {
            // What is wrong with an overlay stops the run at its first checkpoint.
            if let Ok(overlay) = load::load_overlay(path, &mut set.documents, diagnostics) {
                overlay::apply(&mut set, &[overlay], diagnostics);
            }
        }
        if self.allow_rust_types {
            set.documents.trust_rust_types();
        }
        set.documents.replace_types(self.rust_types.clone());
        select::select(&mut set, &self.selection, diagnostics);
        Some(set)
    }

    fn read(&self, input: &Input, diagnostics: &mut Diagnostics) -> Option<SpecSet> {
        match input {
            Input::File(path) => load::load_file(path, self.reach, diagnostics).ok(),
            Input::Url(url) => load::load_url(url, self.fetch.as_deref(), diagnostics).ok(),
            Input::Text { name, text } => {
                let mut documents = Documents::default();
                let main = load::add(name, text.clone(), &mut documents, diagnostics).ok()?;
                Some(SpecSet {
                    documents,
                    main,
                    operation_files: Vec::new(),
                    folder_of: Vec::new(),
                })
            }
        }
    }

    fn options(&self, file: &str) -> EmitOptions {
        let place = match &self.layout {
            Layout::Crate => Place::Alone(self.runtime.clone()),
            Layout::Member => Place::Member(self.runtime.clone()),
            Layout::Module(path) => Place::Module(path.as_str().to_owned()),
        };
        EmitOptions {
            types_only: self.types_only,
            version: self.version.clone(),
            license: self.license.clone(),
            ..EmitOptions::new(self.name.as_str(), file, place)
        }
    }
}

impl Output {
    /// The files by their paths, which are relative to the crate's folder, with `/`.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.tree.files
    }

    /// What has to happen for a folder to hold the code.
    ///
    /// # Errors
    ///
    /// What is in the way: files that were not generated, or that were edited. With `force`, edited files are replaced.
    pub fn plan(&self, folder: &Path, force: bool) -> Result<Changes, Report> {
        let mut diagnostics = Diagnostics::new(self.report.strictness());
        let owner = Owner::User { force };
        write::plan(self.tree.clone(), folder, owner, &mut diagnostics)
            .map_err(|_| Report::new(diagnostics, Documents::default()))
    }

    /// Makes a folder hold the code. Files that were not generated are never touched.
    ///
    /// # Errors
    ///
    /// If a file is in the way or was edited, nothing is written.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Changes, WriteError> {
        let changes = self
            .plan(folder.as_ref(), false)
            .map_err(WriteError::Refused)?;
        write::apply(&changes).map_err(WriteError::Incomplete)?;
        Ok(changes)
    }
}

/// Why code was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// Something is in the way; nothing was written.
    Refused(Report),
    /// The disk failed.
    Incomplete(Incomplete),
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(report) => report.fmt(f),
            Self::Incomplete(incomplete) => incomplete.fmt(f),
        }
    }
}

impl std::error::Error for WriteError {}
