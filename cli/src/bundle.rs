//! `signon bundle`: bundles many files into one document.

use std::error::Error;

use signon_codegen::Notation;

use crate::arguments::Bundle;
use crate::{Outcome, input, message};

pub(crate) fn run(arguments: &Bundle) -> Result<Outcome, Box<dyn Error>> {
    let document = &arguments.document;
    let notation = if arguments.json {
        Notation::Json
    } else {
        Notation::Yaml
    };
    let generator = document.input_options.generator("client")?;
    match generator.bundle(&input::document(&document.input)?, notation) {
        Ok(bundle) => {
            message::unused_settings(bundle.report, document.message_format);
            message::data(&bundle.text);
            Ok(Outcome::Done)
        }
        Err(report) => {
            message::report(&report, document.message_format);
            Ok(Outcome::Problems)
        }
    }
}
