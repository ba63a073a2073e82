//! Golden tests: each case generates Rust from a small document that shows one behavior. Each case is a separate test.
//!
//! `UPDATE=1` rewrites the expected output; the diff is the review. `cargo xtask golden` compiles the output.

#[path = "it/attack/items.rs"]
mod items;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use items::words;
use libtest_mimic::{Arguments, Failed, Trial};
use quote::ToTokens;
use signon_codegen::internal::generate_with_items;
use signon_codegen::{Generator, Input, Runtime};
use signon_oracle::cases;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of the cases");
    let names = entries.map(|entry| {
        entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    let mut cases: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned))
        .collect();
    cases.sort();
    cases
}

/// Returns the generated modules of a document, and the diagnostics.
fn generated(case: &str) -> String {
    let file = format!("{case}.yaml");
    let text = fs::read_to_string(folder().join(&file)).expect("the document of the case");
    let mut texts = BTreeMap::from([(file.clone(), text)]);
    // Referenced files are in the folder named after the document.
    for other in fs::read_dir(folder().join(case)).into_iter().flatten() {
        let other = other.expect("an entry").file_name();
        let name = format!("{case}/{}", other.to_string_lossy());
        let text = fs::read_to_string(folder().join(&name)).expect("a file of the case");
        texts.insert(name, text);
    }
    let input = Input::Texts { main: file, texts };
    let generator = Generator::new(&case.replace('_', "-"))
        .expect("a name")
        .runtime(Runtime::Version("0.1".to_owned()))
        .keep_going(true)
        .allow_rust_types(true);
    let generated = generate_with_items(&generator, &input);
    let (output, items) = generated.unwrap_or_else(|report| panic!("{report}"));
    for (path, items) in items {
        let text = output.files().get(&path).map_or("", String::as_str);
        let planned: Vec<String> = items.into_iter().flat_map(words).collect();
        let parsed = syn::parse_file(text).expect("a file of Rust");
        assert_eq!(planned, words(parsed.to_token_stream()), "{case}: {path}");
    }
    let reported = output.report.findings();
    let reported = reported
        .iter()
        .map(|finding| format!("// {}: {}\n", finding.code.as_str(), finding.message));
    let is_shown = |path: &str| match path {
        _ if case.starts_with("crate_") => path == "src/lib.rs",
        _ if case.starts_with("client_") => path == "src/client.rs",
        "src/lib.rs" | "src/client.rs" => false,
        "src/api.rs" | "src/security.rs" => case.starts_with("security"),
        path => Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs"),
    };
    let shown = output.files().iter().filter(|(path, _)| is_shown(path));
    reported
        .chain(shown.map(|(path, text)| format!("// {path}\n{text}\n")))
        .collect()
}

/// Compares the output with the expected output.
fn check(case: &str) -> Result<(), Failed> {
    cases::check(&folder().join(format!("{case}.rs")), &generated(case))
}

fn no_expectation_is_without_a_document() -> Result<(), Failed> {
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        if !path.with_extension("yaml").is_file() {
            return Err(format!("{} belongs to no document", path.display()).into());
        }
    }
    Ok(())
}

fn main() {
    let cases = names();
    assert!(cases.len() >= 50, "the cases are gone");
    let mut tests: Vec<Trial> = cases
        .into_iter()
        .map(|case| Trial::test(case.clone(), move || check(&case)))
        .collect();
    tests.push(Trial::test(
        "no_expectation_is_without_a_document",
        no_expectation_is_without_a_document,
    ));
    libtest_mimic::run(&Arguments::from_args(), tests).exit();
}
