//! `signon list`: the operations of a document, and how they are called in Rust.

use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::arguments::List;
use crate::{Outcome, input, message};

/// What a crate's `manifest.json` says, as far as it is listed.
#[derive(Debug, Deserialize)]
struct Manifest {
    operations: Vec<Operation>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Operation {
    id: String,
    method: String,
    path: String,
    /// The JSON pointer to the operation.
    pointer: String,
    /// The call, on the client.
    call: String,
    /// The type of the operation.
    rust: String,
    pagination: Option<String>,
}

pub(crate) fn run(arguments: &List) -> Result<Outcome, Box<dyn Error>> {
    let document = &arguments.document;
    let generator = document.reading.generator("client")?;
    let rendered = match generator.manifest(&input::document(&document.input)?) {
        Ok(rendered) => rendered,
        Err(report) => {
            message::report(&report, document.message_format);
            return Ok(Outcome::Problems);
        }
    };
    message::unused_settings(rendered.report, document.message_format);
    let manifest: Manifest = serde_json::from_str(&rendered.text)?;
    if arguments.json {
        message::data(&serde_json::to_string_pretty(&manifest.operations)?);
        return Ok(Outcome::Done);
    }
    let rows: Vec<[String; 3]> = manifest
        .operations
        .into_iter()
        .map(|of| [of.id, format!("{} {}", of.method, of.path), of.call])
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let (ids, endpoints) = (width(0), width(1));
    for [id, endpoint, call] in &rows {
        message::result(&format!("{id:<ids$}  {endpoint:<endpoints$}  {call}"));
    }
    Ok(Outcome::Done)
}
