//! `cargo xtask list`: every operation of every provider.

use std::error::Error;

use serde_json::{Value, json};

use crate::Outcome;
use crate::workspace::{root, say};

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
    let rows = rows()?;
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

fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for provider in signon_codegen::load::providers(&root())? {
        let path = root().join(format!("generated/{provider}/manifest.json"));
        let text = std::fs::read_to_string(&path).map_err(|fault| {
            format!("`generated/{provider}/manifest.json`: {fault}; run `cargo xtask gen` first")
        })?;
        let manifest: Value = serde_json::from_str(&text)?;
        let operations = manifest
            .get("operations")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        rows.extend(operations.into_iter().map(|operation| Row {
            provider: provider.clone(),
            operation,
        }));
    }
    Ok(rows)
}
