//! The command line of `cargo xtask bench`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::workspace::root;

/// What `cargo xtask bench` is asked.
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
}

/// Reads what comes after `bench`.
pub(crate) fn parse(parser: &mut Parser) -> Result<BenchArguments, lexopt::Error> {
    let corpus = root().join("../shared/corpus");
    let mut arguments = BenchArguments {
        what: Vec::new(),
        corpus,
        only: Vec::new(),
        rounds: 5,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("corpus") => arguments.corpus = PathBuf::from(parser.value()?),
            Arg::Long("only") => arguments.only.push(parser.value()?.string()?),
            Arg::Long("rounds") => arguments.rounds = parser.value()?.parse::<usize>()?.max(1),
            Arg::Value(what) => arguments.what.push(match what.string()?.as_str() {
                "gen" => What::Generation,
                "check" => What::Compile,
                "consumers" => What::Consumers,
                "runtime" => What::Runtime,
                other => {
                    return Err(format!(
                        "`{other}` is none of `gen`, `check`, `consumers` and `runtime`"
                    )
                    .into());
                }
            }),
            other @ (Arg::Short(_) | Arg::Long(_)) => return Err(other.unexpected()),
        }
    }
    if arguments.what.is_empty() {
        arguments.what = vec![
            What::Generation,
            What::Compile,
            What::Consumers,
            What::Runtime,
        ];
    }
    Ok(arguments)
}
