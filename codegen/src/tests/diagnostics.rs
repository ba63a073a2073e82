//! The documentation of diagnostics is complete and up to date.

use std::fs;

use crate::diagnostic::{Code, Severity, Strictness};

#[test]
fn the_documentation_has_a_heading_for_each_code_and_its_severity() {
    let text = fs::read_to_string("docs/diagnostics.md").expect("the document is there");
    let mut lines = text.lines();
    let mut listed: Vec<(&str, &str)> = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            listed.push((heading, lines.nth(1).unwrap_or_default()));
        }
    }
    let codes: Vec<(&str, &str)> = Code::ALL
        .iter()
        .map(|code| (code.as_str(), severity(*code)))
        .collect();
    assert_eq!(
        listed, codes,
        "`codegen/docs/diagnostics.md` lists the codes in the order of `Code`"
    );
}

fn severity(code: Code) -> &'static str {
    let vendor = |keep_going| code.severity_in(Strictness::Vendor { keep_going });
    match (code.severity(), vendor(false), vendor(true)) {
        (Severity::Error, Severity::Error, Severity::Error) => "Always an error.",
        (Severity::Error, Severity::Error, _) => "An error; with `--keep-going`, simplified.",
        (Severity::Error, Severity::Simplified, _) => {
            "An error in our specs, simplified in a vendor's document."
        }
        (Severity::Error, ..) => "An error in our specs, a warning in a vendor's document.",
        _ => "A warning.",
    }
}
