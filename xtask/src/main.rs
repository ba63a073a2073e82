//! The tasks of this workspace; `cargo xtask --help` lists them.

mod arguments;
mod ci;
mod list;

use std::error::Error;
use std::process::{Command, ExitCode};

use arguments::Task;
use signon_workspace::{Outcome, complain, prepare, root, say, tree};

fn main() -> ExitCode {
    let task = match arguments::parse() {
        Ok(task) => task,
        Err(error) => {
            complain(&format!("error: {error}\n\n{}", arguments::HELP));
            return ExitCode::from(2);
        }
    };
    match run(task) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Err(error) => {
            complain(&format!("error: {error}"));
            ExitCode::from(1)
        }
    }
}

fn run(task: Task) -> Result<Outcome, Box<dyn Error>> {
    match task {
        Task::Help(text) => say(text),
        Task::Version => say(concat!("signon ", env!("CARGO_PKG_VERSION"))),
        Task::Generate(mode, providers) => return tree(mode, &providers),
        Task::Lint => {
            return Ok(match prepare(&[])? {
                Some(_) => Outcome::Done,
                None => Outcome::Problems,
            });
        }
        Task::List { json } => return list::run(json),
        Task::Bundle(provider, notation) => say(&signon_workspace::bundle(&provider, notation)?),
        Task::Release(mode) => return signon_workspace::record(mode),
        Task::Msrv => return signon_workspace::msrv(),
        Task::Ci { full } => return ci::run(full),
        Task::Tool(tool, arguments) => {
            let status = Command::new("cargo")
                .args("run --quiet --profile tools --package".split(' '))
                .args([tool, "--"])
                .args(arguments)
                .current_dir(root())
                .status()?;
            if !status.success() {
                return Ok(Outcome::Problems);
            }
        }
    }
    Ok(Outcome::Done)
}
