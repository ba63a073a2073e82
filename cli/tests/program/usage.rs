//! Usage errors, completions and man pages.

use super::{ACME, folder, signon, status, succeed};

#[test]
fn completions_and_man_pages_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let bash = succeed(folder.path(), &["completions", "bash"]);
    assert!(
        bash.contains("--package-version"),
        "no completion of a flag"
    );
    succeed(folder.path(), &["man", "--out", "man1"]);
    assert!(folder.path().join("man1/signon-generate.1").is_file());
}

#[test]
fn usage_errors_have_exit_status_2() {
    let folder = folder(ACME);
    for arguments in [
        &["generate", "acme.yaml"][..],
        &["generate", "--out", "client"],
        &["generate", "--keep-going"],
        &["generate", "--overlay", "ours.yaml"],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--check",
            "--force",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "folder",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--name",
            "not a name",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--runtime",
            "1.2",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--package-version",
            "1.2",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "module",
            "--module-path",
            "crate::type",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--module-path",
            "crate::a",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "module",
            "--license",
            "MIT",
        ],
        &["frobnicate"],
        &[],
    ] {
        let output = signon(folder.path(), arguments);
        assert_eq!(status(&output), Some(2), "{arguments:?}");
        assert!(!folder.path().join("client").exists());
    }
}
