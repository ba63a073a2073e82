//! Converts flags to the arguments of a call.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::ArgMatches;
use serde_json::{Map, Value, json};
use signon_runtime::catalog::{BodyEncoding, Catalog, Location, Operation};
use signon_runtime::dynamic::Arguments;
use signon_runtime::{Body, File};

use super::failure::Failure;
use super::flags::{Flag, Flags};
use super::input::{self, Stdin};
use super::{ask, example, set};
use crate::prompt;

/// The values collected so far.
#[derive(Default)]
struct Values {
    json: Map<String, Value>,
    files: Vec<(String, File)>,
}

impl Values {
    /// Adds the value of a flag.
    fn add(
        &mut self,
        operation: &Operation,
        flag: &Flag,
        words: &[&String],
        stdin: &mut Stdin,
    ) -> Result<(), Failure> {
        let name = flag.argument.name.clone();
        if !flag.shape.is_file || flag.shape.is_list() {
            self.json
                .insert(name, value(operation, flag, words, stdin)?);
            return Ok(());
        }
        for word in words {
            self.files.push((name.clone(), file(flag, word, stdin)?));
        }
        Ok(())
    }

    /// Adds the answer to the prompt for a flag.
    fn add_answer(
        &mut self,
        operation: &Operation,
        flag: &Flag,
        word: &String,
        stdin: &mut Stdin,
    ) -> Result<(), Failure> {
        if !flag.argument.secret || flag.shape.is_file {
            return self.add(operation, flag, &[word], stdin);
        }
        // A typed secret may start with `@`: it is not in the process list, and needs no file.
        let value = flag.shape.value(word).map_err(Failure::usage)?;
        self.json.insert(flag.argument.name.clone(), value);
        Ok(())
    }

    fn has(&self, flag: &Flag) -> bool {
        let name = &flag.argument.name;
        self.json.contains_key(name) || self.files.iter().any(|(file, _)| file == name)
    }
}

/// Reads the arguments of a call from flags and, on a terminal, from prompts.
pub(super) fn read(
    catalog: &Catalog,
    operation: &Operation,
    flags: &Flags,
    name: &str,
    matches: &ArgMatches,
    stdin: &mut Stdin,
) -> Result<Arguments, Failure> {
    let mut values = Values::default();
    if flags.body
        && let Some(word) = matches.get_one::<String>("body")
    {
        values.json = fields(flags, &stdin.document("body", word)?)?;
    }
    for flag in &flags.arguments {
        let id = format!("argument:{}", flag.argument.name);
        if let Some(words) = matches.get_many::<String>(&id) {
            values.add(operation, flag, &words.collect::<Vec<_>>(), stdin)?;
        }
    }
    let sets = matches.try_get_many::<String>("own:set").ok().flatten();
    for word in sets.into_iter().flatten() {
        set::apply(catalog, operation, flags, &mut values.json, word)?;
    }
    let missing = flags.arguments.iter().filter(|flag| {
        flag.argument.required && flag.argument.default.is_none() && !values.has(flag)
    });
    let missing: Vec<&Flag> = missing.collect();
    if prompt::is_interactive() && !stdin.is_taken() {
        for flag in missing {
            ask::value(flag, |word| {
                values.add_answer(operation, flag, &word, stdin)
            })?;
        }
    } else if let Some(failure) = self::missing(operation, &missing, name) {
        return Err(failure);
    }
    let arguments = Arguments::from(values.json);
    Ok(values
        .files
        .into_iter()
        .fold(arguments, |arguments, (name, file)| {
            arguments.file(name, file)
        }))
}

/// Returns the failure for missing arguments.
fn missing(operation: &Operation, flags: &[&Flag], name: &str) -> Option<Failure> {
    let names: Vec<String> = flags
        .iter()
        .map(|flag| format!("`--{}`", flag.name))
        .collect();
    let verb = match flags {
        [] => return None,
        [_] => "is",
        _ => "are",
    };
    let mut failure = Failure::usage(format!("{} {verb} required", names.join(", ")));
    for flag in flags {
        let about = flag.about.lines().next().unwrap_or_default();
        let colon = if about.is_empty() { "" } else { ": " };
        failure = failure.detail(format!("--{}{colon}{about}", flag.name));
        failure = failure.detail(format!(
            "  for example: {}",
            example::of_flag(flag, operation)
        ));
    }
    Some(failure.detail(format!("`{name} --help` lists all flags")))
}

