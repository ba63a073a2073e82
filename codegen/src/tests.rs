//! Tests of single stages on a hand-built IR (names, crates, changes, diagnostics), of the dependencies between modules, and of
//! the creation of identifiers.

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
