//! `signon generate`.

use std::fs;

use super::{ACME, GENERATE, folder, read, signon, status, stderr, succeed};

#[test]
fn a_document_becomes_a_crate_called_after_it() {
    let folder = folder(ACME);
    let said = succeed(folder.path(), GENERATE);
    assert_eq!(said, "acme: 1 operation, 1 type, 10 files changed\n");
    let manifest = read(&folder, "client/Cargo.toml");
    assert!(manifest.contains("name = \"acme\"\n"), "{manifest}");
    assert!(manifest.contains("\n[workspace]\n"), "{manifest}");
    let again = succeed(folder.path(), GENERATE);
    assert_eq!(again, "acme: 1 operation, 1 type, nothing changed\n");
}

#[test]
fn a_program_from_a_checkout_takes_the_runtime_beside_it() {
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
fn the_package_is_what_the_flags_say() {
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
fn a_module_is_rust_files_alone() {
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
fn a_module_may_be_called_after_a_keyword() {
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
fn types_only_leaves_out_the_client() {
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
fn check_writes_nothing_and_finds_what_is_stale() {
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
fn a_dry_run_says_what_would_change() {
    let folder = folder(ACME);
    let generate = GENERATE;
    let dry = [generate, &["--dry-run"]].concat();
    let said = succeed(folder.path(), &dry);
    assert!(said.contains("+ client/src/lib.rs\n"), "{said}");
    assert!(!folder.path().join("client").exists());
    succeed(folder.path(), generate);
    let other = ACME.replace("listUsers", "listPeople");
    fs::write(folder.path().join("acme.yaml"), other).expect("a document");
    let said = succeed(folder.path(), &dry);
    assert!(said.contains("~ client/manifest.json\n"), "{said}");
}

#[test]
fn edited_files_are_replaced_by_force_alone() {
    let folder = folder(ACME);
    let generate = GENERATE;
    succeed(folder.path(), generate);
    fs::write(folder.path().join("client/src/api.rs"), "// mine\n").expect("an edit");
    let refused = signon(folder.path(), generate);
    assert_eq!(status(&refused), Some(1));
    assert!(
        stderr(&refused).contains("client/src/api.rs"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(read(&folder, "client/src/api.rs"), "// mine\n");
    succeed(folder.path(), &[generate, &["--force"]].concat());
    assert!(read(&folder, "client/src/api.rs").starts_with("// @generated by `signon generate`"));
}
