//! `signon`: typed Rust clients from any OpenAPI document.

mod arguments;
mod bundle;
#[cfg(feature = "mcp")]
mod call;
#[cfg(feature = "mcp")]
mod catalog;
mod check;
mod diff;
mod explain;
#[cfg(feature = "fetch")]
mod fetch;
mod fish;
#[cfg(feature = "gateway")]
mod gateway;
mod generate;
mod input;
mod list;
#[cfg(feature = "mcp")]
mod mcp;
mod message;
mod project;
#[cfg(feature = "mcp")]
mod prompt;
#[cfg(feature = "mcp")]
mod settings;
mod shell;

use std::error::Error;
use std::process::ExitCode;

use clap::FromArgMatches as _;

use self::arguments::{Arguments, Command};

/// The outcome of a command that ran to completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit status 0.
    Done,
    /// Exit status 1: problems were found and reported.
    Problems,
}

fn main() -> ExitCode {
    #[cfg(feature = "mcp")]
    if let Some(status) = call::main() {
        return status;
    }
    // An invalid command line exits here, with status 2.
    let matches = arguments::command().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(&arguments.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            message::error(&error.to_string());
            ExitCode::from(if error.is::<arguments::UsageError>() {
                2
            } else {
                1
            })
        }
    }
}

fn run(command: &Command) -> Result<Outcome, Box<dyn Error>> {
    match command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Bundle(arguments) => bundle::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Explain { code } => Ok(explain::run(code.as_deref())),
        #[cfg(feature = "mcp")]
        Command::Mcp(arguments) => mcp::run(arguments),
        #[cfg(feature = "gateway")]
        Command::Gateway(arguments) => gateway::run(arguments),
        #[cfg(feature = "mcp")]
        Command::McpJq { program } => mcp::run_worker(program),
        #[cfg(feature = "mcp")]
        Command::Auth(arguments) => call::run_auth(arguments),
        Command::Init => project::init(),
        Command::Completions { shell } => Ok(shell::completions(*shell)),
        Command::Man { out } => shell::man(out),
    }
}
