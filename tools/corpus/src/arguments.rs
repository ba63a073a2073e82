//! The command line.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::generate::Request;

/// What to do.
#[derive(Clone, Debug)]
pub enum Task {
    /// Print how the program is used.
    Help,
    /// Generate, compile and try the crates of a folder of documents.
    Corpus(CorpusArguments),
    /// Compile the golden cases.
    Golden,
    /// Judge the Rust verdicts of `signon diff` on the pairs of documents in this folder.
    Semver(PathBuf),
    /// Generate one crate; for runs that measure it.
    Generate(Request),
    /// Print what the generator understands of a document; for runs over a folder.
    Inspect(PathBuf),
    /// Run a command and note how it went; for runs that measure it.
    Measure {
        /// Where it is noted.
        note: PathBuf,
        /// After how many seconds the command is killed.
        limit: u64,
        /// The command.
        command: Vec<OsString>,
    },
}

/// How the program is used.
pub const USAGE: &str = "\
usage: cargo xtask corpus DIR [--values DIR] [--json FILE] [--jobs N] [--only NAME]... [--no-check]
       cargo xtask golden
       cargo xtask semver DIR

Generates a crate from each OpenAPI document in DIR, compiles it, and prints what became of its operations and
schemas, how long it took and how much memory. With --values, sends the values of DIR/NAME.jsonl through the
models, as they are and as a later server might send them; what comes back must be equal, and typed.
--jobs works on several documents at a time, which makes times longer; --only names the documents to run;
--no-check compiles nothing but what --values needs. A document that fails does not stop the others.
Fails where a bar is missed, where a line of tools/corpus/exceptions.tsv is no longer needed, and where a crate has more
lines than tools/corpus/lines.tsv says.

`golden` generates a crate from each golden case of codegen/tests, compiles it, and runs its tests.
`semver` compares the Rust verdicts of `signon diff` on the pairs NAME_base.yaml and NAME_revision.yaml in DIR, and back,
with those of cargo-semver-checks on the generated crates. Fails where a break is missed.";

/// Reads the command line.
pub fn parse(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let Some(first) = parser.next()? else {
        return Ok(Task::Help);
    };
    match first {
        Arg::Value(task) if task == "golden" => match parser.next()? {
            None => Ok(Task::Golden),
            Some(other) => Err(other.unexpected()),
        },
        Arg::Value(task) if task == "semver" => Ok(Task::Semver(parser.value()?.into())),
        Arg::Value(task) => match internal(&task, parser)? {
            Some(task) => Ok(task),
            None => corpus(parser, Some(task.into())),
        },
        Arg::Long("help") | Arg::Short('h') => Ok(Task::Help),
        other @ (Arg::Long(_) | Arg::Short(_)) => Err(other.unexpected()),
    }
}

/// The tasks that a run gives to processes of their own, so that they can be measured.
pub fn internal(task: &OsStr, parser: &mut Parser) -> Result<Option<Task>, lexopt::Error> {
    Ok(match task.to_str() {
        Some("generate") => Some(Task::Generate(Request {
            document: parser.value()?.into(),
            out: parser.value()?.into(),
            name: parser.value()?.string()?,
            is_ours: false,
        })),
        Some("inspect") => Some(Task::Inspect(parser.value()?.into())),
        Some("measure") => Some(Task::Measure {
            note: parser.value()?.into(),
            limit: parser.value()?.parse()?,
            command: parser.raw_args()?.collect(),
        }),
        _ => None,
    })
}

/// What is asked of a run over a folder.
#[derive(Clone, Debug)]
pub struct CorpusArguments {
    /// Where the documents are.
    pub folder: PathBuf,
    /// Where their values are.
    pub values: Option<PathBuf>,
    /// Where the result goes, as JSON.
    pub json: Option<PathBuf>,
    /// How many documents are worked on at a time.
    pub jobs: usize,
    /// The documents that are wanted; all where none is named.
    pub only: Vec<String>,
    /// Whether the crates are compiled.
    pub check: bool,
}

/// Reads the arguments of a run over a folder.
fn corpus(parser: &mut Parser, first: Option<PathBuf>) -> Result<Task, lexopt::Error> {
    let mut folder = first;
    let (mut values, mut json, mut jobs, mut only, mut check) = (None, None, 1, Vec::new(), true);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help),
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
    let folder = folder.ok_or("the folder of the documents is missing")?;
    Ok(Task::Corpus(CorpusArguments {
        folder,
        values,
        json,
        jobs,
        only,
        check,
    }))
}
