//! One behaviour in each case: a small document in, the Rust that it becomes out. Each case is a test of its own.
//!
//! `UPDATE=1` rewrites what is expected; the diff is the review. `cargo xtask golden` compiles what comes out.

#[path = "expectation/file.rs"]
mod expectation;
#[path = "attack/items.rs"]
mod items;

use std::fs;
use std::path::{Path, PathBuf};

use items::words;
use libtest_mimic::{Arguments, Failed, Trial};
use quote::ToTokens;
use signon_codegen::diagnostic::{Diagnostics, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::emit::{DraftContent, EmitOptions, Place, Runtime, emit};
use signon_codegen::format::format;
use signon_codegen::load::{SpecSet, add};
use signon_codegen::understand;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<String> {
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

/// What a document becomes: its modules, and what was reported on the way.
fn generated(case: &str) -> String {
    let file = format!("{case}.yaml");
    let text = fs::read_to_string(folder().join(&file)).expect("the document of the case");
    let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going: true });
    let mut documents = Documents::default();
    let Ok(main) = add(&file, text, &mut documents, &mut diagnostics) else {
        panic!("{}", diagnostics.render(&documents, false));
    };
    // What the document refers to is in the folder of its name.
    for other in fs::read_dir(folder().join(case)).into_iter().flatten() {
        let other = other.expect("an entry").file_name();
        let name = format!("{case}/{}", other.to_string_lossy());
        let text = fs::read_to_string(folder().join(&name)).expect("a file of the case");
        assert!(
            add(&name, text, &mut documents, &mut diagnostics).is_ok(),
            "{}",
            diagnostics.render(&documents, false)
        );
    }
    documents.trust_rust_types();
    let mut set = SpecSet {
        documents,
        main,
        operation_files: Vec::new(),
        folder_of: Vec::new(),
    };
    let Ok((api, names)) = understand(&mut set, case, &mut diagnostics) else {
        panic!("{}", diagnostics.render(&set.documents, false));
    };
    let place = Place::Alone(Runtime::Version("0.1".to_owned()));
    let options = EmitOptions::new(case.replace('_', "-"), &file, place);
    let draft = emit(&api, &names, &options);
    let tree = format(&draft);
    for file in &draft.files {
        if let DraftContent::Rust(write) = &file.content {
            let text = tree.files.get(&file.path).map_or("", String::as_str);
            let planned: Vec<String> = write().items.into_iter().flat_map(words).collect();
            let parsed = syn::parse_file(text).expect("a file of Rust");
            assert_eq!(
                planned,
                words(parsed.to_token_stream()),
                "{case}: {}",
                file.path
            );
        }
    }
    let reported = diagnostics
        .sorted()
        .into_iter()
        .map(|diagnostic| format!("// {}: {}\n", diagnostic.code.as_str(), diagnostic.message));
    let is_shown = |path: &str| match path {
        _ if case.starts_with("crate_") => path == "src/lib.rs",
        _ if case.starts_with("client_") => path == "src/client.rs",
        "src/lib.rs" | "src/client.rs" => false,
        "src/api.rs" | "src/security.rs" => case.starts_with("security"),
        path => Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs"),
    };
    let shown = tree.files.iter().filter(|(path, _)| is_shown(path));
    reported
        .chain(shown.map(|(path, text)| format!("// {path}\n{text}\n")))
        .collect()
}

/// Compares what a document becomes with what is expected.
fn check(case: &str) -> Result<(), Failed> {
    expectation::check(&folder().join(format!("{case}.rs")), &generated(case))
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
    let cases = cases();
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
