//! The flags that each operation has.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum, value_parser};
use signon_runtime::catalog::Catalog;

use super::failure::Failure;
use super::flags::Flags;

/// How an answer is printed.
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
    /// The bytes of the answer
    Raw,
}

/// The flags that each operation has.
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

/// Adds the flags to the command of an operation.
pub(super) fn arguments(command: Command, catalog: &Catalog, flags: &Flags) -> Command {
    let own = |name: &'static str, help: &'static str, heading: &'static str| {
        Arg::new(format!("own:{name}"))
            .long(flags.own(name))
            .help(help)
            .help_heading(heading)
    };
    let result = |name, help| own(name, help, "Result");
    let call = |name, help| own(name, help, "Call");
    let switch = |argument: Arg| argument.action(ArgAction::SetTrue);
    // A negative number is a value that does not fit, rather than a flag.
    let number = |argument: Arg| argument.allow_negative_numbers(true);
    let has_credentials = !catalog.security_schemes.is_empty();
    command.args([
        result("output", "How the answer is printed [default: a table on a terminal, JSON otherwise]")
            .short('o')
            .value_name("FORMAT")
            .value_parser(value_parser!(Format)),
        result("fields", "Fields to keep: names in each item (`id,owner.name`), or JSON pointers into the answer (`/users/id`)")
            .value_name("FIELD,...")
            .value_delimiter(',')
            .action(ArgAction::Append),
        result("jq", "A jq program over each answer").value_name("PROGRAM"),
        switch(result("all", "Follow the pages to the last one, and print the items")),
        number(result("max-items", "Follow the pages up to so many items").value_name("COUNT")).value_parser(items),
        switch(call("dry-run", "Print the request, and send nothing")),
        switch(call("curl", "Print a curl command in place of sending the request; secrets are variables")),
        switch(call("verbose", "Log requests and responses to standard error, redacted").short('v')),
        number(call("retry", "Retries of a request [default: the client's]").value_name("COUNT")).value_parser(retries),
        number(call("timeout", "Time limit of each call").value_name("SECONDS")).value_parser(seconds),
        call("server", "The URL of the server, in place of the documented one").value_name("URL"),
        call("credentials", "A file of settings, `NAME=value` on each line, that only its owner may read")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf)),
        call("profile", "The profile that has the settings [default: that of `SIGNON_PROFILE`, or `default`]").value_name("NAME"),
        switch(call("credential-stdin", "Read the credential from standard input")).hide(!has_credentials),
    ])
}

/// The value of `--max-items`.
fn items(text: &str) -> Result<usize, String> {
    let items = text.parse();
    items.map_err(|_| "a whole number is expected".to_owned())
}

/// The value of `--retry`.
fn retries(text: &str) -> Result<u32, String> {
    let retries = text.parse().ok().filter(|retries| *retries < 100);
    retries.ok_or_else(|| "a whole number from 0 to 99 is expected".to_owned())
}

/// The value of `--timeout`.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok();
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.filter(|limit| !limit.is_zero());
    limit.ok_or_else(|| "a positive number of seconds is expected".to_owned())
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
        let shapes = options.pages() || options.jq.is_some() || !options.fields.is_empty();
        if options.format == Some(Format::Raw) && shapes {
            return Err(Failure::usage(format!(
                "`-o raw` prints the answer as it is, without `--{}`, `--{}`, `--{}` or `--{}`",
                flags.own("all"),
                flags.own("max-items"),
                flags.own("fields"),
                flags.own("jq"),
            )));
        }
        Ok(options)
    }

    /// Whether further pages are requested.
    pub(super) const fn pages(&self) -> bool {
        self.all || self.max_items.is_some()
    }
}
