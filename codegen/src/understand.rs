//! All stages from a set of documents to named types and operations.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::load::SpecSet;
use crate::name::{Collision, FORMER_NAME, NameMode, Names, name};
use crate::source::Origin;
use crate::{check, ir, lower, passes, resolve, schema_id, swagger};

/// A provider whose specs are understood.
#[derive(Debug)]
pub struct Provider {
    /// The folder below `specs/`.
    pub name: String,
    /// Its files.
    pub(crate) set: SpecSet,
    /// What they mean.
    pub(crate) api: ir::Api,
    /// What the parts are called.
    pub(crate) names: Names,
}

/// What a set of documents means, and what its parts are called.
///
/// A stage that reports an error still returns what it could make, so that one run reports as many as it can; the run
/// stops at the end of the stage.
pub(crate) fn understand(
    set: &mut SpecSet,
    provider: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(ir::Api, Names), Reported> {
    swagger::convert(set, diagnostics);
    schema_id::rewrite(set, diagnostics);
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
        NameMode::Resolve
    };
    let (names, collisions) = name(&api, mode);
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
    let help = if collision.kind == FORMER_NAME {
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
