//! `cargo xtask gen --spec`: any document → a crate of its own.

use std::error::Error;
use std::path::Path;

use signon_codegen::diagnostic::{Diagnostics, Severity, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::emit::{EmitOptions, Place, Runtime, emit};
use signon_codegen::format::format;
use signon_codegen::load::{load_file, load_overlay};
use signon_codegen::select::select;
use signon_codegen::write::{self, Owner};
use signon_codegen::{overlay, understand};

use super::files_changed;
use crate::Outcome;
use crate::arguments::FileArguments;
use crate::workspace::{color, complain, root, say};

/// Generates the crate.
pub(crate) fn file(arguments: &FileArguments) -> Result<Outcome, Box<dyn Error>> {
    let mut diagnostics = Diagnostics::new(Strictness::Vendor {
        keep_going: arguments.keep_going,
    });
    let Ok(mut set) = load_file(
        Path::new(&arguments.spec),
        arguments.reach,
        &mut diagnostics,
    ) else {
        complain(&diagnostics.render(&Documents::default(), color()));
        return Ok(Outcome::Faults);
    };
    for overlay in &arguments.overlays {
        // What is wrong with an overlay stops the run at its first checkpoint.
        let path = Path::new(overlay);
        if let Ok(overlay) = load_overlay(path, &mut set.documents, &mut diagnostics) {
            overlay::apply(&mut set, &[overlay], &mut diagnostics);
        }
    }
    select(&mut set, &arguments.selection, &mut diagnostics);
    let understood = understand(&mut set, &arguments.name, &mut diagnostics);
    let report = diagnostics.render_most(&set.documents, color(), 5);
    if !report.is_empty() {
        complain(&format!("{report}\n\n{}", counts(&diagnostics)));
    }
    let Ok((api, names)) = understood else {
        let unsupported = diagnostics
            .counts()
            .iter()
            .any(|(code, ..)| code.is_unsupported());
        if unsupported && !arguments.keep_going {
            complain(
                "nothing was written; with --keep-going, what is not supported is left out or made coarser",
            );
        } else {
            complain("nothing was written");
        }
        return Ok(Outcome::Faults);
    };
    let options = EmitOptions {
        package: arguments.name.clone(),
        source: file_name(&arguments.spec),
        main_file: arguments.spec.replace('\\', "/"),
        place: Place::Alone(runtime(arguments)?),
    };
    let tree = format(&emit(&api, &names, &options));
    let mut diagnostics = Diagnostics::new(diagnostics.strictness());
    let owner = Owner::User {
        force: arguments.force,
    };
    let Ok(changes) = write::plan(tree, Path::new(&arguments.out), owner, &mut diagnostics) else {
        let report = diagnostics.render(&Documents::default(), color());
        complain(&format!("{report}\n\nnothing was written"));
        return Ok(Outcome::Faults);
    };
    write::apply(&changes)?;
    for path in &changes.remove {
        say(&format!("{} (removed)", path.display()));
    }
    say(&format!(
        "{}: {} operations, {} types, {}",
        arguments.name,
        api.operations.len(),
        api.types.len(),
        files_changed(changes.paths().len())
    ));
    Ok(Outcome::Done)
}

fn runtime(arguments: &FileArguments) -> Result<Runtime, Box<dyn Error>> {
    match &arguments.runtime {
        Some(version) => Ok(Runtime::Version(version.clone())),
        None => Ok(Runtime::Path(
            std::fs::canonicalize(root().join("runtime"))?
                .to_string_lossy()
                .into_owned(),
        )),
    }
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(
        || path.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// How often each kind of fault was told.
fn counts(diagnostics: &Diagnostics) -> String {
    let line = |(code, severity, count): &(signon_codegen::diagnostic::Code, Severity, usize)| {
        let word = match severity {
            Severity::Error => "error",
            Severity::Degraded => "degraded",
            Severity::Warning => "warning",
        };
        format!("{word}[{}]: {count}", code.as_str())
    };
    diagnostics
        .counts()
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
