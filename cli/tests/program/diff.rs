//! `signon diff`.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{ACME, folder, signon, status, stderr, succeed};

/// A folder with versions of a document: one that lacks a property, and one with another one.
fn versions() -> TempDir {
    let folder = folder(ACME);
    let newer = ACME.replace("required: [id], properties: { id: { type: integer } }", "");
    fs::write(folder.path().join("newer.yaml"), newer).expect("a document");
    let more = ACME.replace(
        "id: { type: integer } }",
        "id: { type: integer }, note: { type: string } }",
    );
    fs::write(folder.path().join("more.yaml"), more).expect("a document");
    folder
}

#[test]
fn diff_prints_changes_with_locations() {
    let folder = versions();
    let output = succeed(folder.path(), &["diff", "acme.yaml", "newer.yaml"]);
    assert!(
        output.contains(
            "major[property-removed]: User.id: removed\n  old: {\"type\":\"integer\"}  (acme.yaml:17)\n"
        ),
        "{output}"
    );
    assert!(output.contains("major[rust-removed]: users::User::id: field removed"));
    let same = succeed(folder.path(), &["diff", "acme.yaml", "acme.yaml"]);
    assert_eq!(same, "No changes.\n");
}

#[test]
fn diff_fails_at_the_given_verdict() {
    let folder = versions();
    let run = |old, new, verdict| {
        let arguments = ["diff", old, new, "--fail-on", verdict];
        status(&signon(folder.path(), &arguments))
    };
    assert_eq!(run("acme.yaml", "newer.yaml", "major"), Some(1));
    assert_eq!(run("acme.yaml", "more.yaml", "major"), Some(0));
    assert_eq!(run("acme.yaml", "more.yaml", "minor"), Some(1));
    assert_eq!(run("acme.yaml", "acme.yaml", "minor"), Some(0));
}

#[test]
fn diff_has_formats_for_machines() {
    let folder = versions();
    let run = |format| {
        let arguments = ["diff", "acme.yaml", "newer.yaml", "--format", format];
        succeed(folder.path(), &arguments)
    };
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    assert_eq!(json["verdict"], "major");
    let removed = &json["changes"][0];
    assert_eq!(removed["code"], "property-removed");
    assert_eq!(removed["old"]["line"], 17);
    assert_eq!(removed["new"], Value::Null);
    assert!(run("github").starts_with(
        "::error file=acme.yaml,line=17,title=major property-removed::User.id: removed\n"
    ));
    assert!(run("markdown").contains("### Breaking, on the wire\n\n- `User.id`: removed, was `"));
}

#[test]
fn diff_reads_files_outside_the_folder_if_allowed() {
    let folder = versions();
    let root = folder.path();
    fs::create_dir(root.join("api")).expect("a folder");
    let document = ACME.replace("#/components/schemas/User", "../user.yaml");
    fs::write(root.join("api/acme.yaml"), document).expect("a document");
    fs::write(root.join("user.yaml"), "type: object\n").expect("a schema");
    let arguments = ["diff", "api/acme.yaml", "api/acme.yaml"];
    let rejected = signon(root, &arguments);
    assert_eq!(status(&rejected), Some(1));
    assert!(
        stderr(&rejected).contains("outside-ref"),
        "{}",
        stderr(&rejected)
    );
    let allowed = [arguments.as_slice(), &["--allow-refs-outside"]].concat();
    assert_eq!(succeed(root, &allowed), "No changes.\n");
}

#[test]
fn diff_rejects_invalid_inputs() {
    let folder = versions();
    let output = signon(folder.path(), &["diff", "-", "-"]);
    assert_eq!(status(&output), Some(2));
    fs::write(folder.path().join("other.yaml"), "openapi: 9.9.9\n").expect("a file");
    let output = signon(folder.path(), &["diff", "acme.yaml", "other.yaml"]);
    assert_eq!(status(&output), Some(1));
    assert!(
        stderr(&output).contains("other.yaml"),
        "{}",
        stderr(&output)
    );
}
