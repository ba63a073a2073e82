//! Tests of single modules, and of the dependencies between them.

mod dependencies;
mod facade;
