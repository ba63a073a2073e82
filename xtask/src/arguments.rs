//! The command line → a [`Task`].

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};
use signon_codegen::load::Reach;
use signon_codegen::name::package_defect;
use signon_codegen::select::{Selection, Selector};

use crate::bench::arguments::{self as bench, BenchArguments};
use crate::corpus::arguments::{self as corpus, CorpusArguments};

/// What to do.
#[derive(Debug)]
pub(crate) enum Task {
    /// Print the help, or the part of it that is about a task.
    Help(Option<String>),
    /// Print the version.
    Version,
    /// Generate the crates of these providers, or of all.
    Generate(Mode, Vec<String>),
    /// Generate a crate from one document.
    GenerateFile(FileArguments),
    /// Check the specs.
    Lint,
    /// Print every operation.
    List {
        /// As JSON.
        json: bool,
    },
    /// Print a provider's specs as one document.
    Bundle {
        /// The provider.
        provider: String,
        /// As JSON; YAML otherwise.
        json: bool,
    },
    /// Compile the golden cases.
    Golden,
    /// What CI runs.
    Ci {
        /// With what needs reference material beside the checkout, and programs of others.
        full: bool,
    },
    /// Generate, compile and try the crates of a folder of documents.
    Corpus(CorpusArguments),
    /// Compare with other generators.
    Bench(BenchArguments),
    /// Print what the generator understands of a document; for `corpus`.
    Inspect(PathBuf),
    /// Run a command and note how it went; for `corpus` and `bench`.
    Measure {
        /// Where it is noted.
        note: PathBuf,
        /// After how many seconds the command is killed.
        limit: u64,
        /// The command.
        command: Vec<OsString>,
    },
}

/// What becomes of generated files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are written.
    Write,
    /// They are compared with what is there.
    Check,
}

/// One document, and where its crate goes.
#[derive(Clone, Debug)]
pub(crate) struct FileArguments {
    /// The document.
    pub(crate) spec: String,
    /// The folder of the crate.
    pub(crate) out: String,
    /// The name of the crate.
    pub(crate) name: String,
    /// Go on without what is not supported.
    pub(crate) keep_going: bool,
    /// Which files the `$ref`s of the document may lead to.
    pub(crate) reach: Reach,
    /// Replace generated files that were edited.
    pub(crate) force: bool,
    /// The version of the runtime in the registry; this workspace's runtime otherwise.
    pub(crate) runtime: Option<String>,
    /// The files of overlays.
    pub(crate) overlays: Vec<String>,
    /// Which operations are generated.
    pub(crate) selection: Selection,
}

/// How the command is used.
pub(crate) const USAGE: &str = "\
usage: cargo xtask gen [PROVIDER...] [--check]
       cargo xtask gen --spec FILE --out DIR --name NAME [--overlay FILE]... [--include SELECTOR]... [--exclude SELECTOR]... [--keep-going] [--allow-refs-outside] [--force] [--runtime VERSION]
       cargo xtask lint
       cargo xtask list [--json]
       cargo xtask bundle PROVIDER [--json]
       cargo xtask golden
       cargo xtask ci [--full]
       cargo xtask corpus DIR [--values DIR] [--json FILE] [--jobs N] [--only NAME]... [--no-check]
       cargo xtask bench [gen] [check] [consumers] [runtime] [--corpus DIR] [--only NAME]... [--rounds N]
       cargo xtask [TASK] --help
       cargo xtask --version";

/// What the tasks do.
pub(crate) const HELP: &str = "\
The tasks of this workspace.

cargo xtask gen [PROVIDER...] [--check]
    Generates the crates below generated/ from the specs below specs/, for the providers named or for all,
    and prints one line for each file that changed. With --check, writes nothing and fails if a file is stale.

cargo xtask gen --spec FILE --out DIR --name NAME [--overlay FILE]... [--include SELECTOR]... [--exclude SELECTOR]... [--keep-going] [--allow-refs-outside] [--force] [--runtime VERSION]
    Generates the crate NAME in DIR from any document of OpenAPI 3 or Swagger 2.0, in YAML or JSON. The crate is a
    workspace of its own and finds the runtime in this workspace, or with --runtime in the registry.
    Overlays change the document first, in the order in which they are given. A selector is an operationId,
    `METHOD /path` or `tag:NAME`, with `*` and `?`; schemas that none of the selected operations needs are left out.
    With --keep-going, what is not supported is left out or simplified, and counted at the end.
    A `$ref` leads to files in the folder of FILE and below, or with --allow-refs-outside to any.
    Files in DIR that no earlier run generated are never touched; one in the way is an error. Edits of Cargo.toml are
    kept; another generated file that was edited is an error, or replaced with --force.

