//! What the tools and tests of this repository need beyond [`Generator`]. Not an interface for others: it changes with any
//! version.
//!
//! The tools generate the crates of the folder `specs/` (`workspace`), compare the types of an API with the schemas of its
//! document (`ir`), and write programs that call every operation, which need the names that the generated code has.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use crate::emit::{self, Content, derived_items};
use crate::generator::{Checked, Generator, Input};
use crate::report::Report;
use crate::test_generation;

/// The intermediate representation.
pub mod ir {
    pub use crate::ir::*;
}

/// Records of releases, and what changed since.
pub mod release {
    pub use crate::release::{
        Announcement, InvalidVersion, Record, Version, changes, check, record,
    };
}

/// The crates that are generated from the folder `specs/` of this repository.
pub mod workspace {
    pub use crate::format::Tree;
    pub use crate::load::providers;
    pub use crate::mapping::{Compiled, FieldTable};
    pub use crate::workspace::{
        Provider, Understood, bundle, facade_lists, generate, manifest, mappings, plan, understand,
    };
}

/// What a document means, and the warnings.
///
/// # Errors
///
/// What is wrong with the document.
pub fn understand(generator: &Generator, input: &Input) -> Result<(ir::Api, Report), Report> {
    let mut understood = generator.understand(input)?;
    let api = std::mem::take(&mut understood.api);
    Ok((api, understood.report()))
}

/// The source of a program that calls each operation of a document with arguments that it is given as JSON.
///
/// # Errors
///
/// What is wrong with the document.
pub fn driver(generator: &Generator, input: &Input) -> Result<String, Report> {
    let understood = generator.understand(input)?;
    let options = generator.options(&input.name());
    Ok(test_generation::driver(understood.context(&options)))
}

/// The items of each Rust file before they are laid out as text, and what was reported.
///
/// # Errors
///
/// What is wrong with the document.
pub fn planned_items(
    generator: &Generator,
    input: &Input,
) -> Result<(BTreeMap<String, Vec<TokenStream>>, Checked), Report> {
    let understood = generator.understand(input)?;
    let options = generator.options(&input.name());
    let context = understood.context(&options);
    let files = emit::plan(context).into_iter();
    let items = files.filter_map(|file| match &file.content {
        Content::Rust(module) => {
            let items = emit::rust(context, module).items;
            Some((file.path, items))
        }
        Content::Text(_) => None,
    });
    let items = items.collect();
    Ok((items, understood.checked()))
}

/// The signatures of the functions that derives add to structs, operations and forms, by the module and name of each, as
/// `signon diff` has them.
///
/// # Errors
///
/// What is wrong with the document.
pub fn derived_signatures(
    generator: &Generator,
    input: &Input,
) -> Result<BTreeMap<String, Vec<TokenStream>>, Report> {
    let understood = generator.understand(input)?;
    let options = generator.options(&input.name());
    let context = understood.context(&options);
    Ok(derived_items(context)
        .map(|(owner, derived)| (owner, derived.signatures))
        .collect())
}

/// The same generator, which reads documents as strictly as the specs of this repository.
#[must_use]
pub fn strict(generator: Generator) -> Generator {
    generator.strict()
}
