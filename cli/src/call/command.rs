//! Second parsing phase: builds the command of an operation.

use std::fmt::Write as _;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};
use signon_runtime::catalog::{Catalog, Operation};

use super::flags::{Flag, Flags};
use super::{example, options, schema};
use crate::message;

/// The help heading of the operation's flags.
const ARGUMENTS: &str = "Arguments";

/// Returns the command of an operation; `name` is the full command name.
pub(super) fn command(
    catalog: &Catalog,
    operation: &Operation,
    flags: &Flags,
    name: &str,
) -> Command {
    let required = flags.arguments.iter().filter(|flag| flag.argument.required);
    let required = required.fold(String::new(), |mut usage, flag| {
        let _ = write!(usage, " --{} <{}>", flag.name, flag.shape.value_name());
        usage
    });
    self::flags(
        Command::new(operation.id.clone()),
        catalog,
        operation,
        flags,
    )
    .bin_name(name)
    .override_usage(format!("{name}{required} [OPTIONS]"))
}

/// Adds the flags to a command.
pub(super) fn flags(
    command: Command,
    catalog: &Catalog,
    operation: &Operation,
    flags: &Flags,
) -> Command {
    let arguments = flags.arguments.iter().map(argument);
    let body = flags.body.then(|| {
        Arg::new("body")
            .long("body")
            .value_name("JSON")
            .allow_hyphen_values(true)
            .help("All fields of the body: JSON, `@FILE`, or `-` for standard input")
            .help_heading(ARGUMENTS)
    });
    let set =
        operation.body.is_some() || flags.arguments.iter().any(|flag| flag.shape.is_document());
    let set = set.then(|| {
        let name = flags.builtin("set");
        Arg::new("own:set")
            .long(name)
            .value_name("PATH=VALUE")
            .action(ArgAction::Append)
            .help("Set a single field, such as `owner.id=3`: a path in the body or in an argument")
            .help_heading(ARGUMENTS)
    });
    let about = if operation.description.is_empty() {
        &operation.title
    } else {
        &operation.description
    };
    let command = command
        .about(operation.title.clone())
        .long_about(about.clone())
        .args(arguments)
        .args(body)
        .args(set);
    options::arguments(command, catalog, flags)
}

fn argument(flag: &Flag) -> Arg {
    let argument = Arg::new(format!("argument:{}", flag.argument.name))
        .long(flag.name.clone())
        .value_name(flag.shape.value_name())
        .allow_hyphen_values(true)
        .help(about(flag))
        .help_heading(ARGUMENTS);
    let argument = if flag.shape.is_list() {
        argument.action(ArgAction::Append)
    } else {
        argument.action(ArgAction::Set)
    };
    let choices = match &flag.shape.items {
        Some(items) if flag.shape.is_list() => &items.choices,
        _ => &flag.shape.choices,
    };
    // A list may also be JSON.
    let is_closed = !choices.is_empty() && !flag.shape.is_list() && !flag.argument.secret;
    if flag.shape.is_switch() {
        argument
            .num_args(0..=1)
            .allow_hyphen_values(false)
            .default_missing_value("true")
            .value_parser(["true", "false"])
            .hide_possible_values(true)
    } else if is_closed {
        argument.value_parser(PossibleValuesParser::new(choices.clone()))
    } else {
        argument
    }
}

fn about(flag: &Flag) -> String {
    let mut about = flag.about.clone();
    let mut add = |text: &str| {
        if !about.is_empty() {
            about.push(' ');
        }
        about.push_str(text);
    };
    if flag.shape.is_file {
        add("`@FILE`, or `-` for standard input.");
    } else if flag.argument.secret {
        add("Secret: use `@FILE` or `-` to keep it out of the process list.");
    } else if flag.shape.is_document() {
        add("JSON, `@FILE`, or `-` for standard input.");
    }
    if let Some(items) = flag.shape.items.as_deref().filter(|_| flag.shape.is_list()) {
        if !items.choices.is_empty() {
            add(&format!("Values: {}.", items.choices.join(", ")));
        }
        add("Can be repeated.");
    }
    if flag.argument.required {
        add("[required]");
    }
    about
}

/// Returns the documented example, as a section of the help.
pub(super) fn example(flags: &Flags, operation: &Operation, name: &str) -> String {
    format!("Example:\n{}", example::command(flags, operation, name))
}

/// Returns the notes at the end of the help.
pub(super) fn notes(catalog: &Catalog, operation: &Operation, flags: &Flags, name: &str) -> String {
    let mut notes = fields(catalog, operation, flags);
    let _ = writeln!(
        notes,
        "Example:\n{}",
        example::command(flags, operation, name)
    );
    let _ = write!(notes, "\n{} {}", operation.method, operation.path);
    if let Some(url) = &operation.docs_url {
        let _ = write!(notes, "\n{url}");
    }
    notes
}

/// Lists the fields of a body that is a single argument.
fn fields(catalog: &Catalog, operation: &Operation, flags: &Flags) -> String {
    let find_body = || {
        let body = flags.whole_body()?;
        let schema = operation
            .input
            .get("properties")?
            .get(&body.argument.name)?;
        let schema = schema::resolve(schema, &catalog.defs);
        Some((body, schema, schema.get("properties")?.as_object()?))
    };
    let Some((body, schema, properties)) = find_body() else {
        return String::new();
    };
    let required: Vec<&str> = schema
        .get("required")
        .and_then(serde_json::Value::as_array)
        .map(|names| names.iter().filter_map(serde_json::Value::as_str).collect())
        .unwrap_or_default();
    let mut text = format!("Fields of `--{}`:\n", body.name);
    let width = message::column_width(properties.keys().map(String::as_str));
    for (name, field) in properties {
        let shape = schema::Shape::of(field, &catalog.defs);
        let about = field.get("description").and_then(serde_json::Value::as_str);
        let about = about
            .and_then(|about| about.lines().next())
            .unwrap_or_default();
        let suffix = if required.contains(&name.as_str()) {
            " [required]"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "  {name:<width$}  {:<7}  {about}{suffix}",
            shape.value_name()
        );
    }
    text.push('\n');
    text
}