cargo xtask lint
    Checks the specs and prints every fault with its place.

cargo xtask list [--json]
    Prints every operation: provider, id, method, path, file, Rust path and tool name.

cargo xtask bundle PROVIDER [--json]
    Prints the provider's specs as one document, in YAML or JSON.

cargo xtask golden
    Generates a crate from each golden case of codegen/tests and compiles it.

cargo xtask ci [--full]
    Runs the gate: formatting, generated code, specs, lints, documentation, features, packages, and all tests. It needs
    cargo-deny and cargo-nextest, and nothing beside the checkout. With --full, also what needs `../shared`, redocly
    and npm: the bundles are linted, the corpus is compiled, and mock servers of others judge the requests.

cargo xtask corpus DIR [--values DIR] [--json FILE] [--jobs N] [--only NAME]... [--no-check]
    Generates a crate from each OpenAPI document in DIR, compiles it, and prints what became of its operations and
    schemas, how long it took and how much memory. With --values, sends the values of DIR/NAME.jsonl through the
    models, as they are and as a later server might send them; what comes back must be equal, and typed.
    --jobs works on several documents at a time, which makes times longer; --only names the documents to run;
    --no-check compiles nothing but what --values needs. A document that fails does not stop the others.
    Fails where a bar is missed, and where a line of xtask/corpus-exceptions.tsv is no longer needed.

cargo xtask bench [gen] [check] [consumers] [runtime] [--corpus DIR] [--only NAME]... [--rounds N]
    Compares this generator with those that are installed (on the path, or in the folder that SIGNON_PEERS names):
    how long generation takes for each document, how long the crates of a document (nexus, or --only) take to
    compile, programs that call one, twenty and all operations, and how fast calls are against reqwest and hyper by hand.
    Prints medians, and ratios to the best peer; fails where a bar is missed. The documents are those of ../shared/corpus, or of --corpus.

Exit status: 0 done, 1 faults in specs or stale output, 2 wrong usage.";

/// Reads the command line.
pub(crate) fn parse() -> Result<Task, lexopt::Error> {
    let mut parser = Parser::from_env();
    match parser.next()? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => Ok(Task::Help(None)),
        Some(Arg::Long("version") | Arg::Short('V')) => Ok(Task::Version),
        Some(Arg::Value(task)) => match task.string()?.as_str() {
            "help" => Ok(Task::Help(None)),
            task if task != "measure" && asks_for_help() && help(task).is_some() => {
                Ok(Task::Help(Some(task.to_owned())))
            }
            "gen" => generate(&mut parser),
            "lint" => only_flags(&mut parser, &mut []).map(|()| Task::Lint),
            "list" => {
                let mut json = false;
                only_flags(&mut parser, &mut [("json", &mut json)])?;
                Ok(Task::List { json })
            }
            "bundle" => bundle(&mut parser),
            "golden" => only_flags(&mut parser, &mut []).map(|()| Task::Golden),
            "ci" => {
                let mut full = false;
                only_flags(&mut parser, &mut [("full", &mut full)])?;
                Ok(Task::Ci { full })
            }
            "corpus" => corpus::parse(&mut parser).map(Task::Corpus),
            "bench" => bench::parse(&mut parser).map(Task::Bench),
            "inspect" => Ok(Task::Inspect(parser.value()?.into())),
            "measure" => measure(&mut parser),
            other => Err(format!("there is no task `{other}`").into()),
        },
        Some(other) => Err(other.unexpected()),
    }
}

fn asks_for_help() -> bool {
    let mut arguments = std::env::args_os().skip(2);
    arguments.any(|argument| argument == "--help" || argument == "-h")
}

