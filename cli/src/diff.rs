//! `signon diff`: compares two versions of a document.

use std::error::Error;

use serde::Serialize;
use signon_codegen::{Comparison, Generator, Reach, Verdict};

use crate::arguments::{Diff, DiffFormat, FailOn, MessageFormat, UsageError};
use crate::{Outcome, input, message};

/// The output of `--format json`.
#[derive(Serialize)]
struct Json<'a> {
    verdict: Verdict,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

pub(crate) fn run(arguments: &Diff) -> Result<Outcome, Box<dyn Error>> {
    if (arguments.old.as_str(), arguments.new.as_str()) == ("-", "-") {
        return Err(
            UsageError("only one document can be read from standard input".to_owned()).into(),
        );
    }
    let reach = if arguments.allow_refs_outside {
        Reach::Anywhere
    } else {
        Reach::Folder
    };
    // Unsupported constructs are omitted from both versions.
    let generator = input::with_network(Generator::new("client")?)
        .keep_going(true)
        .references(reach);
    let old = input::document(&arguments.old)?;
    let new = input::document(&arguments.new)?;
    let comparison = match generator.diff(&old, &new) {
        Ok(comparison) => comparison,
        Err(report) => {
            let format = match arguments.format {
                DiffFormat::Github => MessageFormat::Github,
                DiffFormat::Human | DiffFormat::Json | DiffFormat::Markdown => MessageFormat::Human,
            };
            message::report(&report, format);
            return Ok(Outcome::Problems);
        }
    };
    print(&comparison, arguments.format)?;
    let fails = match arguments.fail_on {
        None => false,
        Some(FailOn::Major) => comparison.verdict() >= Verdict::Major,
        Some(FailOn::Minor) => comparison.verdict() >= Verdict::Minor,
    };
    Ok(if fails {
        Outcome::Problems
    } else {
        Outcome::Done
    })
}

fn print(comparison: &Comparison, format: DiffFormat) -> Result<(), serde_json::Error> {
    match format {
        DiffFormat::Human => message::result(comparison.text().trim_end()),
        DiffFormat::Markdown => message::result(comparison.markdown().trim_end()),
        DiffFormat::Json => {
            let json = Json {
                verdict: comparison.verdict(),
                comparison,
            };
            message::data(&serde_json::to_string_pretty(&json)?);
        }
        DiffFormat::Github => comparison.changes.iter().for_each(message::change),
    }
    Ok(())
}
