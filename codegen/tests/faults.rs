//! Every diagnostic code has documents that cause it, and the expected report. Each case is a separate test.
//!
//! A case is a folder `faults/CODE/CASE/`. `spec.yaml` or `spec.json` is read as a vendor's document (with
//! `--keep-going` if the case's name begins with `keep_going`); without one, the folder is a tree of our own specs.
//! For a vendor's document, `overlay.yaml` is applied, `include.txt` and `exclude.txt` select operations, and the crate
//! is generated into `out/` if the case has that folder. The expected report is in `expected.txt`;
//! `UPDATE=1` rewrites it. Cases of mappings and of releases are in `tools/providers/tests/faults`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use signon_codegen::internal::specs::understand_specs;
use signon_codegen::{Code, Generator, Input, Runtime, Selection};
use signon_oracle::cases::{copy, faults};

const FAULTS: &str = "tests/faults";

/// Returns the diagnostics of a case.
fn diagnose(case: &Path) -> String {
    let vendor = ["spec.yaml", "spec.json"].map(|name| case.join(name));
    if let Some(file) = vendor.iter().find(|file| file.is_file()) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let keep_going = name.starts_with("keep_going");
        let overlay = case.join("overlay.yaml");
        let mut generator = Generator::new("acme")
            .expect("a name")
            .runtime(Runtime::Version("0.1".to_owned()))
            .keep_going(keep_going)
            .select(selection(case));
        if overlay.is_file() {
            generator = generator.overlay(overlay);
        }
        let (input, out) = (Input::file(file), case.join("out"));
        return if out.is_dir() {
            let output = generator
                .generate(&input)
                .expect("the document is understood");
            output
                .plan(&out, false)
                .expect_err("files in the way")
                .to_string()
        } else {
            let checked = generator.check(&input);
            checked
                .map_or_else(|report| report, |checked| checked.report)
                .to_string()
        };
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case);
    drop(fs::remove_dir_all(&root));
    copy(case, &root.join("specs/acme")).expect("the case can be copied");
    let (_, report) = understand_specs(&root, "acme", false);
    report
}

/// Returns the selectors of a case, one on each line of `include.txt` and `exclude.txt`.
fn selection(case: &Path) -> Selection {
    let selectors = |file: &str| {
        let text = fs::read_to_string(case.join(file)).unwrap_or_default();
        let selectors = text.lines().map(str::parse);
        selectors.collect::<Result<_, _>>().unwrap_or_default()
    };
    Selection {
        include: selectors("include.txt"),
        exclude: selectors("exclude.txt"),
    }
}

/// Checks that each code has a case, here or in the crate that reports it.
fn each_code_has_a_folder_and_each_folder_a_code() -> Result<(), Failed> {
    let codes: BTreeSet<String> = Code::ALL
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    let mut found = BTreeSet::new();
    for folder in [FAULTS, "../tools/providers/tests/faults"] {
        found.extend(faults::codes(Path::new(folder))?);
    }
    assert_eq!(found, codes);
    Ok(())
}

/// Runs a test for each case, and the tests that apply to all cases.
fn main() {
    let mut tests = faults::trials(Path::new(FAULTS), diagnose).expect("the cases");
    assert!(tests.len() >= 100, "the cases are gone");
    tests.push(Trial::test(
        "each_code_has_a_folder_and_each_folder_a_code",
        each_code_has_a_folder_and_each_folder_a_code,
    ));
    libtest_mimic::run(&Arguments::from_args(), tests).exit();
}
