//! Settings from standard input, the environment and a file.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Named values; standard input has priority over the environment, and that over the file.
#[derive(Default)]
pub(crate) struct Settings {
    given: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Standard input.
    Given,
    /// The environment.
    Environment,
    /// The file.
    File,
}

impl Settings {
    /// Reads the file, if there is one; it has to be one that only its owner may read.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let shown = path.display();
        check_mode(path)?;
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
        let file = parse(&text)
            .map_err(|line| format!("`{shown}`, line {line}: `NAME=value` is expected"))?;
        Ok(Self {
            file,
            ..Self::default()
        })
    }

    /// Adds a value that was given to the program itself.
    pub(crate) fn give(&mut self, name: String, value: String) {
        self.given.insert(name, value);
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.find(name).map(|(_, value)| value)
    }

    /// The origin of a value.
    pub(crate) fn origin(&self, name: &str) -> Option<Origin> {
        self.find(name).map(|(origin, _)| origin)
    }

    fn find(&self, name: &str) -> Option<(Origin, String)> {
        let of = |values: &BTreeMap<String, String>, origin| {
            values.get(name).map(|value| (origin, value.clone()))
        };
        let environment = || {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty());
            value.map(|value| (Origin::Environment, value))
        };
        of(&self.given, Origin::Given)
            .or_else(environment)
            .or_else(|| of(&self.file, Origin::File))
    }
}

/// The values of lines of `NAME=value`, or the number of the first line that is none.
///
/// The line itself may be a secret.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let mut values = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once('=').ok_or(index + 1)?;
        values.insert(name.trim().to_owned(), value.trim().to_owned());
    }
    Ok(values)
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), Box<dyn Error>> {
    use std::os::unix::fs::PermissionsExt as _;

    let shown = path.display();
    let metadata =
        std::fs::metadata(path).map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
    // The last six bits are those of the group and of others.
    if metadata.permissions().mode().trailing_zeros() >= 6 {
        return Ok(());
    }
    Err(format!("`{shown}` can be read by others than its owner: `chmod 600 {shown}`").into())
}

#[cfg(not(unix))]
fn check_mode(_path: &Path) -> Result<(), Box<dyn Error>> {
    Ok(())
}
