//! `signon PROVIDER GROUP OPERATION` and `signon call --spec FILE OPERATION`: calls operations from the shell.
//!
//! The command line is parsed in two phases: first the provider, group and operation, then the flags of that operation.
//! No commands are built for other operations.

mod ask;
mod auth;
mod client;
mod command;
mod credential;
mod csv;
mod curl;
mod example;
mod failure;
mod flags;
mod input;
mod login;
mod options;
mod output;
mod progress;
mod redact;
mod rows;
mod schema;
mod send;
mod set;
mod shell;
mod table;
mod target;
mod values;
mod wire;

use std::ffi::OsString;
use std::process::ExitCode;

pub(crate) use self::auth::{Auth, run as run_auth};
use self::failure::Failure;
use self::target::{Selection, Source};
pub(crate) use self::target::{listed, tree};

/// Runs a call, if the command line names one.
pub(crate) fn main() -> Option<ExitCode> {
    let mut words = std::env::args_os().skip(1);
    let source = Source::from_argument(&words.next()?)?;
    Some(match run(source, words.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.status())
        }
    })
}

fn run(source: Source, words: Vec<OsString>) -> Result<(), Failure> {
    let Some(selection) = target::find(source, words)? else {
        return Ok(());
    };
    let Selection {
        catalog,
        operation,
        name,
        words,
    } = selection;
    let flags = flags::Flags::of(&catalog, &operation);
    let command = command::command(&catalog, &operation, &flags, &name);
    let matches = command
        .try_get_matches_from(std::iter::once(name.clone().into()).chain(words))
        .map_err(|error| {
            Failure::clap(error, || {
                command::notes(&catalog, &operation, &flags, &name)
            })
        })?;
    let options = options::Options::read(&matches, &flags)?;
    let mut stdin = input::Stdin::default();
    let client = client::client(&catalog, &operation, &options, &mut stdin)?;
    let arguments = values::read(&catalog, &operation, &flags, &name, &matches, &mut stdin)?;
    send::run(&client, &operation, &flags, arguments, &options)
}
