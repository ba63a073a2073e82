//! Field mappings between native and unified models: YAML → Rust.
//!
//! A mapping file (`specs/unified/PROVIDER/RESOURCE.yaml`) holds conversions, each from one struct to another. A
//! conversion becomes a function over the typed models of both sides, so that everything that a mapping says is checked:
//! here against the IR, for diagnostics with a span, and by the Rust compiler.
//!
//! ```text
//! specs/unified/models.yaml --understand--> unified side --+
//! specs/PROVIDER/**.yaml    --understand--> native side  --+--> file::compile --> unified/src/generated/*.rs
//! specs/unified/*/*.yaml    --load-------> mapping files --+
//! ```

mod builder;
mod conversion;
mod expression;
mod file;
mod function;
mod keys;
mod list;
mod lookup;
mod path;
mod side;
mod table;
mod unified;
mod value;

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostics, Reported, Strictness};
use crate::document::Documents;
use crate::emit::{self, Content, Context, EmitOptions, Place};
use crate::format::{self, Tree};
use crate::ir::TypeId;
use crate::load::{self, MAPPINGS, MappingFile, SpecSet};
use crate::report::Report;
use crate::understand::Provider;

pub use self::table::FieldTable;

/// The unified models and the mapping files, read and not compiled yet.
#[derive(Debug)]
pub(crate) struct Mappings {
    /// The unified models, which are understood like those of a provider.
    pub models: Provider,
    /// The mapping files.
    pub files: Vec<MappingFile>,
}

/// What the mappings became.
#[derive(Debug)]
pub struct Compiled {
    /// The files of `unified/src/generated`.
    pub tree: Tree,
    /// Which field comes from where, for `docs/unified.md`.
    pub table: FieldTable,
}

/// Reads and compiles the mappings below `root`.
///
/// # Errors
///
/// What is wrong with the mappings.
pub(crate) fn generate(
    root: &Path,
    providers: &[Provider],
) -> Result<io::Result<Compiled>, Report> {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let mut documents = Documents::default();
    let compiled = load(root, &mut documents, &mut diagnostics)
        .and_then(|mappings| compile(&mappings, &documents, providers, &mut diagnostics));
    compiled.map_err(|_| Report::new(diagnostics, documents))
}

/// Reads the unified models and the mapping files.
///
/// # Errors
///
/// What cannot be read or understood, which is reported.
pub(crate) fn load(
    root: &Path,
    documents: &mut Documents,
    diagnostics: &mut Diagnostics,
) -> Result<Mappings, Reported> {
    let (mut set, files) = load::load_mappings(root, MAPPINGS, diagnostics)?;
    let understood = crate::understand::understand(&mut set, MAPPINGS, diagnostics);
    *documents = std::mem::take(&mut set.documents);
    let (mut api, names) = understood?;
    // Callers of a unified API make the models as well as receive them.
    for index in 0..api.types.len() {
        let usage = api.derived.usage.entry(TypeId(index)).or_default();
        (usage.request, usage.response) = (true, true);
    }
    let models = Provider {
        name: MAPPINGS.to_owned(),
        set: SpecSet {
            documents: Documents::default(),
            ..set
        },
        api,
        names,
    };
    Ok(Mappings { models, files })
}

/// Compiles the mapping files.
///
/// # Errors
///
/// What is wrong with the mappings, which is reported.
pub(crate) fn compile(
    mappings: &Mappings,
    documents: &Documents,
    providers: &[Provider],
    diagnostics: &mut Diagnostics,
) -> Result<io::Result<Compiled>, Reported> {
    let mut table = FieldTable::default();
    let mut tree = file::compile(mappings, documents, providers, &mut table, diagnostics);
    diagnostics.checkpoint()?;
    tree.files
        .insert("models.rs".to_owned(), models(&mappings.models));
    Ok(format::rustfmt(&mut tree).map(|()| Compiled { tree, table }))
}

/// The unified models in Rust.
fn models(models: &Provider) -> String {
    let main = format!("specs/{MAPPINGS}/models.yaml");
    let options = EmitOptions {
        source: main.clone(),
        types_only: true,
        ..EmitOptions::new("signon-unified", &main, Place::Workspace)
    };
    let context = Context::new(&models.api, &models.names, &options);
    let files = emit::plan(context);
    let models = files.iter().find(|file| file.path == "src/models.rs");
    match models.map(|file| &file.content) {
        Some(Content::Rust(module)) => format::rust(emit::rust(context, module)),
        Some(Content::Text(_)) | None => String::new(),
    }
}
