//! Flags shared by all operations.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum, value_parser};
use signon_runtime::catalog::Catalog;

use super::failure::Failure;
use super::flags::Flags;

/// The output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// JSON, indented
    Json,
    /// A line of JSON for each item
    Jsonl,
    /// YAML
    Yaml,
    /// A table of the items
    Table,
    /// Comma-separated values
    Csv,
    /// The bytes of the response
    Raw,
}

/// The values of the shared flags.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// `None` for a table on a terminal and JSON otherwise.
    pub(super) format: Option<Format>,
    pub(super) fields: Vec<String>,
    pub(super) jq: Option<String>,
    pub(super) all: bool,
    pub(super) max_items: Option<usize>,
    pub(super) dry_run: bool,
    pub(super) curl: bool,
    pub(super) verbose: bool,
    pub(super) retry: Option<u32>,
    pub(super) timeout: Option<Duration>,
    pub(super) server: Option<String>,
    pub(super) credentials: Option<PathBuf>,
    pub(super) credential_stdin: bool,
    pub(super) profile: Option<String>,
}

/// Adds the shared flags to the command of an operation.
pub(super) fn arguments(command: Command, catalog: &Catalog, flags: &Flags) -> Command {
    let flag = |name: &'static str, help: &'static str, heading: &'static str| {
        Arg::new(format!("own:{name}"))
            .long(flags.builtin(name))
            .help(help)
            .help_heading(heading)
    };
    let result = |name, help| flag(name, help, "Result");
    let call = |name, help| flag(name, help, "Call");
    let switch = |argument: Arg| argument.action(ArgAction::SetTrue);
    // A negative number is an invalid value rather than a flag.
    let number = |argument: Arg| argument.allow_negative_numbers(true);
    let has_credentials = !catalog.security_schemes.is_empty();
    command.args([
        result("output", "Output format [default: a table on a terminal, JSON otherwise]")
            .short('o')
            .value_name("FORMAT")
            .value_parser(value_parser!(Format)),
        result("fields", "Fields to keep: names in each item (`id,owner.name`), or JSON pointers into the response (`/users/id`)")
            .value_name("FIELD,...")
            .value_delimiter(',')
            .action(ArgAction::Append),
        result("jq", "Apply a jq program to each response").value_name("PROGRAM"),
        switch(result("all", "Follow pagination to the end, and print the items")),
        number(result("max-items", "Follow pagination until COUNT items").value_name("COUNT")).value_parser(parse_items),
        switch(call("dry-run", "Print the request without sending it")),
        switch(call("curl", "Print a curl command instead of sending the request, with secrets as shell variables")),
        switch(call("verbose", "Log requests and responses to standard error, redacted").short('v')),
        number(call("retry", "Maximum number of retries [default: the client's]").value_name("COUNT")).value_parser(parse_retries),
        number(call("timeout", "Time limit for each call").value_name("SECONDS")).value_parser(parse_seconds),
        call("server", "Server URL, instead of the documented one").value_name("URL"),
        call("credentials", "File of `NAME=value` settings that only its owner may read")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf)),
        call("profile", "Profile to read settings from [default: `SIGNON_PROFILE`, or `default`]").value_name("NAME"),
        switch(call("credential-stdin", "Read the credential from standard input")).hide(!has_credentials),
    ])
}

/// Parses the value of `--max-items`.
fn parse_items(text: &str) -> Result<usize, String> {
    let items = text.parse();
    items.map_err(|_| "expected a whole number".to_owned())
}

/// Parses the value of `--retry`.
fn parse_retries(text: &str) -> Result<u32, String> {
    let retries = text.parse().ok().filter(|retries| *retries < 100);
    retries.ok_or_else(|| "expected a whole number from 0 to 99".to_owned())
}

/// Parses the value of `--timeout`.
fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok();
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.filter(|limit| !limit.is_zero());
    limit.ok_or_else(|| "expected a positive number of seconds".to_owned())
}

impl Options {
    pub(super) fn read(matches: &ArgMatches, flags: &Flags) -> Result<Self, Failure> {
        let id = |name: &str| format!("own:{name}");
        let is_set = |name: &str| matches.get_flag(&id(name));
        let text = |name: &str| matches.get_one::<String>(&id(name)).cloned();
        let fields = matches.get_many::<String>(&id("fields"));
        let options = Self {
            format: matches.get_one(&id("output")).copied(),
            fields: fields
                .map(|fields| fields.cloned().collect())
                .unwrap_or_default(),
            jq: text("jq"),
            all: is_set("all"),
            max_items: matches.get_one(&id("max-items")).copied(),
            dry_run: is_set("dry-run"),
            curl: is_set("curl"),
            verbose: is_set("verbose"),
            retry: matches.get_one(&id("retry")).copied(),
            timeout: matches.get_one(&id("timeout")).copied(),
            server: text("server"),
            credentials: matches.get_one(&id("credentials")).cloned(),
            credential_stdin: is_set("credential-stdin"),
            profile: text("profile"),
        };
        let transforms = options.pages() || options.jq.is_some() || !options.fields.is_empty();
        if options.format == Some(Format::Raw) && transforms {
            return Err(Failure::usage(format!(
                "`-o raw` prints the response unchanged, and cannot be combined with `--{}`, `--{}`, `--{}` or `--{}`",
                flags.builtin("all"),
                flags.builtin("max-items"),
                flags.builtin("fields"),
                flags.builtin("jq"),
            )));
        }
        Ok(options)
    }

    /// Whether further pages are requested.
    pub(super) const fn pages(&self) -> bool {
        self.all || self.max_items.is_some()
    }
}
