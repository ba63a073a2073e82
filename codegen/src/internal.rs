//! Internal APIs for the crates and tests of this repository, in addition to [`Generator`]. Not for other users: anything here
//! can change or be removed in any version.
//!
//! Users:
//!
//! - `tools/providers`, which generates the crates of this repository from `specs/`: each group below.
//! - `tools/corpus`, which compares the types of an API with the schemas of its document: [`understand`] and [`ir`].
//! - the tests of this package: [`planned_items`], [`derived_signatures`] and [`strict`] for the generated code, and
//!   [`specs::understand_specs`] for the diagnostics of specs alone.
//!
//! A group is a stage of the generator, or the data between two of them, as ARCHITECTURE.md lists them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::diagnostic::Diagnostics;
use crate::document::Documents;
use crate::emit::{Content, EmitOptions, derived_items};
pub use crate::generator::Understood;
use crate::generator::{Checked, Generator, Input, Output, render_with_items};
use crate::report::Report;

/// Documents, and locations in them.
pub mod document {
    pub use crate::document::reference::relative;
    pub use crate::document::{At, DocumentId, Documents, Kind};
}

/// Diagnostics of documents.
pub mod diagnostic {
    pub use crate::diagnostic::{Diagnostic, Diagnostics, Place, Reported, Strictness};
    pub use crate::resolve::distance;
}

/// Files, read and analyzed like the files below `specs/`.
pub mod specs {
    pub use crate::bundle::bundle_text;
    pub use crate::load::{Entries, Reader, SpecSet, list, load_tree, unreadable};
    pub use crate::understand::{Provider, understand, understand_specs};
}

/// The intermediate representation.
pub mod ir {
    pub use crate::ir::*;
}

/// Identifiers.
pub mod name {
    pub use crate::name::outcome::{Outcome, success};
    pub use crate::name::{
        Identifier, MemberName, Names, OperationName, certainty, conversion, conversion_argument,
        field_list, provider_crate, provider_module, test_function,
    };
}

/// Comments in generated code.
pub mod comment {
    pub use crate::comment::{Docs, Line, Markdown, cell, code};
}

/// Rust tokens.
pub mod emit {
    pub use crate::emit::{
        Context, CrateLayout, EmitOptions, Input, InputType, NO_UNIT_TESTS, Origin,
        RUNTIME_FEATURES, RustFile, Scope, Signature, exact, ident, is_boxed_in_variant, literal,
        output_type, quoted, reexports, reference, shortened_text, text_literal, text_type,
        trait_in_scope, ty,
    };
    pub use crate::manifest::{schema_key, schema_type};
}

/// Files as text, and the changes that they require on the disk.
pub mod output {
    pub use crate::format::{Tree, rust, rustfmt};
    pub use crate::generator::render;
    pub use crate::manifest::manifest;
    pub use crate::write::{Owner, plan};
}

/// The public items of a crate, and the changes between two versions of a document.
pub mod diff {
    pub use crate::diff::{Items, Version, compare};
}

/// Returns the diagnostics of documents.
pub fn report(diagnostics: Diagnostics, documents: Documents) -> Report {
    Report::new(diagnostics, documents)
}

/// Reads and analyzes a document.
///
/// # Errors
///
/// Returns the diagnostics if the document has errors.
pub fn understand(generator: &Generator, input: &Input) -> Result<Understood, Report> {
    generator.understand(input)
}

/// Returns the emit options for a document's crate: the package, its source and its layout.
pub fn options(generator: &Generator, input: &Input) -> EmitOptions {
    generator.options(&input.name())
}

/// Returns the items of each Rust file before formatting, and the diagnostics.
///
/// # Errors
///
/// Returns the diagnostics if the document has errors.
pub fn planned_items(
    generator: &Generator,
    input: &Input,
) -> Result<(BTreeMap<String, Vec<TokenStream>>, Checked), Report> {
    let understood = generator.understand(input)?;
    let options = options(generator, input);
    let context = understood.context(&options);
    let files = crate::emit::plan(context).into_iter();
    let items = files.filter_map(|file| match &file.content {
        Content::Rust(module) => {
            let items = crate::emit::rust(context, module).items;
            Some((file.path, items))
        }
        Content::Text(_) => None,
    });
    Ok((items.collect(), understood.checked()))
}

/// Returns the output of [`Generator::generate`] and the items of [`planned_items`].
///
/// # Errors
///
/// Returns the diagnostics if the document has errors.
pub fn generate_with_items(
    generator: &Generator,
    input: &Input,
) -> Result<(Output, BTreeMap<String, Vec<TokenStream>>), Report> {
    let understood = generator.understand(input)?;
    let mut items = BTreeMap::new();
    let output = generator.output(understood, input, |context| {
        let (tree, rendered) = render_with_items(context);
        items = rendered;
        tree
    });
    Ok((output, items))
}

/// Returns the signatures of the functions that derives add to structs, operations and forms, by module and name, as
/// `signon diff` compares them.
///
/// # Errors
///
/// Returns the diagnostics if the document has errors.
pub fn derived_signatures(
    generator: &Generator,
    input: &Input,
) -> Result<BTreeMap<String, Vec<TokenStream>>, Report> {
    let understood = generator.understand(input)?;
    let options = options(generator, input);
    let context = understood.context(&options);
    Ok(derived_items(context)
        .map(|(owner, derived)| (owner, derived.signatures))
        .collect())
}

/// Makes a generator as strict as for the specs of this repository.
#[must_use]
pub fn strict(generator: Generator) -> Generator {
    generator.strict()
}
