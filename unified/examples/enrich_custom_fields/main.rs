//! Adds Torii's custom fields to profiles of your own: docs/use-cases/enrich-custom-fields.md.

mod enrich_custom_fields;
#[path = "../support/program.rs"]
mod program;

use std::process::ExitCode;

use enrich_custom_fields::{HELP, Options, profiles, run};

fn main() -> ExitCode {
    program::run(HELP, Options::parse, async |torii, options| {
        let profiles = profiles(&std::fs::read(&options.file)?)?;
        let report = run(&torii, &options, profiles).await?;
        Ok(program::Outcome {
            text: serde_json::to_string_pretty(&report.profiles)? + "\n",
            is_complete: report.unknown == 0,
        })
    })
}
