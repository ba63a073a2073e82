//! This generator and its peers, side by side in one run, as ratios.

mod arguments;
mod compile;
mod consumer;
mod consumers;
mod generation;
mod peer;
mod runtime;
mod start;
mod verdict;

use std::error::Error;
use std::process::ExitCode;

use self::arguments::{BenchArguments, Task, USAGE, What};
use self::peer::Peer;
use self::verdict::Verdict;
use signon_workspace::{Outcome, complain, say};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let task = match arguments::parse() {
        Ok(task) => task,
        Err(error) => {
            complain(&format!("error: {error}\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    signon_corpus::exit_code(match task {
        Task::Help => {
            say(USAGE);
            Ok(Outcome::Done)
        }
        Task::Bench(arguments) => run(&arguments),
        Task::Internal(task) => signon_corpus::run(task),
    })
}

/// Runs what was asked for, and holds it against the bars.
fn run(arguments: &BenchArguments) -> Result<Outcome, Box<dyn Error>> {
    let mut peers = Vec::new();
    for peer in Peer::ALL {
        match peer.program() {
            Some(program) => peers.push((peer, program)),
            None => complain(&format!(
                "{} is skipped: there is no `{}` on the path or in the folder that SIGNON_PEERS names",
                peer.name(),
                peer.binary()
            )),
        }
    }
    let mut verdicts: Vec<Verdict> = Vec::new();
    for what in &arguments.what {
        verdicts.extend(match what {
            What::Generation => generation::run(arguments, &peers)?,
            What::Compile => compile::run(arguments, &peers)?,
            What::Consumers => consumers::run(arguments, &peers)?,
            What::Runtime => runtime::run(arguments, &peers)?,
            What::Start => start::run(arguments)?,
        });
    }
    for verdict in &verdicts {
        say(&verdict.line());
    }
    Ok(if verdicts.iter().all(Verdict::holds) {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}
