//! Every diagnostic code has documents that cause it, and the text that is reported. Each case is a test of its own.
//!
//! A case is a folder `faults/CODE/CASE/`: `spec.yaml` or `spec.json` is read as a vendor's document (and goes on
//! past what is not supported if the case's name begins with `keep_going`); without one, the folder is a tree of
//! specs of ours. To a vendor's document, `overlay.yaml` is applied; what
//! `include.txt` and `exclude.txt` select of it is read. A vendor's document is generated into `out/`, where the case has that folder. With
//! `released/`, the specs of a release are there, those that are compared with it in `specs/`, and the workspace's `Cargo.toml` is
//! `workspace.toml`. With `mapping.yaml`, the case is a mapping between the specs in `mapping/specs`. What is reported is in `expected.txt`; `UPDATE=1` writes it anew.

#[path = "expectation/file.rs"]
mod expectation;
#[path = "mapping/compile.rs"]
mod mapping;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use signon_codegen::internal::{release, workspace};
use signon_codegen::{Code, Generator, Input, Runtime, Selection};

use self::mapping::copy;

const FAULTS: &str = "tests/faults";

/// All that is reported for a case.
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
    if case.join("mapping.yaml").is_file() {
        return reported(case, &root);
    }
    if case.join("released").is_dir() {
        return released(case, &root);
    }
    copy(case, &root.join("specs/acme")).expect("the case can be copied");
    let understood = workspace::understand(&root, &["acme".to_owned()], false);
    understood.report.trim_end().to_owned()
}

/// What is reported of specs after a release in version 0.1.0.
fn released(case: &Path, root: &Path) -> String {
    let provider = |folder: &str| {
        let root = root.join(folder);
        copy(&case.join(folder), &root.join("specs/acme")).expect("the case can be copied");
        let mut understood = workspace::understand(&root, &["acme".to_owned()], false);
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

/// What is reported of a mapping.
fn reported(case: &Path, root: &Path) -> String {
    match mapping::compile(&case.join("mapping.yaml"), root) {
        Ok(_) => String::new(),
        Err(report) => report.to_string(),
    }
}

/// The selectors of a case, one on each line of `include.txt` and `exclude.txt`.
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

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("the folder is there");
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Compares what is reported for a case with what is expected.
fn check(case: &Path, code: &str) -> Result<(), Failed> {
    let reported = diagnose(case) + "\n";
    let expected = case.join("expected.txt");
    expectation::check(&expected, &reported)?;
    if reported.contains(&format!("[{code}]: ")) {
        return Ok(());
    }
    Err(format!("{} does not report `{code}`", expected.display()).into())
}

/// A test for each case, and for what holds for all of them.
fn main() {
    let mut tests = Vec::new();
    for folder in folders(Path::new(FAULTS)) {
        let code = file_name(&folder);
        for case in folders(&folder) {
            let code = code.clone();
            let name = format!("{code}::{}", file_name(&case));
            tests.push(Trial::test(name, move || check(&case, &code)));
        }
    }
    assert!(tests.len() >= 100, "the cases are gone");
    let all: [(&str, fn()); 2] = [
        (
            "each_code_has_a_folder_and_each_folder_a_code",
            each_code_has_a_folder_and_each_folder_a_code,
        ),
        ("messages_are_one_clause", messages_are_one_clause),
    ];
    tests.extend(all.map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    }));
    libtest_mimic::run(&Arguments::from_args(), tests).exit();
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn each_code_has_a_folder_and_each_folder_a_code() {
    let codes: BTreeSet<String> = Code::ALL
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect();
    let names = |path: PathBuf| Some(path.file_name()?.to_string_lossy().into_owned());
    let found: BTreeSet<String> = folders(Path::new(FAULTS))
        .into_iter()
        .filter_map(names)
        .collect();
    assert_eq!(found, codes);
}

fn messages_are_one_clause() {
    let mut wrong = Vec::new();
    for case in folders(Path::new(FAULTS))
        .iter()
        .flat_map(|code| folders(code))
    {
        let text = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        for line in text
            .lines()
            .filter(|line| line.contains("]: ") && !line.starts_with(' '))
        {
            let message = line.split_once("]: ").map_or("", |(_, message)| message);
            if message.ends_with('.') || message.contains("failed to") || message.is_empty() {
                wrong.push(format!("{}: {line}", case.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
