//! Adds Torii's custom fields to profiles of your own: docs/use-cases/enrich-custom-fields.md.

// A nested module is beside its parent, here and in the tests.
#[path = "enrich_custom_fields.rs"]
mod enrich_custom_fields;
#[path = "../support/program.rs"]
mod program;

use std::process::ExitCode;

use enrich_custom_fields::{Options, read, run};

fn main() -> ExitCode {
    program::run(async |torii, options: Options| {
        let profiles = read(&options.file)?;
        let report = run(&torii, &options, profiles).await?;
        Ok(program::Outcome {
            text: serde_json::to_string_pretty(&report.profiles)? + "\n",
            is_complete: report.unknown == 0,
        })
    })
}
