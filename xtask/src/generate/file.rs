//! `cargo xtask gen --spec`: any document → a crate of its own.

use std::error::Error;
use std::path::Path;

use signon_codegen::diagnostic::{Code, Severity};
use signon_codegen::write;
use signon_codegen::{Generator, Input, Output, Report, Runtime};

use super::files_changed;
use crate::Outcome;
use crate::arguments::FileArguments;
use crate::workspace::{color, complain, root, say};

/// Generates the crate.
pub(crate) fn file(arguments: &FileArguments) -> Result<Outcome, Box<dyn Error>> {
    let mut generator = Generator::new(&arguments.name)?
        .runtime(runtime(arguments)?)
        .keep_going(arguments.keep_going)
        .references(arguments.reach)
        .select(arguments.selection.clone());
    for overlay in &arguments.overlays {
        generator = generator.overlay(overlay);
    }
    let output = match generator.generate(&Input::file(&arguments.spec)) {
        Ok(output) => output,
        Err(report) => {
            show(&report);
            let hint = if report.is_unsupported() {
                "; with --keep-going, what is not supported is left out or made coarser"
            } else {
                ""
            };
            complain(&format!("nothing was written{hint}"));
            return Ok(Outcome::Faults);
        }
    };
    show(&output.report);
    write(arguments, &output)
}

fn write(arguments: &FileArguments, output: &Output) -> Result<Outcome, Box<dyn Error>> {
    let changes = match output.plan(Path::new(&arguments.out), arguments.force) {
        Ok(changes) => changes,
        Err(report) => {
            complain(&format!(
                "{}\n\nnothing was written",
                report.render(color())
            ));
            return Ok(Outcome::Faults);
        }
    };
    write::apply(&changes)?;
    for path in &changes.remove {
        say(&format!("{} (removed)", path.display()));
    }
    say(&format!(
        "{}: {} operations, {} types, {}",
        arguments.name,
        output.operations,
        output.types,
        files_changed(changes.paths().len())
    ));
    Ok(Outcome::Done)
}

fn show(report: &Report) {
    if !report.is_empty() {
        let counts: Vec<String> = report.counts().iter().map(count).collect();
        complain(&format!(
            "{}\n\n{}",
            report.render_most(color(), 5),
            counts.join("\n")
        ));
    }
}

/// How often a kind of problem was reported.
fn count((code, severity, count): &(Code, Severity, usize)) -> String {
    format!("{}[{}]: {count}", severity.as_str(), code.as_str())
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
