//! `cargo xtask gen`: specs → crates.

mod file;
mod fingerprint;

use std::error::Error;

use signon_codegen::load::providers;
use signon_codegen::workspace::{Provider, generate, understand};
use signon_codegen::write;

pub(crate) use file::file;

use crate::Outcome;
use crate::arguments::Mode;
use crate::workspace::{color, complain, relative, root, say};

/// Generates the crates of these providers, or of all.
pub(crate) fn tree(mode: Mode, wanted: &[String]) -> Result<Outcome, Box<dyn Error>> {
    if mode == Mode::Write && fingerprint::is_fresh(wanted) {
        return Ok(Outcome::Done);
    }
    let Some(prepared) = prepare(wanted)? else {
        return Ok(Outcome::Faults);
    };
    let trees = generate(&prepared, wanted.is_empty(), env!("CARGO_PKG_VERSION"))?;
    let mut stale = 0;
    for (folder, tree) in trees {
        let mut changes = write::plan(tree, &root().join(&folder))?;
        if !wanted.is_empty() && folder.starts_with("tests/") {
            // What the other providers have there is not stale.
            changes.remove.clear();
        }
        stale += changes.paths().len();
        for path in changes.paths() {
            match mode {
                Mode::Check => complain(&format!(
                    "`{}` is stale: run `cargo xtask gen`",
                    relative(path)
                )),
                Mode::Write => say(&relative(path)),
            }
        }
        if mode == Mode::Write {
            write::apply(&changes)?;
        }
    }
    if mode == Mode::Check {
        return Ok(if stale == 0 {
            Outcome::Done
        } else {
            Outcome::Faults
        });
    }
    if stale > 0 {
        say(&format!("{stale} files changed"));
    }
    fingerprint::remember(wanted);
    Ok(Outcome::Done)
}

/// Understands the specs of these providers, or of all; none if there are faults, which are told.
pub(crate) fn prepare(wanted: &[String]) -> Result<Option<Vec<Provider>>, Box<dyn Error>> {
    let known = providers(&root())?;
    if let Some(stranger) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(format!(
            "there is no `specs/{stranger}`; the providers are {}",
            known.join(", ")
        )
        .into());
    }
    let names: Vec<String> = known
        .into_iter()
        .filter(|name| wanted.is_empty() || wanted.contains(name))
        .collect();
    let understood = understand(&root(), &names, color());
    if !understood.report.is_empty() {
        complain(understood.report.trim_end());
    }
    Ok((!understood.faulty).then_some(understood.providers))
}
