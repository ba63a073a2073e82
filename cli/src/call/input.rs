//! Values from files and standard input.

use std::io::Read as _;
use std::path::Path;

use super::failure::Failure;

/// The maximum length of a value in memory, in bytes.
const MAX_LEN: u64 = 64 * 1024 * 1024;

/// Standard input, which only one flag can read.
#[derive(Debug, Default)]
pub(super) struct Stdin {
    taken_by: Option<String>,
}

impl Stdin {
    /// Reads all of standard input.
    pub(super) fn bytes(&mut self, flag: &str) -> Result<Vec<u8>, Failure> {
        if let Some(other) = self.taken_by.replace(flag.to_owned()) {
            return Err(Failure::usage(format!(
                "`--{flag}` and `--{other}` cannot both read standard input"
            )));
        }
        read_limited(std::io::stdin().lock(), "standard input")
    }

    /// Whether a flag has read standard input.
    pub(super) const fn is_taken(&self) -> bool {
        self.taken_by.is_some()
    }

    pub(super) fn text(&mut self, flag: &str) -> Result<String, Failure> {
        utf8(self.bytes(flag)?, "standard input")
    }

    /// Resolves an argument: `@FILE` and `-` are read, anything else is the text itself.
    pub(super) fn document(&mut self, flag: &str, word: &str) -> Result<String, Failure> {
        match word.strip_prefix('@') {
            Some(path) => utf8(file(flag, Path::new(path))?, path),
            None if word == "-" => self.text(flag),
            None => Ok(word.to_owned()),
        }
    }
}

/// Reads the file that a flag names.
pub(super) fn file(flag: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let file = std::fs::File::open(path).map_err(|error| {
        Failure::usage(format!("`--{flag}`: `{shown}` cannot be read: {error}"))
    })?;
    read_limited(file, &shown.to_string())
}

fn read_limited(source: impl std::io::Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    source
        .take(MAX_LEN + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("`{name}` cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_LEN {
        return Err(Failure::usage(format!(
            "`{name}` is larger than {} MiB",
            MAX_LEN / 1024 / 1024
        )));
    }
    Ok(bytes)
}

fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("`{name}` is not UTF-8")))
}
