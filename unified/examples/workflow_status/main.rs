//! Reports how far Torii's workflows are: docs/use-cases/workflow-status.md.

#[path = "../support/actions.rs"]
mod actions;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;
mod workflow_status;

use std::process::ExitCode;

use workflow_status::{COLUMNS, Options, Row, run};

fn main() -> ExitCode {
    program::run(async |torii, options: Options| {
        let rows = run(&torii, &options).await?;
        Ok(program::Outcome {
            text: table::render(options.format, COLUMNS, &rows)?,
            is_complete: rows.iter().all(Row::is_complete),
        })
    })
}
