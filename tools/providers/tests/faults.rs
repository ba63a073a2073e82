//! What is reported of mappings and of releases, each case as a test of its own.
//!
//! A case is a folder `faults/CODE/CASE/`. With `mapping.yaml`, it is a mapping between the specs in `mapping/specs`. With
//! `released/`, the specs of a release are there, those that are compared with it are in `specs/`, and the workspace's
//! `Cargo.toml` is `workspace.toml`. What is reported is in `expected.txt`; `UPDATE=1` writes it anew.

#[path = "mapping/compile.rs"]
mod mapping;

use std::fs;
use std::path::Path;

use libtest_mimic::Arguments;
use signon_oracle::cases::{copy, faults};
use signon_providers::{release, understand};

/// All that is reported for a case.
fn diagnose(case: &Path) -> String {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case);
    drop(fs::remove_dir_all(&root));
    if case.join("released").is_dir() {
        return released(case, &root);
    }
    match mapping::compile(&case.join("mapping.yaml"), &root) {
        Ok(_) => String::new(),
        Err(report) => report.to_string(),
    }
}

/// What is reported of specs after a release in version 0.1.0.
fn released(case: &Path, root: &Path) -> String {
    let provider = |folder: &str| {
        let root = root.join(folder);
        copy(&case.join(folder), &root.join("specs/acme")).expect("the case can be copied");
        let mut understood = understand(&root, &["acme".to_owned()], false);
        assert!(!understood.faulty, "{}", understood.report);
        understood.providers.remove(0)
    };
    let version = "0.1.0".parse().expect("a version");
    let record = release::record(&provider("released"), &version).expect("a record");
    let text = |file: &str| fs::read_to_string(case.join(file)).expect("a file of the case");
    let announcement = release::Announcement {
        manifest: &text("workspace.toml"),
        changelog: &text("CHANGELOG.md"),
    };
    release::check(&provider("specs"), &record, announcement, false).expect("a comparison")
}

/// A test for each case, and for what holds for all of them.
fn main() {
    let tests = faults::trials(Path::new("tests/faults"), diagnose).expect("the cases");
    assert!(tests.len() >= 12, "the cases are gone");
    libtest_mimic::run(&Arguments::from_args(), tests).exit();
}
