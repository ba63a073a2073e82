//! `cargo xtask bench`: this generator and its peers, side by side in one run, as ratios.

pub(crate) mod arguments;
mod compile;
mod consumer;
mod consumers;
mod generation;
mod peer;
mod runtime;
mod verdict;

use std::error::Error;

use self::arguments::{BenchArguments, What};
use self::peer::Peer;
use self::verdict::Verdict;
use crate::Outcome;
use crate::workspace::{complain, say};

/// Runs what was asked for, and holds it against the bars.
pub(crate) fn run(arguments: &BenchArguments) -> Result<Outcome, Box<dyn Error>> {
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
        });
    }
    for verdict in &verdicts {
        say(&verdict.line());
    }
    Ok(if verdicts.iter().all(Verdict::holds) {
        Outcome::Done
    } else {
        Outcome::Faults
    })
}