/// What the help says of a task; none if there is no such task.
pub(crate) fn help(task: &str) -> Option<String> {
    let begins = format!("cargo xtask {task}");
    let is_about = |part: &&str| {
        let rest = part.strip_prefix(&begins);
        rest.is_some_and(|rest| rest.starts_with([' ', '\n']))
    };
    let parts: Vec<&str> = HELP.split("\n\n").filter(is_about).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn only_flags(parser: &mut Parser, flags: &mut [(&str, &mut bool)]) -> Result<(), lexopt::Error> {
    while let Some(argument) = parser.next()? {
        let found = match &argument {
            Arg::Long(name) => flags.iter_mut().find(|(flag, _)| flag == name),
            Arg::Short(_) | Arg::Value(_) => None,
        };
        match found {
            Some((_, value)) => **value = true,
            None => return Err(argument.unexpected()),
        }
    }
    Ok(())
}

fn measure(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let (note, limit) = (parser.value()?.into(), parser.value()?.parse()?);
    Ok(Task::Measure {
        note,
        limit,
        command: parser.raw_args()?.collect(),
    })
}

fn bundle(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut provider = None;
    let mut json = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("json") => json = true,
            Arg::Value(value) if provider.is_none() => provider = Some(value.string()?),
            other @ (Arg::Short(_) | Arg::Long(_) | Arg::Value(_)) => {
                return Err(other.unexpected());
            }
        }
    }
    let provider = provider.ok_or("`bundle` needs the name of a provider")?;
    Ok(Task::Bundle { provider, json })
}

fn generate(parser: &mut Parser) -> Result<Task, lexopt::Error> {
    let mut mode = Mode::Write;
    let mut providers = Vec::new();
    let mut file = FileArguments {
        spec: String::new(),
        out: String::new(),
        name: String::new(),
        keep_going: false,
        reach: Reach::Folder,
        force: false,
        runtime: None,
        overlays: Vec::new(),
        selection: Selection::default(),
    };
    let mut from_file = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("check") => mode = Mode::Check,
            Arg::Long("spec") => file.spec = value(parser, &mut from_file)?,
            Arg::Long("out") => file.out = value(parser, &mut from_file)?,
            Arg::Long("name") => file.name = value(parser, &mut from_file)?,
            Arg::Long("runtime") => file.runtime = Some(value(parser, &mut from_file)?),
            Arg::Long("overlay") => file.overlays.push(value(parser, &mut from_file)?),
            Arg::Long("include") => {
                let text = value(parser, &mut from_file)?;
                file.selection.include.push(Selector::read(&text));
            }
            Arg::Long("exclude") => {
                let text = value(parser, &mut from_file)?;
                file.selection.exclude.push(Selector::read(&text));
            }
            Arg::Long("keep-going") => {
                file.keep_going = true;
                from_file = true;
            }
            Arg::Long("allow-refs-outside") => {
                file.reach = Reach::Anywhere;
                from_file = true;
            }
            Arg::Long("force") => {
                file.force = true;
                from_file = true;
            }
            Arg::Value(provider) => providers.push(provider.string()?),
            other @ (Arg::Short(_) | Arg::Long(_)) => {
                return Err(other.unexpected());
            }
        }
    }
    if !from_file {
        return Ok(Task::Generate(mode, providers));
    }
    for (name, given) in [
        ("--spec FILE", &file.spec),
        ("--out DIR", &file.out),
        ("--name NAME", &file.name),
    ] {
        if given.is_empty() {
            return Err(format!("`{name}` is missing").into());
        }
    }
    if let Some(defect) = package_defect(&file.name) {
        return Err(defect.into());
    }
    if mode == Mode::Check || !providers.is_empty() {
        return Err(
            "`--spec` and the options that go with it take no provider and no `--check`".into(),
        );
    }
    Ok(Task::GenerateFile(file))
}

fn value(parser: &mut Parser, from_file: &mut bool) -> Result<String, lexopt::Error> {
    *from_file = true;
    parser.value()?.string()
}

#[cfg(test)]
mod tests {
    use super::{USAGE, help};

    #[test]
    fn every_task_of_the_usage_has_help_of_its_own() {
        let tasks: Vec<&str> = USAGE
            .lines()
            .filter_map(|line| {
                line.trim_start_matches("usage:")
                    .trim()
                    .strip_prefix("cargo xtask ")
            })
            .filter_map(|line| line.split(' ').next())
            .filter(|task| !task.starts_with(['[', '-']))
            .collect();
        assert!(tasks.len() > 7, "{tasks:?}");
        for task in tasks {
            let help = help(task).unwrap_or_default();
            assert!(
                help.starts_with(&format!("cargo xtask {task}")),
                "{task}: {help}"
            );
        }
        assert_eq!(help("unknown"), None);
        assert!(
            help("gen").is_some_and(|help| help.contains("--check") && help.contains("--spec"))
        );
    }
}
