//! Files that only their owner may read.

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

/// The maximum size of a file of settings, in bytes.
const MAX_LEN: u64 = 1024 * 1024;

/// Reads a file of secrets; `None` if it does not exist. Files that others may read are rejected.
pub(super) fn read(path: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let Some(file) = open(path)? else {
        return Ok(None);
    };
    // Check the open file: the path may refer to another one by the time it is read.
    check_mode(&file, path, &SECRET)?;
    text(file, path).map(Some)
}

/// Reads a file without secrets; `None` if it does not exist. Files that others may write are rejected: they name servers.
pub(super) fn read_public(path: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let Some(file) = open(path)? else {
        return Ok(None);
    };
    check_mode(&file, path, &PUBLIC)?;
    text(file, path).map(Some)
}

/// Permissions that others must not have.
struct Forbidden {
    /// The permissions of the group and of others.
    bits: u32,
    /// The participle for messages: "read" or "written".
    verb: &'static str,
    /// The argument of `chmod` that removes the permissions.
    change: &'static str,
}

const SECRET: Forbidden = Forbidden {
    bits: 0o077,
    verb: "read",
    change: "600",
};
const PUBLIC: Forbidden = Forbidden {
    bits: 0o022,
    verb: "written",
    change: "go-w",
};

fn open(path: &Path) -> Result<Option<File>, Box<dyn Error>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn text(file: File, path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    file.take(MAX_LEN + 1)
        .read_to_string(&mut text)
        .map_err(|error| unreadable(path, &error))?;
    if text.len() as u64 > MAX_LEN {
        return Err(format!("`{}` is larger than 1 MiB", path.display()).into());
    }
    Ok(text)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Box<dyn Error> {
    format!("`{}` cannot be read: {error}", path.display()).into()
}

/// Atomically replaces a file with one that only its owner may read.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let failed = |error: std::io::Error| format!("`{}` cannot be written: {error}", path.display());
    let folder = path.parent().ok_or("a file without a folder")?;
    create_folder(folder).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = folder.join(format!(".{name}.{}", std::process::id()));
    // Left over from an interrupted run.
    drop(std::fs::remove_file(&part));
    let outcome = create(&part).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    });
    outcome.map_err(|error| {
        drop(std::fs::remove_file(&part));
        failed(error).into()
    })
}

#[cfg(unix)]
fn create_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn create_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(unix)]
fn create(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn check_mode(file: &File, path: &Path, forbidden: &Forbidden) -> Result<(), Box<dyn Error>> {
    use std::os::unix::fs::PermissionsExt as _;

    let Forbidden { bits, verb, change } = forbidden;
    let metadata = file.metadata().map_err(|error| unreadable(path, &error))?;
    if metadata.permissions().mode() & bits == 0 {
        return Ok(());
    }
    let shown = path.display();
    Err(format!(
        "`{shown}` can be {verb} by users other than its owner: run `chmod {change} {shown}`"
    )
    .into())
}

#[cfg(not(unix))]
fn check_mode(_file: &File, _path: &Path, _forbidden: &Forbidden) -> Result<(), Box<dyn Error>> {
    Ok(())
}
