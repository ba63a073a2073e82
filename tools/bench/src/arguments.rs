//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use signon_workspace::root;

/// What is measured, and on which documents.
#[derive(Clone, Debug)]
pub(crate) struct BenchArguments {
    /// What is measured.
    pub(crate) what: Vec<What>,
    /// Where the documents are.
    pub(crate) corpus: PathBuf,
    /// The documents that are wanted; what is usual for each measurement where none is named.
    pub(crate) only: Vec<String>,
    /// How often each thing is measured.
    pub(crate) rounds: usize,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// How long generation takes.
    Generation,
    /// How long the generated crate takes to compile.
    Compile,
    /// How long programs take to compile that call it.
    Consumers,
    /// How fast calls are.
    Runtime,
    /// How long the program `signon` takes to start.
    Start,
}

/// What to do.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// Print how the program is used.
    Help,
    /// Measure.
    Bench(BenchArguments),
    /// What is measured, in a process of its own.
    Internal(signon_corpus::Task),
}

/// How the program is used.
pub(crate) const USAGE: &str = "\
usage: cargo xtask bench [gen] [check] [consumers] [runtime] [start] [--corpus DIR] [--only NAME]... [--rounds N]

Compares this generator with those that are installed (on the path, or in the folder that SIGNON_PEERS names):
how long generation takes for each document, how long the crates of a document (nexus, or --only) take to
compile, programs that call one, twenty and all operations, how fast calls are against reqwest and hyper by hand,
and how long the program `signon` takes to start, against 30 ms. Prints medians, and ratios to the best peer; fails where a bar is missed. The documents are those of ../shared/corpus, or of --corpus.";

/// Reads the command line.
pub(crate) fn parse() -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_env();
    let corpus = root().join("../shared/corpus");
    let mut arguments = BenchArguments {
        what: Vec::new(),
        corpus,
        only: Vec::new(),
        rounds: 5,
    };
    while let Some(argument) = parser.next()? {
        if let Arg::Value(task) = &argument {
            let task = task.clone();
            if let Some(task) = signon_corpus::internal(&task, &mut parser)? {
                return Ok(Task::Internal(task));
            }
            arguments.what.push(what(task)?);
            continue;
        }
        match argument {
            Arg::Long("corpus") => arguments.corpus = PathBuf::from(parser.value()?),
            Arg::Long("only") => arguments.only.push(parser.value()?.string()?),
            Arg::Long("rounds") => arguments.rounds = parser.value()?.parse::<usize>()?.max(1),
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected());
            }
        }
    }
    if arguments.what.is_empty() {
        arguments.what = vec![
            What::Generation,
            What::Compile,
            What::Consumers,
            What::Runtime,
            What::Start,
        ];
    }
    Ok(Task::Bench(arguments))
}

fn what(name: OsString) -> Result<What, lexopt::Error> {
    Ok(match name.string()?.as_str() {
        "gen" => What::Generation,
        "check" => What::Compile,
        "consumers" => What::Consumers,
        "runtime" => What::Runtime,
        "start" => What::Start,
        other => {
            let message =
                format!("`{other}` is none of `gen`, `check`, `consumers`, `runtime` and `start`");
            return Err(message.into());
        }
    })
}
