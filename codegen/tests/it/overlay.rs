//! Overlays applied by a generator: the guide's overlay and the official test sets.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use signon_codegen::{Code, Generator, Input, Notation, Selection, Selector};
use signon_oracle::skip;

/// Returns a document in the guide, by the file name in its first line.
fn from_guide(file: &str) -> String {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/overlays.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    let begin = format!("```yaml\n# {file}\n");
    let (_, rest) = guide.split_once(&begin).expect("a block of the file");
    let (text, _) = rest.split_once("```").expect("the end of the block");
    text.to_owned()
}

/// Writes the document and the overlay of the guide to files of a test.
fn written(test: &str) -> (PathBuf, PathBuf) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("overlay")
        .join(test);
    fs::create_dir_all(&folder).expect("a folder");
    let write = |file: &str| {
        let path = folder.join(file);
        fs::write(&path, from_guide(file)).expect("the file can be written");
        path
    };
    (write("openapi.yaml"), write("overlay.yaml"))
}

#[test]
fn the_generator_applies_overlays_and_names_the_files_that_it_read() {
    let (document, overlay) = written("files");
    let selection = Selection {
        exclude: vec![Selector::read("DELETE *")],
        ..Selection::default()
    };
    let generator = Generator::new("acme")
        .expect("a name")
        .overlay(&overlay)
        .select(selection);
    let output = generator
        .generate(&Input::file(&document))
        .expect("a crate");
    assert_eq!(output.operations, 1);
    let files = output.report.files();
    assert_eq!(
        files,
        [document, overlay].map(|path| path.to_string_lossy().into_owned())
    );
}

#[test]
fn the_overlay_of_the_guide_works_as_documented() {
    let (document, overlay) = written("guide");
    let generator = Generator::new("acme").expect("a name").overlay(overlay);
    let input = Input::file(document);
    let output = generator.generate(&input).expect("a crate");
    assert_eq!(output.report.to_string(), "");
    let manifest = generator.manifest(&input).expect("a manifest").text;
    for id in ["UserController_getAllUsersV2", "deleteUser"] {
        assert!(
            manifest.contains(&format!("\"id\": \"{id}\"")),
            "{manifest}"
        );
    }
    assert_eq!(output.operations, 2);
    let all: String = output.files().values().map(String::as_str).collect();
    for part in [
        "pub fn list_users(&self, request: &ListUsers) -> PagedCall<'_, ListUsers>",
        "pub nickname: Field<String>",
    ] {
        assert!(all.contains(part), "no {part}");
    }
    assert!(
        !all.contains("legacy") && !all.contains("debug"),
        "a part is left"
    );
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/suites/overlay")
}

/// Returns the entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn the_official_sets_produce_the_expected_output() -> Result<(), String> {
    if skip::without(&suite())? {
        return Ok(());
    }
    let mut count = 0;
    for folder in entries(&suite()) {
        let overlay = folder.join("overlay.yaml");
        if !overlay.is_file() {
            continue;
        }
        count += 1;
        let generator = Generator::new("acme").expect("a name");
        let bundled = |generator: &Generator, file: &str| -> Value {
            let bundle = generator.bundle(&Input::file(folder.join(file)), Notation::Json);
            let bundle = bundle.unwrap_or_else(|report| panic!("{report}"));
            serde_json::from_str(&bundle.text).expect("JSON")
        };
        let expected = bundled(&generator, "output.yaml");
        let actual = bundled(&generator.overlay(&overlay), "openapi.yaml");
        assert_eq!(actual, expected, "{}", folder.display());
    }
    skip::say(&format!("overlay sets: {count} passed"));
    assert_eq!(count, 8, "the sets are others");
    Ok(())
}

#[test]
fn the_official_schema_tests_pass() -> Result<(), String> {
    if skip::without(&suite())? {
        return Ok(());
    }
    let mut counts = Vec::new();
    for (version, kind) in [
        ("v1.0", "pass"),
        ("v1.0", "fail"),
        ("v1.1", "pass"),
        ("v1.1", "fail"),
    ] {
        let files = entries(&suite().join("tests").join(version).join(kind));
        counts.push(files.len());
        for file in files {
            let generator = Generator::new("acme").expect("a name").overlay(&file);
            // The target is not a valid document: only diagnostics of the overlay count.
            let checked = generator.check(&Input::text("api.yaml", "{}"));
            let report = checked.expect_err("errors of the document");
            let mut findings = report.findings();
            findings.retain(|one| {
                one.file == file.to_string_lossy() && one.code != Code::OverlayTarget
            });
            assert_eq!(
                findings.is_empty(),
                kind == "pass",
                "{}: {report}",
                file.display()
            );
        }
    }
    skip::say(&format!("overlay schema tests: {counts:?} passed"));
    assert_eq!(counts, [12, 20, 13, 22], "the tests are others");
    Ok(())
}
