//! `cargo xtask list`: every operation of every provider.

use std::error::Error;

use serde_json::{Value, json};
use signon_providers::manifest;
use signon_workspace::{Outcome, prepare, say};

/// Prints the operations of the specs as they are, generated or not.
pub(crate) fn run(as_json: bool) -> Result<Outcome, Box<dyn Error>> {
    let Some(providers) = prepare(&[])? else {
        return Ok(Outcome::Problems);
    };
    let mut rows = Vec::new();
    for provider in &providers {
        let manifest: Value = serde_json::from_str(&manifest(provider))?;
        let operations = manifest.get("operations").and_then(Value::as_array);
        rows.extend(operations.into_iter().flatten().map(|operation| {
            let value = |key: &str| operation.get(key).cloned().unwrap_or_default();
            json!({
                "provider": provider.name,
                "id": value("id"),
                "method": value("method"),
                "path": value("path"),
                "file": value("file"),
                "rust": value("rust"),
                "tool": value("tool"),
            })
        }));
    }
    if as_json {
        say(&serde_json::to_string_pretty(&rows)?);
        return Ok(Outcome::Done);
    }
    for row in rows {
        let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
        let endpoint = format!("{} {}", text("method"), text("path"));
        say(&format!(
            "{:<9} {:<36} {endpoint:<72} {}",
            text("provider"),
            text("id"),
            text("rust")
        ));
    }
    Ok(Outcome::Done)
}
