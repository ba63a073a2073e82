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

use signon_codegen::internal::diagnostic::{Diagnostics, Reported, Strictness};
use signon_codegen::internal::document::{DocumentId, Documents};
use signon_codegen::internal::emit::{Context, CrateLayout, EmitOptions};
use signon_codegen::internal::ir::TypeId;
use signon_codegen::internal::output::{self, Tree};
use signon_codegen::internal::report;
use signon_codegen::internal::specs::{
    Entries, Provider, Reader, SpecSet, list, understand, unreadable,
};
use signon_codegen::{Reach, Report};

pub use self::table::FieldTable;
use crate::specs::MAPPINGS;

/// The unified models and the mapping files, read and not compiled yet.
#[derive(Debug)]
pub(crate) struct Mappings {
    /// The unified models, which are understood like those of a provider.
    pub models: Provider,
    /// The mapping files.
    pub files: Vec<MappingFile>,
}

/// A mapping file.
#[derive(Clone, Debug)]
pub(crate) struct MappingFile {
    /// The provider, which the folder is named after.
    pub provider: String,
    /// The resource, which the file is named after.
    pub resource: String,
    /// Its text.
    pub document: DocumentId,
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
    compiled.map_err(|_| report(diagnostics, documents))
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
    let (mut set, files) = read(root, diagnostics)?;
    let understood = understand(&mut set, MAPPINGS, diagnostics);
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

/// Reads the unified models and the mapping files in `specs/unified/` below `root`: `models.yaml`, and the files in the
/// folders of the providers.
///
/// Fails only if the models cannot be read.
fn read(
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<(SpecSet, Vec<MappingFile>), Reported> {
    let base = format!("specs/{MAPPINGS}");
    let mut reader = Reader::new(root, &root.join("specs"), Reach::Folder);
    let main = reader.read(&format!("{base}/models.yaml"), diagnostics)?;
    let mut files = Vec::new();
    let providers = list(&root.join(&base), Entries::Folders)
        .map_err(|error| unreadable(&base, &error, diagnostics))?;
    for provider in providers {
        let path = format!("{base}/{provider}");
        let names = list(&root.join(&path), Entries::Documents)
            .map_err(|error| unreadable(&path, &error, diagnostics))?;
        for name in names {
            let document = reader.read_aside(&format!("{path}/{name}"), diagnostics);
            files.extend(document.ok().map(|document| MappingFile {
                provider: provider.clone(),
                resource: name.trim_end_matches(".yaml").to_owned(),
                document,
            }));
        }
    }
    Ok((SpecSet::of_document(reader.documents, main), files))
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
    Ok(output::rustfmt(&mut tree).map(|()| Compiled { tree, table }))
}

/// The unified models in Rust.
fn models(models: &Provider) -> String {
    let main = format!("specs/{MAPPINGS}/models.yaml");
    let options = EmitOptions {
        source: main.clone(),
        types_only: true,
        ..EmitOptions::new("signon-unified", &main, CrateLayout::Workspace)
    };
    let context = Context::new(&models.api, &models.names, &options);
    let mut files = output::render(context).files;
    files.remove("src/models.rs").unwrap_or_default()
}
