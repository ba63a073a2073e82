//! Reports the apps that are new since the last run: docs/use-cases/shadow-it.md.

#[path = "../support/program.rs"]
mod program;
mod shadow_it;
#[path = "../support/table.rs"]
mod table;

use std::process::ExitCode;

use shadow_it::{COLUMNS, Options, Seen, run};

fn main() -> ExitCode {
    program::run(async |torii, options: Options| {
        let mut seen = Seen::read(&options.state)?;
        let rows = run(&torii, &options, &mut seen).await?;
        let text = table::render(options.format, COLUMNS, &rows)?;
        if !options.dry_run {
            // What was not printed is not seen.
            program::write(&text)?;
            seen.save(&options.state)?;
        }
        Ok(program::Outcome {
            text: if options.dry_run { text } else { String::new() },
            is_complete: true,
        })
    })
}
