//! The program that sends values through the models of a crate: written, built and run.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use signon_oracle::round_trip::RoundTrip;

use super::cargo::cargo;
use super::crate_folder::Folders;
use super::round_trip::Case;
use signon_workspace::root;

/// What the program says of a value.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// The round trip of the value.
    Value(RoundTrip),
    /// Why it could not be decoded or encoded.
    Refused(String),
    /// The crate has no type for the schema.
    Untyped,
}

/// The part of the program that is the same for all crates.
const MAIN: &str = include_str!("program/main.rs");

/// Builds the program for a crate, and gives it the values; a response each, or fewer if it dies.
pub(super) fn answers(
    name: &str,
    cases: &[Case],
    folders: &Folders,
) -> Result<Vec<Answer>, Box<dyn Error>> {
    let folder = folders.program(name);
    write(name, cases, &folder, &folders.client(name))?;
    let build = cargo(&["build"], &folder, &folders.target)?;
    let program = build.programs.first().filter(|_| build.ok).ok_or_else(|| {
        let errors = build
            .errors
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n");
        format!("the program that sends values does not compile:\n{errors}")
    })?;
    let input = folder.join("values.jsonl");
    std::fs::write(
        &input,
        cases
            .iter()
            .map(|case| case.line() + "\n")
            .collect::<String>(),
    )?;
    let output = Command::new(program)
        .stdin(File::open(&input)?)
        .stderr(Stdio::inherit())
        .output()?;
    String::from_utf8(output.stdout)?
        .lines()
        .map(answer)
        .collect()
}

/// Writes the program.
fn write(name: &str, cases: &[Case], folder: &Path, client: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("src"))?;
    let registry = registry(client, cases)?;
    let oracle = root().join("tests/oracle");
    let (client, oracle) = (client.display(), oracle.display());
    let cargo_toml = format!(
        "[package]\nname = \"{name}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\n{name} = {{ path = \"{client}\" }}\nserde_json = \"1\"\n\
         signon-oracle = {{ path = \"{oracle}\" }}\n\n[profile.dev]\ndebug = false\n"
    );
    std::fs::write(folder.join("Cargo.toml"), cargo_toml)?;
    std::fs::write(folder.join("src/main.rs"), MAIN)?;
    Ok(std::fs::write(folder.join("src/registry.rs"), registry)?)
}

/// What the program says of a value.
fn answer(line: &str) -> Result<Answer, Box<dyn Error>> {
    let mut line: Value = serde_json::from_str(line)?;
    if let Some(error) = line.get("error").and_then(Value::as_str) {
        return Ok(Answer::Refused(error.to_owned()));
    }
    match line.get_mut("outcome").map(Value::take) {
        Some(outcome) => Ok(Answer::Value(serde_json::from_value(outcome)?)),
        None => Ok(Answer::Untyped),
    }
}

/// The models that the values need, by the pointers of their schemas, as the crate's manifest has them.
fn registry(client: &Path, cases: &[Case]) -> Result<String, Box<dyn Error>> {
    let manifest: Value =
        serde_json::from_str(&std::fs::read_to_string(client.join("manifest.json"))?)?;
    let schemas = manifest
        .get("schemas")
        .ok_or("`manifest.json` names no schemas")?;
    let wanted: BTreeSet<&str> = cases.iter().map(|case| case.schema.as_str()).collect();
    let mut text = String::from(
        "//! The models of the crate.\n\nuse signon_oracle::round_trip::{RoundTrip, round_trip as through};\n\n\
         pub fn round_trip(schema: &str, value: &str) -> Option<Result<RoundTrip, String>> {\n    Some(match schema {\n",
    );
    for (schema, model) in wanted
        .into_iter()
        .filter_map(|schema| Some((schema, schemas.get(schema)?.as_str()?)))
    {
        writeln!(text, "        {schema:?} => through::<{model}>(value),")?;
    }
    text += "        _ => return None,\n    })\n}\n";
    Ok(text)
}
