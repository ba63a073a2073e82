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

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use signon_codegen::diagnostic::{Code, Diagnostics, Severity, Strictness};
use signon_codegen::document::Documents;
use signon_codegen::emit::{EmitOptions, Place, Runtime, emit};
use signon_codegen::format::format;
use signon_codegen::select::{Selection, select};
use signon_codegen::write::{Owner, plan};
use signon_codegen::{load, mapping, overlay, release, understand, workspace};

const FAULTS: &str = "tests/faults";

/// All that is reported for a case.
fn diagnose(case: &Path) -> String {
    let vendor = ["spec.yaml", "spec.json"].map(|name| case.join(name));
    if let Some(file) = vendor.iter().find(|file| file.is_file()) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let keep_going = name.starts_with("keep_going");
        let mut diagnostics = Diagnostics::new(Strictness::Vendor { keep_going });
        let mut set = load::load_file(file, load::Reach::Folder, &mut diagnostics);
        if let Ok(set) = &mut set {
            let overlay = case.join("overlay.yaml");
            if overlay.is_file() {
                let overlay = load::load_overlay(&overlay, &mut set.documents, &mut diagnostics);
                overlay::apply(set, overlay.ok().as_slice(), &mut diagnostics);
            }
            select(set, &selection(case), &mut diagnostics);
        }
        let out = case.join("out");
        return if out.is_dir() {
            into(&out, set, diagnostics)
        } else {
            render(set, diagnostics)
        };
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case);
    drop(fs::remove_dir_all(&root));
    if case.join("mapping.yaml").is_file() {
        return mapping(case, &root);
    }
    if case.join("released").is_dir() {
        return released(case, &root);
    }
    copy(case, &root.join("specs/acme")).expect("the case can be copied");
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    let set = load::load_tree(&root, "acme", &mut diagnostics);
    render(set, diagnostics)
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

/// What is reported of a mapping onto the provider and the unified models that all of these cases share.
fn mapping(case: &Path, root: &Path) -> String {
    let (specs, of_case) = (root.join("specs"), root.join("specs/unified/acme"));
    copy(Path::new("tests/mapping/specs"), &specs).expect("the specs can be copied");
    fs::create_dir_all(&of_case).expect("a folder");
    fs::copy(case.join("mapping.yaml"), of_case.join("people.yaml")).expect("a mapping");
    let understood = workspace::understand(root, &["acme".to_owned()], false);
    assert!(!understood.faulty, "{}", understood.report);
    match mapping::generate(root, &understood.providers, false) {
        Ok(_) => String::new(),
        Err(report) => report,
    }
}

/// What is reported for a folder that a crate is generated into.
fn into<E>(out: &Path, set: Result<load::SpecSet, E>, mut diagnostics: Diagnostics) -> String {
    let mut set = set.ok().expect("the document can be read");
    let understood = understand(&mut set, "acme", &mut diagnostics);
    let (api, names) = understood.expect("the document is understood");
    let place = Place::Alone(Runtime::Version("0.1".to_owned()));
    let options = EmitOptions::new("acme", "spec.yaml", place);
    let tree = format(&emit(&api, &names, &options));
    let owner = Owner::User { force: false };
    assert!(plan(tree, out, owner, &mut diagnostics).is_err());
    diagnostics.render(&Documents::default(), false)
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

fn render<E>(set: Result<load::SpecSet, E>, mut diagnostics: Diagnostics) -> String {
    match set {
        Ok(mut set) => {
            drop(understand(&mut set, "acme", &mut diagnostics));
            diagnostics.render(&set.documents, false)
        }
        Err(_) => diagnostics.render(&Documents::default(), false),
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
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
    let all: [(&str, fn()); 3] = [
        (
            "each_code_has_a_folder_and_each_folder_a_code",
            each_code_has_a_folder_and_each_folder_a_code,
        ),
        (
            "the_documentation_has_a_heading_for_each_code_and_its_severity",
            the_documentation_has_a_heading_for_each_code_and_its_severity,
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
