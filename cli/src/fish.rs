//! Fish completions for the flags of operations.
//!
//! `clap_complete` generates the flags of only the first two levels of commands; operations are the third.

use std::fmt::Write as _;

use clap::{Arg, Command};

use crate::message;

/// The condition that the command line names an operation.
const FUNCTION: &str = "
function __signon_operation
    set -l words (commandline -opc)
    test (count $words) -ge 4; and test \"$words[2..4]\" = \"$argv\"
end
";

/// Returns the completion lines of all operations below a command.
pub(crate) fn operations(program: &Command) -> String {
    let mut text = FUNCTION.to_owned();
    for provider in program.get_subcommands() {
        for group in provider.get_subcommands() {
            for operation in group.get_subcommands() {
                let path = [provider, group, operation]
                    .map(Command::get_name)
                    .join(" ");
                for argument in operation.get_arguments() {
                    let _ = writeln!(text, "{}", line(&path, argument));
                }
            }
        }
    }
    text
}

fn line(path: &str, argument: &Arg) -> String {
    let condition = quote(&format!("__signon_operation {path}"));
    let mut line = format!("complete -c signon -n {condition}");
    if let Some(short) = argument.get_short() {
        let _ = write!(line, " -s {}", quote(&short.to_string()));
    }
    if let Some(long) = argument.get_long() {
        let _ = write!(line, " -l {}", quote(long));
    }
    if argument.get_action().takes_values() {
        let values = argument.get_possible_values();
        let names: Vec<String> = values.iter().map(|value| quote(value.get_name())).collect();
        if names.is_empty() {
            line.push_str(" -r");
        } else {
            let _ = write!(line, " -x -a {}", quote(&names.join(" ")));
        }
    }
    let help = argument.get_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let _ = write!(
        line,
        " -d {}",
        quote(help.lines().next().unwrap_or_default())
    );
    line
}

/// Quotes a text as a single fish word.
fn quote(text: &str) -> String {
    let text = message::replace_controls(text);
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

#[cfg(test)]
mod tests {
    use clap::builder::PossibleValuesParser;

    use super::*;

    #[test]
    fn texts_stay_within_their_quotes() {
        let state = Arg::new("state")
            .long("state")
            .help("It's \\ a state; (rm)\nmore")
            .value_parser(PossibleValuesParser::new(["on hold", "it's"]));
        let operation = Command::new("list").arg(state);
        let group = Command::new("users").subcommand(operation);
        let program = Command::new("signon").subcommand(Command::new("acme").subcommand(group));
        let text = operations(&program);
        let expected = r"complete -c signon -n '__signon_operation acme users list' -l 'state' -x -a '\'on hold\' \'it\\\'s\'' -d 'It\'s \\ a state; (rm)'";
        assert!(text.lines().any(|line| line == expected), "{text}");
    }
}
