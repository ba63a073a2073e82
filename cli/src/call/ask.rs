//! Prompts for the values of required flags.

use super::failure::Failure;
use super::flags::Flag;
use crate::{message, prompt};

/// The maximum number of answers to a question.
const MAX_ATTEMPTS: usize = 3;

/// The maximum number of listed choices.
const MAX_CHOICES: usize = 50;

/// Asks for the value of a flag until `accept` accepts the answer.
pub(super) fn value(
    flag: &Flag,
    mut accept: impl FnMut(String) -> Result<(), Failure>,
) -> Result<(), Failure> {
    introduce(flag);
    let question = format!("{} ({}):", flag.name, kind(flag));
    let mut last = None;
    for _ in 0..MAX_ATTEMPTS {
        let answer = if flag.argument.secret {
            prompt::secret(&question)
        } else {
            prompt::line(&question)
        };
        let answer = answer.map_err(Failure::local)?;
        let answer = answer.ok_or_else(|| required(flag))?;
        match word(flag, answer).and_then(&mut accept) {
            Ok(()) => return Ok(()),
            Err(failure) => {
                message::note(&format!("  {failure}"));
                last = Some(failure);
            }
        }
    }
    Err(last.unwrap_or_else(|| required(flag)))
}

fn required(flag: &Flag) -> Failure {
    Failure::usage(format!("`--{}` is required", flag.name))
}

/// Prints the description of the flag and its choices.
fn introduce(flag: &Flag) {
    let about = flag.about.lines().next().unwrap_or_default();
    if !about.is_empty() {
        message::note(about);
    }
    let choices = &flag.shape.choices;
    for (index, choice) in choices.iter().enumerate().take(MAX_CHOICES) {
        message::note(&format!("  {}) {choice}", index.saturating_add(1)));
    }
    if let Some(more @ 1..) = choices.len().checked_sub(MAX_CHOICES) {
        message::note(&format!("  and {more} more"));
    }
}

fn kind(flag: &Flag) -> String {
    match flag.shape.choices.len() {
        0 => flag.shape.value_name().to_owned(),
        count => format!("1-{count}, or a value"),
    }
}

/// Converts an answer into a flag's argument: resolves the number of a choice, and adds `@` to a path.
fn word(flag: &Flag, answer: String) -> Result<String, Failure> {
    if answer.is_empty() {
        return Err(required(flag));
    }
    if flag.argument.secret {
        return Ok(answer);
    }
    if answer == "-" {
        return Err(Failure::usage("standard input is a terminal"));
    }
    if flag.shape.is_file && !answer.starts_with('@') {
        return Ok(format!("@{answer}"));
    }
    let choices = &flag.shape.choices;
    if choices.is_empty() || choices.contains(&answer) {
        return Ok(answer);
    }
    let number = answer.parse::<usize>().ok();
    let chosen = number.and_then(|number| choices.get(number.checked_sub(1)?));
    chosen
        .cloned()
        .ok_or_else(|| Failure::usage(format!("`{answer}` is not one of the choices")))
}
