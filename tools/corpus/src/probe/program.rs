//! Reads `{"schema": pointer, "value": ..}` from each line, sends the value through the schema's model, and writes a
//! line: `{"value": .., "marks": [..]}`, `{"error": ".."}`, or `{}` where the schema has no model.

mod marks;
mod registry;
mod trip;

use std::io::{BufRead as _, Write as _};

use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let schema = line["schema"].as_str().unwrap_or_default();
        let answer = match registry::round_trip(schema, &line["value"].to_string()) {
            Some(Ok(trip)) => json!({"value": trip.encoded, "marks": trip.marks}),
            Some(Err(fault)) => json!({"error": fault}),
            None => json!({}),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
