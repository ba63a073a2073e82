//! The program that sends values through the models of a crate: written, built and run.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::cargo::cargo;
use super::crate_folder::Folders;
use super::trip::Case;
use signon_workspace::root;

/// What the program says of a value.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// The value, decoded and encoded.
    Value {
        /// What came back.
        value: Value,
        /// Where the model holds what it does not know, as JSON pointers.
        marks: Vec<String>,
    },
    /// Why it could not be decoded or encoded.
    Refused(String),
    /// The crate has no type for the schema.
    Untyped,
}

/// The parts of the program that are the same for all crates.
const PARTS: [(&str, &str); 2] = [
    ("src/main.rs", include_str!("probe/program.rs")),
    ("src/trip.rs", include_str!("probe/trip.rs")),
];

/// The parts that the workspace's tests have as well.
const SHARED: [&str; 2] = ["src/marks.rs", "src/marks/compound.rs"];

/// Builds the program for a crate, and gives it the values; an answer each, or fewer if it dies.
pub(super) fn answers(
    name: &str,
    cases: &[Case],
    folders: &Folders,
) -> Result<Vec<Answer>, Box<dyn Error>> {
    let folder = folders.probe(name);
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
        .map(|line| Ok(answer(&serde_json::from_str(line)?)))
        .collect()
}

/// Writes the program.
fn write(name: &str, cases: &[Case], folder: &Path, client: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("src/marks"))?;
    let registry = registry(client, cases)?;
    let client = client.display();
    let cargo_toml = format!(
        "[package]\nname = \"{name}-probe\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\n{name} = {{ path = \"{client}\" }}\nerased-serde = \"0.4\"\n\
         serde = \"1\"\nserde_json = \"1\"\n\n[profile.dev]\ndebug = false\n"
    );
    std::fs::write(folder.join("Cargo.toml"), cargo_toml)?;
    for (file, text) in PARTS {
        std::fs::write(folder.join(file), text)?;
    }
    for file in SHARED {
        std::fs::copy(root().join("tests").join(file), folder.join(file))?;
    }
    Ok(std::fs::write(folder.join("src/registry.rs"), registry)?)
}

fn answer(line: &Value) -> Answer {
    match line.get("error").and_then(Value::as_str) {
        Some(fault) => Answer::Refused(fault.to_owned()),
        None => match line.get("value") {
            Some(value) => Answer::Value {
                value: value.clone(),
                marks: marks(line),
            },
            None => Answer::Untyped,
        },
    }
}

fn marks(line: &Value) -> Vec<String> {
    let marks = line
        .get("marks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    marks.filter_map(Value::as_str).map(str::to_owned).collect()
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
        "//! The models of the crate.\n\nuse crate::trip::{Trip, trip};\n\n\
         pub fn round_trip(schema: &str, value: &str) -> Option<Result<Trip, String>> {\n    Some(match schema {\n",
    );
    for (schema, model) in wanted
        .into_iter()
        .filter_map(|schema| Some((schema, schemas.get(schema)?.as_str()?)))
    {
        writeln!(text, "        {schema:?} => trip::<{model}>(value),")?;
    }
    text += "        _ => return None,\n    })\n}\n";
    Ok(text)
}
