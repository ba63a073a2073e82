//! The report of a run: a line for each document, the table, the details, and all of it as JSON.

use serde_json::{Value, json};

use super::Row;
use super::round_trip::Kind;

/// The columns of the table.
const HEAD: [&str; 14] = [
    "document",
    "ops",
    "emitted",
    "simplified",
    "left out",
    "gen s",
    "MB",
    "lines",
    "check",
    "s",
    "cpu",
    "MB",
    "schemas",
    "forward",
];

/// The outcome of a document, in a line.
pub(super) fn line(row: &Row) -> String {
    if let Some(error) = &row.generated.error {
        return format!(
            "{}: not generated: {}",
            row.document.name,
            error.lines().next().unwrap_or_default()
        );
    }
    let cells = cells(row);
    let counts = HEAD
        .iter()
        .zip(&cells)
        .skip(1)
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(head, cell)| format!("{head} {cell}"));
    let errors = row
        .errors
        .iter()
        .map(|error| format!("; {}", error.lines().next().unwrap_or_default()));
    format!(
        "{}: {}{}",
        row.document.name,
        counts.collect::<Vec<_>>().join(", "),
        errors.collect::<String>()
    )
}

/// All documents, a row each.
pub(super) fn table(rows: &[Row]) -> String {
    let cells: Vec<[String; 14]> = rows.iter().map(cells).collect();
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(cells);
    grid(&lines)
}

/// Cells as text: the first column to the left, all others to the right.
pub fn grid<const N: usize>(lines: &[[String; N]]) -> String {
    let width = |column: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..N)
        .map(|column| width(column).unwrap_or_default())
        .collect();
    let print = |line: &[String; N]| {
        let cells =
            line.iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
        cells.collect::<Vec<_>>().join("  ")
    };
    lines
        .iter()
        .map(|line| print(line).trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn cells(row: &Row) -> [String; 14] {
    let (generated, insight) = (&row.generated, &row.generated.insight);
    let check = row.check.as_ref();
    let score = |wanted: &dyn Fn(Kind) -> bool| {
        row.score.as_ref().map_or(String::new(), |score| {
            let (held, tried) = score.held(wanted);
            format!("{held}/{tried}")
        })
    };
    [
        row.document.name.clone(),
        insight.operations.to_string(),
        insight.emitted.to_string(),
        insight.simplified_operations.len().to_string(),
        insight.left_out.len().to_string(),
        format!("{:.2}", generated.seconds),
        megabytes(generated.peak),
        generated.lines.to_string(),
        check.map_or(String::new(), |check| {
            match (check.ok, check.warnings.len()) {
                (false, _) => format!("{} errors", check.errors.len()),
                (true, 0) => "ok".to_owned(),
                (true, warnings) => format!("{warnings} warnings"),
            }
        }),
        check.map_or(String::new(), |check| format!("{:.1}", check.seconds)),
        check
            .and_then(|check| check.cpu)
            .map_or(String::new(), |cpu| format!("{cpu:.1}")),
        check.map_or(String::new(), |check| megabytes(check.peak)),
        score(&|kind| kind == Kind::RoundTrip),
        score(&|kind| kind != Kind::RoundTrip),
    ]
}

/// A number of bytes in megabytes.
pub fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or(String::new(), |bytes| (bytes / 1_000_000).to_string())
}

/// Everything that is less than perfect, with its place.
pub(super) fn details(rows: &[Row]) -> String {
    let mut lines = Vec::new();
    for row in rows {
        let mut add = |text: &str| lines.push(format!("{}: {text}", row.document.name));
        row.generated.error.iter().for_each(|error| add(error));
        row.errors.iter().for_each(|error| add(error));
        let insight = &row.generated.insight;
        insight.simplified.iter().for_each(|error| add(error));
        insight
            .left_out
            .iter()
            .for_each(|operation| add(&format!("left out: {operation}")));
        insight
            .simplified_operations
            .iter()
            .for_each(|operation| add(&format!("simplified: {operation}")));
        insight
            .free_form
            .iter()
            .for_each(|place| add(&format!("free-form although typed: #{place}")));
        if let Some(check) = &row.check {
            check
                .errors
                .iter()
                .chain(&check.warnings)
                .take(20)
                .for_each(|text| add(text));
        }
        for ((schema, kind), error) in row.score.iter().flat_map(|score| &score.failed) {
            add(&format!(
                "{}: {schema}: {}",
                kind.as_str(),
                shortened(error)
            ));
        }
    }
    lines.join("\n")
}

fn shortened(text: &str) -> &str {
    text.char_indices()
        .nth(600)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

/// The whole result.
pub(super) fn json(rows: &[Row], misses: &[String]) -> Value {
    let documents: Vec<Value> = rows.iter().map(document).collect();
    json!({"documents": documents, "missed": misses})
}

fn document(row: &Row) -> Value {
    let (generated, insight) = (&row.generated, &row.generated.insight);
    let check = row.check.as_ref().map(|check| {
        json!({
            "ok": check.ok,
            "warnings": check.warnings.len(),
            "errors": check.errors,
            "seconds": check.seconds,
            "cpu": check.cpu,
            "peak": check.peak,
        })
    });
    let score = row.score.as_ref().map(|score| {
        let failed: Vec<Value> = score
            .failed
            .iter()
            .map(|((schema, kind), error)| json!({"schema": schema, "kind": kind.as_str(), "error": error}))
            .collect();
        let (held, tried) = score.held(|kind| kind == Kind::RoundTrip);
        let (later_held, later_tried) = score.held(|kind| kind != Kind::RoundTrip);
        json!({
            "values": score.values,
            "schemas": tried,
            "held": held,
            "forward": {"schemas": later_tried, "held": later_held},
            "failed": failed,
        })
    });
    json!({
        "name": row.document.name,
        "bytes": row.document.bytes,
        "generated": generated.error.is_none(),
        "errors": generated.error.iter().chain(&row.errors).collect::<Vec<_>>(),
        "operations": {
            "all": insight.operations,
            "emitted": insight.emitted,
            "simplified": insight.simplified_operations,
            "left out": insight.left_out,
        },
        "diagnostics": insight.diagnostics,
        "generation": {"seconds": generated.seconds, "peak": generated.peak},
        "lines": generated.lines,
        "check": check,
        "free-form": {"nodes": insight.nodes, "lost": insight.free_form},
        "values": score,
    })
}
