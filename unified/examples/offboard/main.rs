//! Offboards people by lifecycle status: docs/use-cases/offboard.md.

#[path = "../support/actions.rs"]
mod actions;
// A nested module is beside its parent, here and in the tests.
#[path = "offboard.rs"]
mod offboard;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::run(async |torii, options: offboard::Options| {
        let rows = offboard::run(&torii, &options, tokio::time::sleep).await?;
        Ok(program::Outcome {
            text: table::render(options.format, offboard::COLUMNS, &rows)?,
            is_complete: rows.iter().all(offboard::Row::is_complete),
        })
    })
}
