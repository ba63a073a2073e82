//! The command line of `cargo xtask corpus`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

/// What `cargo xtask corpus` is asked.
#[derive(Clone, Debug)]
pub(crate) struct CorpusArguments {
    /// Where the documents are.
    pub(crate) folder: PathBuf,
    /// Where their values are.
    pub(crate) values: Option<PathBuf>,
    /// Where the result goes, as JSON.
    pub(crate) json: Option<PathBuf>,
    /// How many documents are worked on at a time.
    pub(crate) jobs: usize,
    /// The documents that are wanted; all where none is named.
    pub(crate) only: Vec<String>,
    /// Whether the crates are compiled.
    pub(crate) check: bool,
}

/// Reads what comes after `corpus`.
pub(crate) fn parse(parser: &mut Parser) -> Result<CorpusArguments, lexopt::Error> {
    let mut folder = None;
    let (mut values, mut json, mut jobs, mut only, mut check) = (None, None, 1, Vec::new(), true);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("values") => values = Some(PathBuf::from(parser.value()?)),
            Arg::Long("json") => json = Some(PathBuf::from(parser.value()?)),
            Arg::Long("jobs") => jobs = parser.value()?.parse::<usize>()?.max(1),
            Arg::Long("only") => only.push(parser.value()?.string()?),
            Arg::Long("check") => check = true,
            Arg::Long("no-check") => check = false,
            Arg::Value(value) if folder.is_none() => folder = Some(PathBuf::from(value)),
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected());
            }
        }
    }
    let folder = folder.ok_or("`corpus` needs the folder of the documents")?;
    Ok(CorpusArguments {
        folder,
        values,
        json,
        jobs,
        only,
        check,
    })
}
