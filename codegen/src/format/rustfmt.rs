//! The toolchain's own formatter, for crates that `cargo fmt --check` covers.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io};

use tempfile::TempDir;

use super::Tree;

/// Formats a crate as `cargo fmt` would: one process for all files.
///
/// # Errors
///
/// If there is no `rustfmt`, if it finds fault with a file, or if the folder for temporary files cannot be used.
pub fn rustfmt(tree: &mut Tree) -> io::Result<()> {
    let folder = private_folder()?;
    in_folder(tree, folder.path())
}

/// A folder for this user alone, whose name cannot be guessed. It is removed when dropped.
fn private_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("signon-rustfmt-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

/// Writes the files into a folder, formats them there, and reads them back.
fn in_folder(tree: &mut Tree, folder: &Path) -> io::Result<()> {
    let is_rust = |path: &str| {
        Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs")
    };
    for (path, text) in tree.files.iter().filter(|(path, _)| is_rust(path)) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    // A crate's root leads to all of its modules; files without a root are all named.
    let root = tree
        .files
        .keys()
        .find(|path| path.ends_with("src/lib.rs") || path.ends_with("src/main.rs"));
    let paths: Vec<&String> = match root {
        Some(root) => vec![root],
        None => tree.files.keys().filter(|path| is_rust(path)).collect(),
    };
    if paths.is_empty() {
        return Ok(());
    }
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "style_edition=2024"])
        .args(paths)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "rustfmt: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    for (path, text) in tree.files.iter_mut().filter(|(path, _)| is_rust(path)) {
        *text = fs::read_to_string(folder.join(path))?;
    }
    Ok(())
}
