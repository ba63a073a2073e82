//! First parsing phase: resolves leading arguments to an operation.

use std::ffi::{OsStr, OsString};

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, Command};
use signon_runtime::catalog::{Catalog, Group, Operation};

use super::command;
use super::failure::Failure;
use super::flags::{Flags, kebab};
use crate::catalog::{self, PROVIDERS};
use crate::message;

/// The name of the command that calls operations of documents.
const CALL: &str = "call";

/// Where the operations come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Provider(&'static str),
    Document,
}

impl Source {
    /// Returns the source that the first argument names.
    pub(super) fn from_argument(word: &OsStr) -> Option<Self> {
        let word = word.to_str()?;
        if word == CALL {
            return Some(Self::Document);
        }
        catalog::find(word).map(|provider| Self::Provider(provider.name))
    }
}

/// The selected operation and its remaining arguments.
pub(super) struct Selection {
    pub(super) catalog: Catalog,
    pub(super) operation: Operation,
    /// The command name, such as `signon torii users list`.
    pub(super) name: String,
    pub(super) words: Vec<OsString>,
}

/// Selects the operation; `None` if help or a list was printed.
pub(super) fn find(source: Source, words: Vec<OsString>) -> Result<Option<Selection>, Failure> {
    match source {
        Source::Provider(name) => of_provider(name, words),
        Source::Document => of_document(words),
    }
}

fn of_provider(name: &str, words: Vec<OsString>) -> Result<Option<Selection>, Failure> {
    let catalog = catalog::provider(name).map_err(Failure::local)?;
    let mut words = words.into_iter();
    let path = format!("signon {name}");
    let command = groups(&catalog, Command::new(name.to_owned()));
    let group = choose(command, &path, "group", words.next(), || {
        example(&catalog, |_| true)
    })?;
    let path = format!("{path} {group}");
    let command = operations(&catalog, &group, Command::new(group.clone()));
    let operation = choose(command, &path, "operation", words.next(), || {
        example(&catalog, |operation| kebab(&operation.group) == group)
    })?;
    let path = format!("{path} {operation}");
    let found = catalog
        .operations
        .iter()
        .find(|candidate| kebab(&candidate.group) == group && kebab(&candidate.name) == operation);
    let operation = found
        .cloned()
        .ok_or_else(|| Failure::usage(format!("unknown operation `{path}`")))?;
    Ok(Some(Selection {
        catalog,
        operation,
        name: path,
        words: words.collect(),
    }))
}

/// Returns the subcommand that an argument names. Without an argument, with `--help`, and for unknown names, clap prints the help.
fn choose(
    command: Command,
    path: &str,
    noun: &str,
    word: Option<OsString>,
    notes: impl FnOnce() -> String,
) -> Result<String, Failure> {
    let command = command
        .bin_name(path)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true);
    let words = std::iter::once(OsString::from(path)).chain(word.map(normalize));
    let matches = command.try_get_matches_from(words).map_err(|error| {
        let all = format!("{path} --help");
        unknown(&error, noun, path, &all).unwrap_or_else(|| Failure::clap(error, notes))
    })?;
    let chosen = matches.subcommand_name().unwrap_or_default();
    Ok(chosen.to_owned())
}

/// Converts the error for an unknown group or operation; `None` for other errors.
fn unknown(error: &clap::Error, noun: &str, path: &str, all: &str) -> Option<Failure> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let failure = Failure::usage(format!("`{path}` has no {noun} `{word}`"));
    let failure = match error.get(ContextKind::SuggestedSubcommand) {
        // The most similar name comes last.
        Some(ContextValue::Strings(names)) if !names.is_empty() => {
            let names = names.iter().rev().map(|name| format!("`{name}`"));
            failure.detail(format!("similar: {}", names.collect::<Vec<_>>().join(", ")))
        }
        _ => failure,
    };
    Some(failure.detail(format!("`{all}` lists them")))
}

/// Converts the generated client's snake case to kebab case.
fn normalize(word: OsString) -> OsString {
    match word.to_str() {
        Some(text) if !text.starts_with('-') => text.replace('_', "-").into(),
        _ => word,
    }
}

