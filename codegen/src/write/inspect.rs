//! What is in a folder before anything is written. No symbolic link below the folder is followed.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is at the path of a file.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// A file, with its bytes.
    File(Vec<u8>),
}

/// How many entries of a folder are searched for other crates.
const MAX_ENTRIES: usize = 10_000;

/// What is at a path below a folder, or the reason why no file of ours can be there.
pub(super) fn inspect(root: &Path, path: &str) -> io::Result<Result<Found, &'static str>> {
    let mut at = root.to_path_buf();
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        at.push(name);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ok(Found::Nothing)),
            // A file where a folder belongs.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Ok(Err("is below a file"));
            }
            Err(error) => return Err(error),
        };
        let is_last = names.peek().is_none();
        if found.is_symlink() {
            return Ok(Err("is or is below a symbolic link"));
        }
        if !is_last && !found.is_dir() {
            return Ok(Err("is below a file"));
        }
        if is_last && !found.is_file() {
            return Ok(Err("is not a regular file"));
        }
    }
    fs::read(&at).map(|bytes| Ok(Found::File(bytes)))
}

/// The folder of a crate below a folder, if there is one.
pub(super) fn nested_crate(root: &Path) -> io::Result<Option<PathBuf>> {
    let mut folders = VecDeque::from([root.to_path_buf()]);
    let mut count = 0;
    while let Some(folder) = folders.pop_front() {
        for (path, is_dir) in entries(&folder)? {
            count += 1;
            if count > MAX_ENTRIES {
                return Ok(None);
            }
            if is_dir {
                folders.push_back(path);
            } else if folder != root && path.file_name().is_some_and(|name| name == "Cargo.toml") {
                return Ok(Some(folder));
            }
        }
    }
    Ok(None)
}

/// The files beside the sources of a crate, relative to its folder.
pub(super) fn files(root: &Path) -> io::Result<Vec<String>> {
    let files = entries(root)?.into_iter().filter(|(_, is_dir)| !is_dir);
    Ok(files
        .filter_map(|(path, _)| relative(root, &path))
        .collect())
}

/// The sources of a crate, relative to its folder; those of crates within it are not among them.
pub(super) fn sources(root: &Path) -> io::Result<Vec<String>> {
    let mut folders = vec![root.join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = entries(&folder)?;
        let is_crate = entries.iter().any(|(path, _)| path.ends_with("Cargo.toml"));
        if is_crate {
            continue;
        }
        for (path, is_dir) in entries {
            if is_dir {
                folders.push(path);
            } else {
                sources.extend(relative(root, &path));
            }
        }
    }
    sources.sort_unstable();
    Ok(sources)
}

/// The files and folders in a folder, but for hidden ones, what a build leaves behind, and symbolic links.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut entries = Vec::new();
    for entry in found {
        let entry = entry?;
        let name = entry.file_name();
        if name == "target" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() || kind.is_file() {
            entries.push((entry.path(), kind.is_dir()));
        }
    }
    entries.sort_unstable();
    Ok(entries)
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    Some(relative.to_str()?.replace('\\', "/"))
}
