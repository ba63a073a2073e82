//! `cargo xtask bundle`: a provider's specs as one document.

use std::error::Error;

use signon_codegen::bundle::bundle;
use signon_codegen::diagnostic::{Diagnostics, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::load::load_tree;

use crate::Outcome;
use crate::workspace::{color, complain, root, say};

pub(crate) fn run(provider: &str, json: bool) -> Result<Outcome, Box<dyn Error>> {
    say(&text(provider, json)?);
    Ok(Outcome::Done)
}

/// The document; faults in the files are told at once.
pub(crate) fn text(provider: &str, json: bool) -> Result<String, Box<dyn Error>> {
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let Ok(set) = load_tree(&root(), provider, &mut diagnostics) else {
        complain(&diagnostics.render(&Documents::default(), color()));
        return Err(format!("the specs of `{provider}` cannot be read").into());
    };
    let bundle = bundle(&set);
    let text = if json {
        serde_json::to_string_pretty(&bundle)?
    } else {
        serde_yaml::to_string(&bundle)?
    };
    Ok(text.trim_end().to_owned())
}
