//! Reports who has access to what: docs/use-cases/access-review.md.

// A nested module is beside its parent, here and in the tests.
#[path = "access_review.rs"]
mod access_review;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::process::ExitCode;

use access_review::{COLUMNS, Options, Report};
use jiff::Timestamp;
use table::Format;

fn main() -> ExitCode {
    program::run(async |torii, options: Options| {
        let report = access_review::run(&torii, &options, Timestamp::now).await?;
        if let Some(file) = &options.html {
            let written = std::fs::write(file, access_review::page(&report));
            written.map_err(|error| format!("`{}`: {error}", file.display()))?;
        }
        Ok(program::Outcome {
            is_complete: report.is_complete(),
            text: text(&report, options.format)?,
        })
    })
}

fn text(report: &Report, format: Format) -> serde_json::Result<String> {
    match format {
        Format::Csv => table::render(format, COLUMNS, &report.rows),
        Format::Json => Ok(serde_json::to_string_pretty(report)? + "\n"),
    }
}
