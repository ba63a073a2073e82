//! Reports the contracts that renew soon, and writes back: docs/use-cases/contract-renewals.md.

// A nested module is beside its parent, here and in the tests.
#[path = "contract_renewals.rs"]
mod contract_renewals;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::process::ExitCode;

use contract_renewals::{COLUMNS, Options, Row, run};
use jiff::{Timestamp, tz::TimeZone};

fn main() -> ExitCode {
    program::run(async |torii, options: Options| {
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        let rows = run(&torii, &options, today).await?;
        Ok(program::Outcome {
            text: table::render(options.format, COLUMNS, &rows)?,
            is_complete: rows.iter().all(Row::is_complete),
        })
    })
}
