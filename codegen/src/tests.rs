//! Tests of single stages, over an IR that is built by hand: names, crates, changes, diagnostics; of the dependencies between modules, and of
//! where identifiers are made.

mod build;
mod dedupe;
mod dependencies;
mod diagnostics;
mod edit;
mod emitted;
mod identifiers;
mod modules;
mod names;
mod shared;
mod write;
