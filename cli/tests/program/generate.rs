//! `signon generate`.

use std::fs;

use super::{ACME, GENERATE, folder, read, signon, status, stderr, succeed};

#[test]
fn crates_are_named_after_their_document() {
    let folder = folder(ACME);
    let printed = succeed(folder.path(), GENERATE);
    assert_eq!(printed, "acme: 1 operation, 1 type, 10 files changed\n");
    let manifest = read(&folder, "client/Cargo.toml");
    assert!(manifest.contains("name = \"acme\"\n"), "{manifest}");
    assert!(manifest.contains("\n[workspace]\n"), "{manifest}");
    let again = succeed(folder.path(), GENERATE);
    assert_eq!(again, "acme: 1 operation, 1 type, nothing changed\n");
}

#[test]
fn checkouts_use_the_adjacent_runtime() {
    let folder = folder(ACME);
    let output = signon(folder.path(), &["generate", "acme.yaml", "--out", "client"]);
    assert_eq!(status(&output), Some(0));
    assert!(
        stderr(&output).contains("--runtime version:"),
        "{}",
        stderr(&output)
    );
    let manifest = read(&folder, "client/Cargo.toml");
    assert!(
        manifest.contains("signon-runtime = { path = \""),
        "{manifest}"
    );
}

#[test]
fn flags_set_the_package_metadata() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "client",
        "--name",
        "our-acme",
        "--layout",
        "member",
        "--runtime",
        "version:9.8",
        "--package-version",
        "2.3.4",
        "--license",
        "MIT",
    ];
    succeed(folder.path(), &flags);
    let manifest = read(&folder, "client/Cargo.toml");
    for line in [
        "name = \"our-acme\"",
        "version = \"2.3.4\"",
        "license = \"MIT\"",
        "signon-runtime = { version = \"9.8\", default-features = false }",
    ] {
        assert!(
            manifest.lines().any(|has| has == line),
            "{line}\n{manifest}"
        );
    }
    assert!(!manifest.contains("[workspace]"), "{manifest}");
    for (source, line) in [
        (
            "path:../runtime",
            "signon-runtime = { path = \"../runtime\"",
        ),
        (
            "git:https://git.example/r",
            "signon-runtime = { git = \"https://git.example/r\"",
        ),
    ] {
        succeed(
            folder.path(),
            &[
                "generate",
                "acme.yaml",
                "--out",
                source,
                "--runtime",
                source,
            ],
        );
        let manifest = read(&folder, &format!("{source}/Cargo.toml"));
        assert!(manifest.contains(line), "{manifest}");
    }
}

#[test]
fn modules_contain_only_rust_files() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "src/api",
        "--layout",
        "module",
    ];
    succeed(
        folder.path(),
        &[&flags[..], &["--module-path", "crate::api"]].concat(),
    );
    let root = read(&folder, "src/api/mod.rs");
    assert!(root.contains("mod api;") && !root.contains("//!"), "{root}");
    assert!(read(&folder, "src/api/users.rs").contains("use crate::api::"));
    assert!(!folder.path().join("src/api/Cargo.toml").exists());
}

#[test]
fn modules_can_be_named_after_keywords() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "api",
        "--layout",
        "module",
        "--name",
        "type",
    ];
    succeed(folder.path(), &flags);
    assert!(read(&folder, "api/users.rs").contains("use crate::r#type::api::API;"));
}

#[test]
fn types_only_omits_the_client() {
    let folder = folder(ACME);
    succeed(folder.path(), &[GENERATE, &["--types-only"]].concat());
    let root = read(&folder, "client/src/lib.rs");
    assert!(
        root.contains("pub mod users;") && !root.contains("client"),
        "{root}"
    );
    assert!(read(&folder, "client/src/users.rs").contains("pub struct User {"));
    let sources = fs::read_dir(folder.path().join("client/src")).expect("sources");
    assert_eq!(sources.count(), 2, "more than lib.rs and users.rs");
}

#[test]
fn check_writes_nothing_and_reports_stale_output() {
    let folder = folder(ACME);
    let generate = GENERATE;
    let check = [generate, &["--check"]].concat();
    let before = signon(folder.path(), &check);
    assert_eq!(status(&before), Some(1));
    assert!(stderr(&before).contains("stale"), "{}", stderr(&before));
    assert!(!folder.path().join("client").exists());
    succeed(folder.path(), generate);
    assert_eq!(succeed(folder.path(), &check), "");
}

#[test]
fn dry_runs_list_changes() {
    let folder = folder(ACME);
    let generate = GENERATE;
    let dry = [generate, &["--dry-run"]].concat();
    let printed = succeed(folder.path(), &dry);
    assert!(printed.contains("+ client/src/lib.rs\n"), "{printed}");
    assert!(!folder.path().join("client").exists());
    succeed(folder.path(), generate);
    let other = ACME.replace("listUsers", "listPeople");
    fs::write(folder.path().join("acme.yaml"), other).expect("a document");
    let printed = succeed(folder.path(), &dry);
    assert!(printed.contains("~ client/manifest.json\n"), "{printed}");
}

#[test]
fn edited_files_are_replaced_only_by_force() {
    let folder = folder(ACME);
    let generate = GENERATE;
    succeed(folder.path(), generate);
    fs::write(folder.path().join("client/src/api.rs"), "// mine\n").expect("an edit");
    let rejected = signon(folder.path(), generate);
    assert_eq!(status(&rejected), Some(1));
    assert!(
        stderr(&rejected).contains("client/src/api.rs"),
        "{}",
        stderr(&rejected)
    );
    assert_eq!(read(&folder, "client/src/api.rs"), "// mine\n");
    succeed(folder.path(), &[generate, &["--force"]].concat());
    assert!(read(&folder, "client/src/api.rs").starts_with("// @generated by `signon generate`"));
}
