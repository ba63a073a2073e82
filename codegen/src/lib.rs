//! Turns OpenAPI documents into Rust client crates.
//!
//! Each stage is one function from one type to the next; nothing but [`load`] reads the disk, and nothing but
//! [`write`](mod@write) writes it.
//!
//! ```text
//! files --load--> SpecSet [--overlay--> SpecSet] --swagger--> SpecSet [--select--> SpecSet]
//!       --resolve--> Description --schema--> SchemaIndex --lower--> ir::Api --passes--> ir::Api --name--> Names
//!       --emit--> Draft --format--> Tree --write--> Changes
//! ```

mod build_script;
pub mod bundle;
pub mod catalog;
pub mod check;
mod comment;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
mod examples;
pub mod facade;
pub mod format;
mod generator;
mod given_name;
pub mod ir;
mod json_types;
pub mod load;
pub mod lower;
pub mod manifest;
pub mod mapping;
pub mod name;
mod noun;
pub mod overlay;
pub mod passes;
mod printable;
pub mod release;
mod report;
pub mod resolve;
mod schema;
pub mod select;
pub mod source;
pub mod swagger;
pub mod test_generation;
pub mod workspace;
pub mod write;

pub use build_script::BuildError;
pub use emit::Runtime;
pub use generator::{Generator, Input, Layout, Notation, Output, Understood, WriteError};
pub use given_name::{InvalidName, ModulePath};
pub use ir::RustType;
pub use load::{Fetch, FetchError, Fetched, Reach};
pub use report::Report;
pub use select::{Selection, Selector};

use diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use load::SpecSet;
use name::{Collision, NameMode, Names};
use source::Origin;

/// Everything but the writing: what a set of documents means, and what its parts are called.
///
/// A stage that reports an error still returns what it could make, so that one run reports as many as it can; the run
/// stops at the end of the stage.
pub fn understand(
    set: &mut SpecSet,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(ir::Api, Names), Reported> {
    swagger::convert(set, diagnostics);
    let set = &*set;
    check::check(set, diagnostics);
    let description = resolve::resolve(set, diagnostics);
    check::rust_type::check_settings(&set.documents, &description.components, diagnostics);
    diagnostics.checkpoint()?;
    let mut api = lower::lower(&description, provider, diagnostics);
    passes::run(&mut api);
    diagnostics.checkpoint()?;
    if !diagnostics.is_spec() {
        passes::dedupe(&mut api);
    }
    let mode = if diagnostics.is_spec() {
        NameMode::Strict
    } else {
        NameMode::Settle
    };
    let (names, collisions) = name::name(&api, mode);
    for collision in &collisions {
        diagnostics.report(collision_fault(set, collision));
    }
    diagnostics.checkpoint()?;
    Ok((api, names))
}

fn collision_fault(set: &SpecSet, collision: &Collision) -> Diagnostic {
    let place = |key: &str, origin: &Origin| {
        let document = set.documents.by_name(&origin.file);
        let at =
            document.and_then(|document| set.documents.root(document).at_pointer(&origin.pointer));
        // A field is below the type that it belongs to, and so is a value of an enum.
        let field = at.and_then(|at| at.get("properties")?.get(key));
        let value = at.and_then(|at| {
            let mut values = at.get("enum")?.items();
            values.find(|value| value.text().as_deref() == Some(key))
        });
        if let (None, Some(value)) = (field, value) {
            return Place::value(value);
        }
        field
            .or(at)
            .map_or_else(|| Place::File(origin.file.to_string()), Place::key)
    };
    let message = format!(
        "several things would be the {} `{}` in Rust",
        collision.kind, collision.name
    );
    let help = if collision.kind == name::FORMER_NAME {
        "remove the id from `x-signon-renamed-from`: another operation has the names that follow from it"
    } else if collision.kind == "variant" {
        "name the values, in their order: `x-enum-varnames: [...]`"
    } else {
        "give all but one of them a name of its own: `x-rust-name: ...`"
    };
    let mut candidates = collision.candidates.iter();
    let last = candidates.next_back();
    let at = last.map_or_else(
        || Place::File(String::new()),
        |(key, origin)| place(key, origin),
    );
    let mut diagnostic = Diagnostic::at(Code::NameCollision, at, message).help(help);
    for (key, origin) in candidates {
        diagnostic = diagnostic.also(place(key, origin), format!("`{key}`, too"));
    }
    diagnostic
}
