//! Whether a run would find nothing to do: the same generator, the same specs, the same output.
//!
//! It only saves time. `--check` never asks.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use crate::{root, target};

/// Whether the last run for these providers ended with what is there now.
pub(super) fn is_fresh(wanted: &[String]) -> bool {
    let known = fs::read_to_string(place(wanted)).ok();
    known.is_some() && known == fingerprint().ok()
}

/// Notes what is there now. Without the note the next run takes longer, that is all.
pub(super) fn remember(wanted: &[String]) {
    if let Ok(fingerprint) = fingerprint() {
        let place = place(wanted);
        drop(place.parent().map(fs::create_dir_all));
        drop(fs::write(place, fingerprint));
    }
}

fn place(wanted: &[String]) -> PathBuf {
    let name = if wanted.is_empty() {
        "all".to_owned()
    } else {
        wanted.join("+")
    };
    target().join("signon-gen").join(name)
}

fn fingerprint() -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    let generator = fs::metadata(std::env::current_exe()?)?;
    generator.len().hash(&mut hasher);
    generator.modified()?.hash(&mut hasher);
    for folder in [
        "specs",
        "generated",
        "tests/src/generated",
        "unified/src/generated",
    ] {
        hash_folder(&root().join(folder), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            hash_folder(&path, hasher)?;
        } else {
            path.hash(hasher);
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}
