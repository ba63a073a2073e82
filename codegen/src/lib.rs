//! Generates Rust client crates from OpenAPI and Swagger documents.
//!
//! [`Generator`] is the entry: its methods choose what is generated, from which [`Input`], and as which [`Layout`].
//!
//! ```no_run
//! use signon_codegen::{Generator, Input, Layout, Selector};
//!
//! let generator = Generator::new("acme")?.layout(Layout::Member).keep_going(true);
//! let output = generator.generate(&Input::file("acme.yaml"))?;
//! eprint!("{}", output.report);
//! output.write_to("crates/acme")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | method | result |
//! |---|---|
//! | [`Generator::generate`] | a crate or a module in memory: [`Output`], which is written with [`Output::write_to`] |
//! | [`Generator::build_script`] | a module in `OUT_DIR`, from a `build.rs` |
//! | [`Generator::check`] | what is wrong with a document, without generating anything |
//! | [`Generator::manifest`] | the operations and types of a document and their names in Rust, as JSON |
//! | [`Generator::catalog`] | the operations as data for `signon_runtime::catalog`, as JSON |
//! | [`Generator::bundle`] | a document and the files that it refers to as one document |
//! | [`Generator::diff`] | what changed between two versions of a document: [`Comparison`] |
//!
//! Each of them fails with a [`Report`]: diagnostics with a stable [`Code`], the place in the document, and what to do.
//! Documents are not trusted: generation reads no file outside the folder of the document unless
//! [`Generator::references`] allows it, writes no file that it does not own, and always ends.

mod build_script;
mod bundle;
mod catalog;
mod check;
mod comment;
mod diagnostic;
mod diff;
mod document;
mod emit;
mod examples;
mod format;
mod generator;
mod given_name;
#[doc(hidden)]
pub mod internal;
mod ir;
mod json_types;
mod keywords;
mod load;
mod lower;
mod manifest;
mod media;
mod name;
mod noun;
mod overlay;
mod passes;
mod printable;
mod report;
mod resolve;
mod schema;
mod schema_id;
mod select;
mod source;
mod swagger;
#[cfg(test)]
mod tests;
mod understand;
mod write;

pub use build_script::BuildError;
pub use bundle::Notation;
pub use diagnostic::{Code, Finding, Severity, terminal};
pub use diff::{Change, Comparison, Evidence, Side, Verdict};
pub use emit::Runtime;
pub use generator::{Checked, Generator, Input, Layout, Output, Rendered, WriteError};
pub use given_name::{InvalidName, ModulePath};
pub use ir::RustType;
pub use load::{Fetch, FetchError, Fetched, Reach};
pub use report::Report;
pub use select::{Selection, Selector};
pub use write::{Changes, Incomplete, Written};
