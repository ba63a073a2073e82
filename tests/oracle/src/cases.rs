//! Cases in folders: a file holds what is expected of each, and `UPDATE=1` rewrites it.

pub mod faults;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use similar::TextDiff;

/// Fails with a diff where `actual` is not what the file holds.
pub fn check(file: &Path, actual: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, actual)?;
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let diff = TextDiff::from_lines(&expected, actual);
    let name = file.display().to_string();
    let diff = diff.unified_diff().header(&name, "actual").to_string();
    Err(format!("{diff}\nUPDATE=1 rewrites what is expected").into())
}

/// The folders in a folder, sorted.
pub fn folders(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
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