/// Returns the shortest documented example of a provider's operations, as a section of the help.
fn example(catalog: &Catalog, filter: impl Fn(&Operation) -> bool) -> String {
    let documented = catalog
        .operations
        .iter()
        .filter(|operation| filter(operation));
    let shortest = documented
        .filter(|operation| !operation.examples.is_empty())
        .min_by_key(|operation| (!operation.effect.read_only, operation.arguments.len()));
    shortest.map_or_else(String::new, |operation| {
        let (group, name) = (kebab(&operation.group), kebab(&operation.name));
        let name = format!("signon {} {group} {name}", catalog.provider);
        command::example(&Flags::of(catalog, operation), operation, &name)
    })
}

/// Adds a provider's groups to its command.
fn groups(catalog: &Catalog, command: Command) -> Command {
    let about = |group: &Group| {
        let description = group.description.as_deref().unwrap_or(&group.tag);
        first_line(description).to_owned()
    };
    let groups = catalog.groups.iter().filter(|group| {
        catalog
            .operations
            .iter()
            .any(|operation| operation.group == group.name)
    });
    let groups = groups.map(|group| Command::new(kebab(&group.name)).about(about(group)));
    command
        .about(format!("Call an operation of {}", catalog.title))
        .subcommand_value_name("GROUP")
        .subcommand_help_heading("Groups")
        .subcommands(groups)
}

/// Adds a group's operations to its command.
fn operations(catalog: &Catalog, group: &str, command: Command) -> Command {
    let of_group = || {
        catalog
            .operations
            .iter()
            .filter(|operation| kebab(&operation.group) == group)
    };
    let operations = of_group()
        .map(|operation| Command::new(kebab(&operation.name)).about(operation.title.clone()));
    let found = catalog
        .groups
        .iter()
        .find(|candidate| kebab(&candidate.name) == group);
    let about = found
        .and_then(|group| group.description.as_deref())
        .map_or(group, first_line);
    command
        .about(about.to_owned())
        .subcommand_value_name("OPERATION")
        .subcommand_help_heading("Operations")
        .subcommands(operations)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn of_document(words: Vec<OsString>) -> Result<Option<Selection>, Failure> {
    let Leading {
        spec,
        list,
        help,
        mut rest,
    } = Leading::parse(words)?;
    let Some(spec) = spec.filter(|_| !help) else {
        let words = [Some("signon"), help.then_some("--help")];
        let error = document_command(Command::new(CALL).bin_name("signon call"))
            .try_get_matches_from(words.into_iter().flatten())
            .err();
        return error.map_or(Ok(None), |error| Err(error.into()));
    };
    let catalog = catalog::document(&spec)
        .map_err(Failure::usage)?
        .ok_or_else(Failure::reported)?;
    if list || rest.is_empty() {
        print_list(&catalog);
        return if list {
            Ok(None)
        } else {
            Err(Failure::usage(
                "missing operation; the document's operations are listed above",
            ))
        };
    }
    let word = rest.remove(0);
    let id = word.to_string_lossy();
    let found = catalog.operation(&id).or_else(|| catalog.tool(&id));
    let Some(operation) = found.cloned() else {
        let operations = catalog
            .operations
            .iter()
            .map(|operation| Command::new(operation.id.clone()));
        let command = Command::new(CALL)
            .bin_name(format!("signon call --spec {spec}"))
            .subcommand_value_name("OPERATION")
            .subcommand_help_heading("Operations")
            .subcommands(operations);
        report_unknown(command, word, &spec)?;
        return Ok(None);
    };
    let name = format!(
        "signon call --spec {} {}",
        super::shell::quote(&spec),
        operation.id
    );
    Ok(Some(Selection {
        catalog,
        operation,
        name,
        words: rest,
    }))
}

/// Reports an unknown operation, with the most similar id.
fn report_unknown(command: Command, word: OsString, spec: &str) -> Result<(), Failure> {
    let command = command
        .disable_help_subcommand(true)
        .subcommand_required(true);
    let path = format!("signon call --spec {}", super::shell::quote(spec));
    let all = format!("{path} --list");
    let chosen = command.try_get_matches_from([OsString::from("signon"), word]);
    chosen.map(drop).map_err(|error| {
        unknown(&error, "operation", &path, &all).unwrap_or_else(|| Failure::from(error))
    })
}

/// Arguments of `signon call` that do not belong to the operation.
#[derive(Default)]
struct Leading {
    spec: Option<String>,
    list: bool,
    help: bool,
    rest: Vec<OsString>,
}

impl Leading {
    /// Parses `--spec` at any position, and `--list` and `--help` before the operation.
    fn parse(words: Vec<OsString>) -> Result<Self, Failure> {
        let mut leading = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let text = word.to_str().unwrap_or_default();
            let is_first = leading.rest.is_empty();
            if text == "--spec" && leading.spec.is_none() {
                let value = words.next().and_then(|value| value.into_string().ok());
                leading.spec = Some(value.ok_or_else(|| Failure::usage("`--spec` needs a file"))?);
            } else if let Some(value) = text
                .strip_prefix("--spec=")
                .filter(|_| leading.spec.is_none())
            {
                leading.spec = Some(value.to_owned());
            } else if is_first && text == "--list" {
                leading.list = true;
            } else if is_first && matches!(text, "-h" | "--help") {
                leading.help = true;
            } else if is_first && text.starts_with('-') {
                return Err(Failure::usage(format!(
                    "`{text}` must come after the operation"
                )));
            } else {
                leading.rest.push(word);
            }
        }
        Ok(leading)
    }
}

