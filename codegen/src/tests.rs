//! Tests of single stages, over an IR that is built by hand: names, crates, facade, changes, diagnostics; and of the dependencies between modules.

mod build;
mod dedupe;
mod dependencies;
mod diagnostics;
mod edit;
mod emitted;
mod modules;
mod names;
mod shared;
mod write;
