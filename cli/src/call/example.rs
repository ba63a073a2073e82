//! Formats the documented example of an operation as a command.

use serde_json::Value;
use signon_runtime::catalog::Operation;

use super::flags::{Flag, Flags};
use super::{schema, shell};

/// Returns the command for the documented example.
pub(super) fn command(flags: &Flags, operation: &Operation, name: &str) -> String {
    let mut words = vec![format!("  {name}")];
    for flag in &flags.arguments {
        if let Some(value) = documented(operation, &flag.argument.name) {
            words.extend(self::words(flag, value));
        } else if flag.argument.required {
            words.push(format!("--{} {}", flag.name, placeholder(flag)));
        }
    }
    words.join(if words.len() > 3 { " \\\n      " } else { " " })
}

/// Returns the documented value of a flag, as command-line arguments.
pub(super) fn of_flag(flag: &Flag, operation: &Operation) -> String {
    documented(operation, &flag.argument.name).map_or_else(
        || format!("--{} {}", flag.name, placeholder(flag)),
        |value| words(flag, value).join(" "),
    )
}

fn documented<'a>(operation: &'a Operation, name: &str) -> Option<&'a Value> {
    operation.examples.first()?.arguments.get(name)
}

fn placeholder(flag: &Flag) -> String {
    let choice = flag.shape.choices.first();
    choice.map_or_else(
        || flag.shape.value_name().to_owned(),
        |choice| shell::quote(choice),
    )
}

fn words(flag: &Flag, value: &Value) -> Vec<String> {
    let word = |value: &Value| {
        let text = if flag.shape.is_file {
            let filename = value.get("filename").and_then(Value::as_str);
            format!("@{}", filename.unwrap_or("FILE"))
        } else if flag.argument.secret {
            format!("@{}.txt", flag.name)
        } else {
            schema::text(value)
        };
        format!("--{} {}", flag.name, shell::quote(&text))
    };
    let items = value
        .as_array()
        .filter(|items| flag.shape.is_list() && !items.is_empty());
    items.map_or_else(
        || vec![word(value)],
        |items| items.iter().map(word).collect(),
    )
}
