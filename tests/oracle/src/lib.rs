//! An independent reading of documents and values, which the generator, its models and its calls are judged by.
//!
//! Nothing here uses the generator or the runtime. Without features it compares values and sends them through models;
//! `documents` adds OpenAPI documents, and `validity` what their schemas allow, judged by `jsonschema`. `sources` reads the tokens
//! of Rust sources, and which modules depend on which. `cases` compares the output of cases with files.

#[cfg(feature = "cases")]
pub mod cases;
pub mod compare;
#[cfg(feature = "documents")]
pub mod document;
#[cfg(feature = "validity")]
pub mod judge;
#[cfg(feature = "sources")]
pub mod modules;
pub mod pointer;
pub mod round_trip;
pub mod server;
pub mod skip;
#[cfg(feature = "sources")]
pub mod tokens;
pub mod untyped;
#[cfg(feature = "documents")]
pub mod view;
