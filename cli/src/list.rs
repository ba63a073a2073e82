//! `signon list`: lists the operations of a document with their Rust calls.

use std::error::Error;

use serde::{Deserialize, Serialize};

use crate::arguments::List;
use crate::{Outcome, input, message};

/// The listed part of a crate's `manifest.json`.
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
    /// The call on the client.
    call: String,
    /// The Rust type of the operation.
    rust: String,
    pagination: Option<String>,
}

pub(crate) fn run(arguments: &List) -> Result<Outcome, Box<dyn Error>> {
    let document = &arguments.document;
    let generator = document.input_options.generator("client")?;
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
        .map(|operation| {
            let endpoint = format!("{} {}", operation.method, operation.path);
            [operation.id, endpoint, operation.call]
        })
        .collect();
    let ids = message::column_width(rows.iter().map(|[id, ..]| id.as_str()));
    let endpoints = message::column_width(rows.iter().map(|[_, endpoint, _]| endpoint.as_str()));
    for [id, endpoint, call] in &rows {
        message::result(&format!("{id:<ids$}  {endpoint:<endpoints$}  {call}"));
    }
    Ok(Outcome::Done)
}