fn print_list(catalog: &Catalog) {
    let operations = catalog.operations.iter();
    let ids = message::column_width(operations.clone().map(|operation| operation.id.as_str()));
    let groups = message::column_width(operations.map(|operation| operation.group.as_str()));
    for operation in &catalog.operations {
        let Operation {
            id, group, title, ..
        } = operation;
        message::result(&format!("{id:<ids$}  {group:<groups$}  {title}"));
    }
}

/// Builds `signon call` for help and completions.
fn document_command(command: Command) -> Command {
    command
        .about("Call an operation of any document")
        .arg(
            Arg::new("spec")
                .long("spec")
                .value_name("FILE")
                .required(true)
                .help("The document, in YAML or JSON"),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .help("List the operations"),
        )
        .arg(
            Arg::new("operation")
                .value_name("OPERATION")
                .help("The operation id; `OPERATION --help` lists its flags"),
        )
        .after_help(StyledStr::from(String::from(
            "Example:\n  signon call --spec openapi.yaml listUsers --limit 10",
        )))
}

/// Adds the commands that call operations, for help.
pub(crate) fn listed(command: Command) -> Command {
    let providers = PROVIDERS.iter().map(|provider| {
        Command::new(provider.name)
            .about(format!("Call an operation of {}", provider.title))
            .override_usage(format!(
                "signon {} GROUP OPERATION [OPTIONS]",
                provider.name
            ))
    });
    command
        .subcommands(providers)
        .subcommand(document_command(Command::new(CALL)))
}

/// Adds the commands that call operations, with all groups, operations and flags, for completions.
pub(crate) fn tree(command: Command) -> Command {
    let catalogs = PROVIDERS
        .iter()
        .filter_map(|provider| catalog::provider(provider.name).ok());
    let command = catalogs.fold(command, |command, catalog| {
        command.subcommand(branch(&catalog))
    });
    command.subcommand(document_command(Command::new(CALL)))
}

/// Builds the command of a provider with all groups, operations and flags.
fn branch(catalog: &Catalog) -> Command {
    let provider = catalog.provider.clone();
    groups(catalog, Command::new(provider)).mut_subcommands(|command| {
        let group = command.get_name().to_owned();
        let members = catalog
            .operations
            .iter()
            .filter(|operation| kebab(&operation.group) == group);
        let members = members.map(|operation| {
            let flags = Flags::of(catalog, operation);
            command::flags(
                Command::new(kebab(&operation.name)),
                catalog,
                operation,
                &flags,
            )
            .about(operation.title.clone())
        });
        command.subcommands(members)
    })
}
