//! Mappings that are compiled; `faults` has those that are rejected.

#[path = "../mapping/compile.rs"]
mod compile;

use std::fs;
use std::path::Path;

use signon_providers::Compiled;

/// The mapping with each form.
fn forms(test: &str) -> Compiled {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("mapping")
        .join(test);
    drop(fs::remove_dir_all(&root));
    match compile::compile(Path::new("tests/mapping/forms.yaml"), &root) {
        Ok(compiled) => compiled,
        Err(report) => panic!("{report}"),
    }
}

/// The generated functions call those of a crate that this one does not compile.
#[test]
fn the_functions_that_forms_call_exist() {
    let code = forms("functions").tree.files.remove("acme.rs");
    let code = code.expect("a file for the provider");
    let functions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../unified/src/convert.rs");
    let functions = fs::read_to_string(functions).expect("the functions");
    for name in [
        "after",
        "before",
        "date_time",
        "integer",
        "join",
        "milliseconds",
        "present",
        "refuse_unknown",
    ] {
        assert!(
            code.contains(&format!("convert::{name}")),
            "{name} in {code}"
        );
    }
    for call in code.split("convert::").skip(1) {
        let end = call.find(|char: char| !char.is_alphanumeric() && char != '_');
        let name = call.get(..end.unwrap_or(call.len())).expect("a name");
        let is_defined = ["(", "<"].iter().any(|next| {
            let definition = format!("pub(crate) fn {name}{next}");
            functions.contains(&definition)
        });
        assert!(
            name.is_empty() || is_defined,
            "there is no function `convert::{name}`"
        );
    }
}

#[test]
fn the_table_shows_each_form_of_a_record() {
    let table = forms("table").table.markdown();
    assert!(table.contains("### `User`, read\n"), "{table}");
    assert!(table.contains("| `name` | `givenName` before ` `, else `home.city` after ` `, else `givenName` + `home.city` (guess) |"), "{table}");
    let (_, of_home) = table
        .split_once("### `User`, read of home\n")
        .expect("a section of the form");
    assert!(
        of_home.contains("| `name` | `home.city` (guess) |"),
        "{of_home}"
    );
}
