//! Settings from the environment and from a file.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// Named values; the environment has priority over the file.
#[derive(Default)]
pub(super) struct Settings {
    file: BTreeMap<String, String>,
}

impl Settings {
    /// Reads the file, if there is one; it has to be one that only its owner may read.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let shown = path.display();
        check_mode(path)?;
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
        let mut file = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            // The line is not shown: it may be a secret.
            let (name, value) = line.split_once('=').ok_or_else(|| {
                format!("`{shown}`, line {}: `NAME=value` is expected", index + 1)
            })?;
            file.insert(name.trim().to_owned(), value.trim().to_owned());
        }
        Ok(Self { file })
    }

    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty());
        value.or_else(|| self.file.get(name).cloned())
    }
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
