//! The command line → a [`Task`].

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};
use signon_codegen::Notation;
use signon_workspace::Mode;

/// What to do.
#[derive(Debug)]
pub(crate) enum Task {
    /// Print the help, of all tasks or of one.
    Help(&'static str),
    /// Print the version.
    Version,
    /// Generate the crates of these providers, or of all.
    Generate(Mode, Vec<String>),
    /// Check the specs.
    Lint,
    /// Print every operation.
    List {
        /// As JSON.
        json: bool,
    },
    /// Print a provider's specs as one document.
    Bundle(String, Notation),
    /// Record the generated crates as released, or check that they are.
    Release(Mode),
    /// Check that no dependency of a library needs a newer Rust than the library says.
    Msrv,
    /// What CI runs.
    Ci {
        /// With what needs reference material beside the checkout, and programs of others.
        full: bool,
    },
    /// A program of its own below `tools/`, and its arguments.
    Tool(&'static str, Vec<OsString>),
}

/// What the tasks do.
pub(crate) const HELP: &str = include_str!("help.txt").trim_ascii_end();

/// The paragraph of the help on a task, or all of it where there is none.
fn help(task: &str) -> &'static str {
    let is_of_task = |paragraph: &&str| {
        let rest = paragraph.strip_prefix("cargo xtask ");
        let rest = rest.and_then(|rest| rest.strip_prefix(task));
        rest.is_some_and(|rest| rest.starts_with([' ', '\n']))
    };
    HELP.split("\n\n").find(is_of_task).unwrap_or(HELP)
}

/// Reads the command line.
pub(crate) fn parse() -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_env();
    let task = match parser.next()? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Task::Help(HELP)),
        Some(Arg::Long("version") | Arg::Short('V')) => return Ok(Task::Version),
        Some(Arg::Value(task)) => task.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    match parse_tool(&task, &mut parser)? {
        Some(tool) => Ok(tool),
        None => parse_task(&task, parser),
    }
}

/// A task that is a program below `tools/`, which reads its arguments itself.
fn parse_tool(task: &str, parser: &mut Parser) -> Result<Option<Task>, lexopt::Error> {
    let (package, first) = match task {
        "corpus" => ("signon-corpus", None),
        "golden" | "semver" => ("signon-corpus", Some(OsString::from(task))),
        "bench" => ("signon-bench", None),
        _ => return Ok(None),
    };
    let mut arguments: Vec<OsString> = parser.raw_args()?.collect();
    if task == "golden" && arguments.iter().any(|it| it == "--help" || it == "-h") {
        return Ok(Some(Task::Help(help(task))));
    }
    arguments.splice(0..0, first);
    Ok(Some(Task::Tool(package, arguments)))
}

/// A task of this program, with its values and flags.
fn parse_task(name: &str, mut parser: Parser) -> Result<Task, lexopt::Error> {
    let (mut values, mut flags) = (Vec::new(), Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Task::Help(help(name))),
            Arg::Long(flag) => flags.push(flag.to_owned()),
            Arg::Value(value) => values.push(value.string()?),
            other @ Arg::Short(_) => return Err(other.unexpected()),
        }
    }
    let flag = |name: &str| flags.iter().any(|flag| flag == name);
    let mode = if flag("check") {
        Mode::Check
    } else {
        Mode::Write
    };
    let (task, known, most) = match name {
        "help" => (Task::Help(HELP), "", 0),
        "gen" => (Task::Generate(mode, values.clone()), "check", usize::MAX),
        "release" => (Task::Release(mode), "check", 0),
        "msrv" => (Task::Msrv, "", 0),
        "lint" => (Task::Lint, "", 0),
        "list" => (Task::List { json: flag("json") }, "json", 0),
        "bundle" => (bundle(values.first(), flag("json"))?, "json", 1),
        "ci" => (Task::Ci { full: flag("full") }, "full", 0),
        other => return Err(format!("there is no task `{other}`").into()),
    };
    if let Some(unknown) = flags.iter().find(|flag| *flag != known) {
        return Err(format!("invalid option '--{unknown}'").into());
    }
    match values.get(most) {
        Some(extra) => Err(format!("unexpected argument \"{extra}\"").into()),
        None => Ok(task),
    }
}

fn bundle(provider: Option<&String>, json: bool) -> Result<Task, lexopt::Error> {
    let provider = provider.ok_or("`bundle` needs the name of a provider")?;
    let notation = if json { Notation::Json } else { Notation::Yaml };
    Ok(Task::Bundle(provider.clone(), notation))
}
