//! `signon explain`: explains diagnostic codes.

use signon_codegen::Code;

use crate::{Outcome, message};

pub(crate) fn run(code: Option<&str>) -> Outcome {
    match code.and_then(Code::from_text) {
        Some(code) => message::result(code.explanation()),
        None => {
            for code in Code::ALL {
                let first = code.explanation().lines().nth(1).unwrap_or_default();
                message::result(&format!("{:<24} {first}", code.as_str()));
            }
        }
    }
    Outcome::Done
}