/// Parses a body whose members are arguments.
fn fields(flags: &Flags, text: &str) -> Result<Map<String, Value>, Failure> {
    let members: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        Failure::usage(format!(
            "`--body` needs a JSON object: {}",
            position(&error)
        ))
    })?;
    let argument = |key: &String| {
        let mut flags = flags.arguments.iter().map(|flag| &flag.argument);
        flags.find(|argument| {
            matches!(argument.location, Location::BodyField | Location::Part)
                && argument.wire_name == *key
        })
    };
    Ok(members
        .into_iter()
        .map(|(key, value)| {
            (
                argument(&key).map_or(key, |argument| argument.name.clone()),
                value,
            )
        })
        .collect())
}

/// Returns the position of a JSON error, without the text.
fn position(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

/// Converts the arguments of a flag to its value.
fn value(
    operation: &Operation,
    flag: &Flag,
    words: &[&String],
    stdin: &mut Stdin,
) -> Result<Value, Failure> {
    let invalid = |problem: String| Failure::usage(format!("`--{}`: {problem}", flag.name));
    let is_text = flag.argument.location == Location::Body
        && operation
            .body
            .as_ref()
            .is_some_and(|body| body.encoding == BodyEncoding::Text);
    let reads = is_text
        || flag.argument.secret
        || flag.argument.location == Location::Body
        || flag.shape.is_document();
    let mut values = Vec::new();
    for word in words {
        if flag.shape.is_file {
            values.push(encoded(flag, word, stdin)?);
            continue;
        }
        let text = if reads {
            stdin.document(&flag.name, word)?
        } else {
            (*word).clone()
        };
        let text = if flag.argument.secret {
            text.trim_end_matches(['\r', '\n']).to_owned()
        } else {
            text
        };
        if is_text {
            return Ok(Value::from(text));
        }
        if flag.argument.location == Location::Body && !flag.shape.allows("string") {
            serde_json::from_str::<Value>(&text)
                .map_err(|error| invalid(format!("expected JSON: {}", position(&error))))?;
        }
        if !flag.shape.is_list() {
            return flag.shape.value(&text).map_err(invalid);
        }
        // A single argument may contain the entire list.
        match serde_json::from_str::<Vec<Value>>(&text) {
            Ok(items) => values.extend(items),
            Err(_) => values.push(match &flag.shape.items {
                Some(items) => items.value(&text).map_err(invalid)?,
                None => serde_json::from_str(&text).unwrap_or(Value::from(text)),
            }),
        }
    }
    Ok(Value::Array(values))
}

/// Opens the file that an argument names.
fn file(flag: &Flag, word: &str, stdin: &mut Stdin) -> Result<File, Failure> {
    if word == "-" {
        return Ok(File::new(
            flag.argument.name.clone(),
            Body::from(stdin.bytes(&flag.name)?),
        ));
    }
    let path = Path::new(path(flag, word)?);
    if path.is_file() {
        return Ok(File::from_path(path));
    }
    if path.is_dir() || !path.exists() {
        return Err(Failure::usage(format!(
            "`--{}`: no such file `{}`",
            flag.name,
            path.display()
        )));
    }
    // A pipe can be read only once, and would be empty in a retry.
    Ok(File::new(
        file_name(path),
        Body::from(input::file(&flag.name, path)?),
    ))
}

/// Returns the last component of a path.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn path<'a>(flag: &Flag, word: &'a str) -> Result<&'a str, Failure> {
    word.strip_prefix('@').ok_or_else(|| {
        Failure::usage(format!(
            "`--{}`: expected `@FILE`, or `-` for standard input",
            flag.name
        ))
    })
}

/// Encodes a file as JSON.
fn encoded(flag: &Flag, word: &str, stdin: &mut Stdin) -> Result<Value, Failure> {
    if word == "-" {
        return Ok(json!({ "base64": STANDARD.encode(stdin.bytes(&flag.name)?) }));
    }
    let path = Path::new(path(flag, word)?);
    let content = STANDARD.encode(input::file(&flag.name, path)?);
    Ok(json!({ "base64": content, "filename": file_name(path) }))
}
