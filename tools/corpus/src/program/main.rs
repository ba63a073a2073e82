//! Reads `{"schema": pointer, "value": ..}` from each line, sends the value through the schema's model, and writes a
//! line: `{"outcome": ..}`, `{"error": ".."}`, or `{}` where the schema has no model.

mod registry;

use std::io::{BufRead as _, Write as _};

use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let schema = line["schema"].as_str().unwrap_or_default();
        let answer = match registry::round_trip(schema, &line["value"].to_string()) {
            Some(Ok(outcome)) => json!({"outcome": outcome}),
            Some(Err(error)) => json!({"error": error}),
            None => json!({}),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
