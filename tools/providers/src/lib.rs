//! Generates the crates of this repository from `specs/`: the clients of the providers, the facade, the conversions between the
//! native and the unified models, and the code that the tests call the clients with. Also records the releases of the clients.
//!
//! Nothing here writes to the disk or prints: the command line is `tools/workspace`, which `cargo xtask` calls. What others
//! generate from documents of their own is `signon-codegen` alone.

mod facade;
mod mapping;
pub mod release;
mod specs;
mod test_generation;
#[cfg(test)]
mod tests;
mod workspace;

pub use signon_codegen::internal::output::Tree;
pub use signon_codegen::internal::specs::Provider;

pub use self::mapping::{Compiled, FieldTable};
pub use self::specs::{Understood, bundle, providers, understand};
pub use self::test_generation::driver;
pub use self::workspace::{facade_lists, generate, manifest, mappings, plan};
