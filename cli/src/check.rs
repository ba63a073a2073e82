//! `signon check`: reports diagnostics without generating code.

use std::error::Error;

use crate::arguments::Document;
use crate::{Outcome, input, message};

pub(crate) fn run(arguments: &Document) -> Result<Outcome, Box<dyn Error>> {
    let generator = arguments.input_options.generator("client")?;
    let checked = generator.check(&input::document(&arguments.input)?);
    let outcome = if checked.is_ok() {
        Outcome::Done
    } else {
        Outcome::Problems
    };
    let report = checked.map_or_else(|report| report, |checked| checked.report);
    message::report(&report, arguments.message_format);
    Ok(outcome)
}
