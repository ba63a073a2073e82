//! Compiles crates on the disk, with their doc tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Creates an empty folder for crates.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("sandbox")
        .join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for crates");
    folder
}

/// Writes a crate, compiles it without warnings, and runs its doc tests. Existing files in the folder are removed.
///
/// All crates are compiled in the workspace's target folder: crates of concurrent tests have different names, and crates of
/// the same name are in the same folder, because Cargo would mistake one for the other.
pub(crate) fn doc_tests<'a>(folder: &Path, files: impl Iterator<Item = (&'a str, &'a str)>) {
    drop(fs::remove_dir_all(folder));
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().expect("a folder");
        fs::create_dir_all(parent).expect("a folder of the crate");
        fs::write(&path, text).expect("a file of the crate");
    }
    // The workspace's versions are available on this machine.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args([
            "test",
            "--doc",
            "--quiet",
            "--offline",
            "--no-default-features",
        ])
        // The workspace's folder and profile allow compiled dependencies to be reused.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
        )
        .env("CARGO_PROFILE_DEV_DEBUG", "none")
        .env("CARGO_PROFILE_DEV_CODEGEN_UNITS", "1")
        .env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_CODEGEN_UNITS", "1")
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(folder)
        .output()
        .expect("cargo");
    assert!(
        output.status.success(),
        "the crate in `{}`:\n{}\n{}",
        folder.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Returns the folder of the runtime that the crates depend on.
pub(crate) fn runtime() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let path = path.canonicalize().expect("the runtime's folder");
    path.to_string_lossy().into_owned()
}
