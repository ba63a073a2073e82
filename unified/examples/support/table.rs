//! Records as CSV (RFC 4180) or JSON.

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

/// How records are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Csv,
    Json,
}

/// The records; in CSV with these columns, which are their fields.
pub(crate) fn render(
    format: Format,
    columns: &[&str],
    records: &[impl Serialize],
) -> serde_json::Result<String> {
    if format == Format::Json {
        return Ok(serde_json::to_string_pretty(records)? + "\n");
    }
    let mut text = columns.join(",") + "\r\n";
    for record in records {
        let record = serde_json::to_value(record)?;
        let cells: Vec<String> = columns.iter().map(|name| cell(record.get(name))).collect();
        text += &(cells.join(",") + "\r\n");
    }
    Ok(text)
}

/// What makes a spreadsheet read a text as a formula, in its first character; the last four are full-width forms.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A value as a cell: quoted where it must be, and never a formula for a spreadsheet.
fn cell(value: Option<&Value>) -> String {
    let mut text = plain(value);
    if text.starts_with(FORMULA) && !value.is_some_and(Value::is_number) {
        text.insert(0, '\'');
    }
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| plain(Some(item))).collect();
            items.join("; ")
        }
        Some(other @ (Value::Bool(_) | Value::Number(_) | Value::Object(_))) => other.to_string(),
    }
}
