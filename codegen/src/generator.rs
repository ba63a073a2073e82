//! The entry for users: documents in, a crate or a module out.

mod input;
mod output;
mod render;
mod understood;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::input::Input;
use self::input::OverlaySource;
pub use self::output::{Output, Rendered, WriteError};
pub use self::render::render;
pub(crate) use self::render::render_with_items;
pub use self::understood::Checked;
pub use self::understood::Understood;
use crate::bundle::{Notation, bundle_text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Strictness};
use crate::diff::{self, Comparison};
use crate::document::Documents;
use crate::emit::{Context, CrateLayout, EmitOptions, Runtime};
use crate::format::Tree;
use crate::given_name::{InvalidName, ModulePath, PackageName};
use crate::ir::RustType;
use crate::load::{self, Fetch, Network, Reach, SpecSet};
use crate::overlay::{self, Overlay};
use crate::report::Report;
use crate::select::{self, Selection};
use crate::understand::understand;

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
    strictness: Strictness,
    allowed: Vec<Code>,
    reach: Reach,
    types_only: bool,
    overlays: Vec<OverlaySource>,
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
            strictness: Strictness::Vendor { keep_going: false },
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
        self.overlays.push(OverlaySource::File(path.into()));
        self
    }

    /// Applies the overlay at a URL, which [`Generator::fetch_with`] fetches. Its `x-rust-type`s are trusted no more
    /// than those of a document.
    #[must_use]
    pub fn overlay_url(mut self, url: impl Into<String>) -> Self {
        self.overlays.push(OverlaySource::Url(url.into()));
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

    /// A module in the root of another crate, named after the package.
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
        self.strictness = Strictness::Vendor { keep_going };
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

    /// Reads a document, and reports what is wrong with it.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn check(&self, input: &Input) -> Result<Checked, Report> {
        Ok(self.understand(input)?.checked())
    }

    /// Generates the code of a document, in memory.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn generate(&self, input: &Input) -> Result<Output, Report> {
        Ok(self.output(self.understand(input)?, input, render))
    }

    /// The code of a document that is understood.
    pub(crate) fn output(
        &self,
        mut understood: Understood,
        input: &Input,
        render: impl FnOnce(Context<'_>) -> Tree,
    ) -> Output {
        let Understood { api, names, .. } = &mut understood;
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
        let tree = render(understood.context(&options));
        let Checked {
            report,
            operations,
            types,
        } = understood.checked();
        Output {
            tree,
            report,
            operations,
            types,
        }
    }

    /// The list of a document's operations and types that a crate has as `manifest.json`.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn manifest(&self, input: &Input) -> Result<Rendered, Report> {
        let understood = self.understand(input)?;
        let options = self.options(&input.name());
        let text = crate::manifest::manifest(understood.context(&options));
        Ok(understood.rendered(text))
    }

    /// The catalog of a document's operations, as JSON: see `docs/catalog.md`. `signon_runtime::catalog` reads it.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn catalog(&self, input: &Input) -> Result<Rendered, Report> {
        let understood = self.understand(input)?;
        let options = self.options(&input.name());
        let text = crate::catalog::catalog(understood.context(&options));
        Ok(understood.rendered(text))
    }

    /// A document and the files that it refers to as one document.
    ///
    /// # Errors
    ///
    /// What cannot be read.
    pub fn bundle(&self, input: &Input, notation: Notation) -> Result<Rendered, Report> {
        let mut diagnostics = self.diagnostics();
        let set = self.load(input, &mut diagnostics);
        let documents = match set {
            Some(set) if diagnostics.checkpoint().is_ok() => {
                match bundle_text(&set, notation) {
                    Ok(text) => {
                        let report = Report::new(diagnostics, set.documents);
                        return Ok(Rendered { text, report });
                    }
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
        let (before, after) = (self.options(&old.name()), self.options(&new.name()));
        let (old, new) = (self.understand(old)?, self.understand(new)?);
        let (before, after) = (old.version().items(&before), new.version().items(&after));
        Ok(diff::compare(
            (old.version(), &before),
            (new.version(), &after),
        ))
    }

    /// Reads a document and decides what it means.
    pub(crate) fn understand(&self, input: &Input) -> Result<Understood, Report> {
        let mut diagnostics = self.diagnostics();
        let Some(mut set) = self.load(input, &mut diagnostics) else {
            return Err(Report::new(diagnostics, Documents::default()));
        };
        match understand(&mut set, self.name.as_str(), &mut diagnostics) {
            Ok((api, names)) => Ok(Understood {
                set,
                api,
                names,
                diagnostics,
            }),
            Err(_) => Err(Report::new(diagnostics, set.documents)),
        }
    }

    /// Reads documents as strictly as the specs of this repository.
    pub(crate) fn strict(mut self) -> Self {
        self.strictness = Strictness::Spec;
        self
    }

    pub(crate) fn name(&self) -> &PackageName {
        &self.name
    }

    /// The files of overlays.
    pub(crate) fn overlay_files(&self) -> impl Iterator<Item = &Path> {
        self.overlays.iter().filter_map(|source| match source {
            OverlaySource::File(path) => Some(path.as_path()),
            OverlaySource::Url(_) => None,
        })
    }

    pub(crate) fn wanted_layout(&self) -> &Layout {
        &self.layout
    }

    fn diagnostics(&self) -> Diagnostics {
        Diagnostics::new(self.strictness).allow(&self.allowed)
    }

    fn load(&self, input: &Input, diagnostics: &mut Diagnostics) -> Option<SpecSet> {
        let mut network = Network::new(self.fetch.as_deref());
        let mut set = input.load(self.reach, &mut network, diagnostics)?;
        for source in &self.overlays {
            let documents = &mut set.documents;
            let overlay = match source {
                OverlaySource::File(path) => load::load_overlay(path, documents, diagnostics),
                OverlaySource::Url(url) => {
                    load::load_overlay_url(url, &mut network, documents, diagnostics)
                }
            };
            // What is wrong with an overlay stops the run at its first checkpoint.
            if let Ok(overlay) = overlay {
                let overlay = Overlay(overlay);
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

    pub(crate) fn options(&self, file: &str) -> EmitOptions {
        let layout = match &self.layout {
            Layout::Crate => CrateLayout::Alone(self.runtime.clone()),
            Layout::Member => CrateLayout::Member(self.runtime.clone()),
            Layout::Module(path) => CrateLayout::Module(path.as_str().to_owned()),
        };
        EmitOptions {
            types_only: self.types_only,
            version: self.version.clone(),
            license: self.license.clone(),
            ..EmitOptions::new(self.name.as_str(), file, layout)
        }
    }
}
