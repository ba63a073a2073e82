//! `cargo xtask list`: every operation of every provider.

use std::error::Error;

use serde_json::{Value, json};
use signon_codegen::workspace::manifest;

use crate::Outcome;
use crate::workspace::say;

/// An operation, as its crate's manifest has it.
struct Row {
    provider: String,
    operation: Value,
}

impl Row {
    fn text(&self, key: &str) -> &str {
        self.operation
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

pub(crate) fn run(as_json: bool) -> Result<Outcome, Box<dyn Error>> {
    let Some(rows) = rows()? else {
        return Ok(Outcome::Faults);
    };
    if as_json {
        let list: Vec<Value> = rows
            .iter()
            .map(|row| {
                json!({
                    "provider": row.provider,
                    "id": row.text("id"),
                    "method": row.text("method"),
                    "path": row.text("path"),
                    "file": row.text("file"),
                    "rust": row.text("rust"),
                    "tool": row.operation.get("tool"),
                })
            })
            .collect();
        say(&serde_json::to_string_pretty(&list)?);
    } else {
        for row in rows {
            let endpoint = format!("{} {}", row.text("method"), row.text("path"));
            say(&format!(
                "{:<9} {:<36} {:<72} {}",
                row.provider,
                row.text("id"),
                endpoint,
                row.text("rust")
            ));
        }
    }
    Ok(Outcome::Done)
}

/// The operations of the specs as they are, generated or not; none if there are faults, which are told.
fn rows() -> Result<Option<Vec<Row>>, Box<dyn Error>> {
    let Some(providers) = crate::generate::prepare(&[])? else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for provider in &providers {
        let manifest: Value = serde_json::from_str(&manifest(provider))?;
        let operations = manifest
            .get("operations")
            .and_then(Value::as_array)
            .cloned();
        rows.extend(
            operations
                .unwrap_or_default()
                .into_iter()
                .map(|operation| Row {
                    provider: provider.name.clone(),
                    operation,
                }),
        );
    }
    Ok(Some(rows))
}
