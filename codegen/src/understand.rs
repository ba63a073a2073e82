//! All stages from a set of documents to named types and operations.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported, Strictness};
use crate::document::Documents;
use crate::load::{SpecSet, load_tree};
use crate::name::{Collision, FORMER_NAME, NameMode, Names, name};
use crate::source::Origin;
use crate::{check, ir, lower, passes, resolve, schema_id, swagger};

/// A provider whose specs are understood.
#[derive(Debug)]
pub struct Provider {
    /// The folder below `specs/`.
    pub name: String,
    /// Its files.
    pub set: SpecSet,
    /// What they mean.
    pub api: ir::Api,
    /// What the parts are called.
    pub names: Names,
}

/// Reads and understands the specs of a provider below `root` as strictly as those of this repository, and renders what
/// was reported.
pub fn understand_specs(root: &Path, name: &str, color: bool) -> (Option<Provider>, String) {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let Ok(mut set) = load_tree(root, name, &mut diagnostics) else {
        return (None, diagnostics.render(&Documents::default(), color));
    };
    let understood = understand(&mut set, name, &mut diagnostics);
    let report = diagnostics.render(&set.documents, color);
    let provider = understood.ok().map(|(api, names)| Provider {
        name: name.to_owned(),
        set,
        api,
        names,
    });
    (provider, report)
}

/// What a set of documents means, and what its parts are called.
///
/// A stage that reports an error still returns what it could make, so that one run reports as many as it can; the run
/// stops at the end of the stage.
pub fn understand(
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
