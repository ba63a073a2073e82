//! [`Changes`] → disk. Every new text is on the disk before the first file is replaced.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use super::{Changes, Written};

/// For fewer files, another thread costs more than it saves.
const FILES_PER_WRITER: usize = 32;

/// Why changes were not made, or not all of them.
#[derive(Debug)]
pub struct Incomplete {
    /// What could not be written or removed.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
    /// What was changed before; empty if the disk is as it was.
    pub changed: Vec<PathBuf>,
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, error, .. } = self;
        write!(f, "{}: {error}; ", path.display())?;
        if self.changed.is_empty() {
            return f.write_str("nothing was changed");
        }
        f.write_str("run the command again; until then, the output is mixed: changed were")?;
        let mut changed = self.changed.iter();
        changed.try_for_each(|path| write!(f, "\n{}", path.display()))
    }
}

impl std::error::Error for Incomplete {}

impl Incomplete {
    fn before(path: &Path, error: io::Error) -> Self {
        Self {
            path: path.to_path_buf(),
            error,
            changed: Vec::new(),
        }
    }
}

/// Makes the changes: see [`Changes::apply`].
pub(super) fn apply(changes: &Changes) -> Result<(), Incomplete> {
    let mut new_folders = Vec::new();
    let staged = folders(changes, &mut new_folders).and_then(|()| stage(&changes.write));
    if let Err(incomplete) = staged {
        discard(&changes.write);
        // The error that is reported is the first one.
        new_folders
            .iter()
            .rev()
            .for_each(|folder| drop(fs::remove_dir(folder)));
        return Err(incomplete);
    }
    let mut done = Vec::new();
    commit(changes, &mut done).map_err(|(path, error)| {
        discard(&changes.write);
        Incomplete {
            path,
            error,
            changed: done,
        }
    })
}

/// Makes the folders that are missing, and remembers them.
fn folders(changes: &Changes, made: &mut Vec<PathBuf>) -> Result<(), Incomplete> {
    let parents = changes.write.iter().filter_map(|file| file.path.parent());
    for folder in parents.collect::<BTreeSet<&Path>>() {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => made.push(folder.to_path_buf()),
                // Another run, into a sibling folder, made the same parent first.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(Incomplete::before(folder, error)),
            }
        }
    }
    Ok(())
}

/// Writes all texts beside their places, several at a time if there are many.
fn stage(files: &[Written]) -> Result<(), Incomplete> {
    let numbered: Vec<(usize, &Written)> = files.iter().enumerate().collect();
    let write_all = |files: &[(usize, &Written)]| {
        files.iter().try_for_each(|(number, file)| {
            write(&beside(&file.path, *number), &file.text)
                .map_err(|error| Incomplete::before(&file.path, error))
        })
    };
    if files.len() <= FILES_PER_WRITER {
        return write_all(&numbered);
    }
    let writers = thread::available_parallelism().map_or(1, usize::from);
    let count = files.len().div_ceil(writers).max(FILES_PER_WRITER);
    thread::scope(|scope| {
        let writers: Vec<_> = numbered
            .chunks(count)
            .map(|files| scope.spawn(move || write_all(files)))
            .collect();
        // The first error by path is reported, whichever came first.
        writers.into_iter().try_for_each(|writer| {
            writer.join().unwrap_or_else(|_| {
                let error = io::Error::other("a writer panicked");
                Err(Incomplete::before(Path::new(""), error))
            })
        })
    })
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let create = || fs::File::options().write(true).create_new(true).open(path);
    let mut file = match create() {
        // What a run that was killed left behind.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()?
        }
        file => file?,
    };
    file.write_all(text.as_bytes())
}

/// Moves the texts to their places and removes what is stale.
fn commit(changes: &Changes, done: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    // The list of owned files is the last: until then, the old one holds.
    let mut writes = changes.write.iter().enumerate().peekable();
    while let Some((number, file)) = writes.next() {
        if writes.peek().is_none() {
            remove(changes, done)?;
        }
        fs::rename(beside(&file.path, number), &file.path)
            .map_err(|error| (file.path.clone(), error))?;
        done.push(file.path.clone());
    }
    if changes.write.is_empty() {
        remove(changes, done)?;
    }
    Ok(())
}

fn remove(changes: &Changes, done: &mut Vec<PathBuf>) -> Result<(), (PathBuf, io::Error)> {
    for path in &changes.remove {
        fs::remove_file(path).map_err(|error| (path.clone(), error))?;
        done.push(path.clone());
        // Folders of generated files are the generator's; one that holds anything else stays.
        let mut folder = path.parent();
        while let Some(empty) = folder
            .filter(|folder| *folder != changes.root && folder.starts_with(&changes.root))
            .filter(|folder| fs::remove_dir(folder).is_ok())
        {
            folder = empty.parent();
        }
    }
    Ok(())
}

fn discard(files: &[Written]) {
    for (number, file) in files.iter().enumerate() {
        drop(fs::remove_file(beside(&file.path, number)));
    }
}

/// Where a text is written first. The name is short whatever the file is called.
fn beside(path: &Path, number: usize) -> PathBuf {
    path.with_file_name(format!(".signon-{}-{number}", std::process::id()))
}
