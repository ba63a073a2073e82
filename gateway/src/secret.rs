//! Secrets of the configuration: from the environment, the keychain of the system, or files that only their owner may read.

use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use signon_runtime::Secret;

/// The bytes that a file with a secret may have.
const LONGEST: u64 = 64 * 1024;

/// Why a configuration cannot be used. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl ConfigError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }

    /// The same problem, with the item of the configuration that it is in.
    pub(crate) fn within(self, item: &str) -> Self {
        Self(format!("{item}: {}", self.0))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// The environment and the keychain that a configuration refers to.
///
/// A function from the names of environment variables to their values is one, without a keychain.
pub trait SecretStore {
    /// An environment variable.
    fn env(&self, name: &str) -> Option<String>;

    /// The secret of an account in the keychain; none if it has no such account.
    fn keychain(&self, account: &str) -> Result<Option<String>, Box<dyn std::error::Error>> {
        let _ = account;
        Err("this program has no access to the system's keychain".into())
    }
}

impl<F: Fn(&str) -> Option<String>> SecretStore for F {
    fn env(&self, name: &str) -> Option<String> {
        self(name)
    }
}

/// The origin of a secret: `{ env = "NAME" }`, `{ keychain = "ACCOUNT" }` or `{ file = "PATH" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretSource {
    /// An environment variable.
    Env(String),
    /// An account in the system's keychain.
    Keychain(String),
    /// A file that holds the secret; white space around it is removed.
    File(PathBuf),
}

impl SecretSource {
    /// Reads the secret.
    pub(crate) fn read(
        &self,
        folder: &Path,
        store: &dyn SecretStore,
    ) -> Result<Secret, ConfigError> {
        let (text, shown) = match self {
            Self::Env(name) => {
                let text = store.env(name).ok_or_else(|| {
                    ConfigError::new(format!("`{name}` is not in the environment"))
                })?;
                (text, name.clone())
            }
            Self::Keychain(account) => {
                let found = store.keychain(account);
                let found = found.map_err(|error| ConfigError::new(error.to_string()))?;
                let text = found.ok_or_else(|| {
                    ConfigError::new(format!("the keychain has no account `{account}`"))
                })?;
                (text, account.clone())
            }
            Self::File(path) => {
                let path = folder.join(path);
                (read_file(&path)?, path.display().to_string())
            }
        };
        let text = text.trim();
        if text.is_empty() {
            return Err(ConfigError::new(format!("`{shown}` is empty")));
        }
        // A line break or another control character would end the header that the secret is sent in.
        if text.chars().any(char::is_control) {
            return Err(ConfigError::new(format!(
                "`{shown}` holds a control character"
            )));
        }
        Ok(Secret::from(text))
    }
}

impl<'de> Deserialize<'de> for SecretSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

/// Reads a source by hand, because a derived error would show the text of the value.
struct SourceVisitor;

/// The forms of a source.
const EXPECTED: &str = "a secret is given as `{ env = \"NAME\" }`, `{ keychain = \"ACCOUNT\" }` or `{ file = \"PATH\" }`";

impl<'de> Visitor<'de> for SourceVisitor {
    type Value = SecretSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<SecretSource, E> {
        Err(E::custom(format_args!("{EXPECTED}, not as text")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretSource, A::Error> {
        let entry: Option<(String, String)> = map.next_entry()?;
        let more: Option<(String, String)> = map.next_entry()?;
        match (entry, more) {
            (Some((key, name)), None) if key == "env" => Ok(SecretSource::Env(name)),
            (Some((key, account)), None) if key == "keychain" => {
                Ok(SecretSource::Keychain(account))
            }
            (Some((key, path)), None) if key == "file" => Ok(SecretSource::File(path.into())),
            _ => Err(A::Error::custom(EXPECTED)),
        }
    }
}

fn read_file(path: &Path) -> Result<String, ConfigError> {
    let shown = path.display();
    let unreadable =
        |error: std::io::Error| ConfigError::new(format!("`{shown}` cannot be read: {error}"));
    let file = std::fs::File::open(path).map_err(unreadable)?;
    check_mode(&file.metadata().map_err(unreadable)?, path)?;
    let mut text = String::new();
    file.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Ok(text)
}

#[cfg(unix)]
fn check_mode(metadata: &std::fs::Metadata, path: &Path) -> Result<(), ConfigError> {
    use std::os::unix::fs::PermissionsExt as _;

    // The last six bits are those of the group and of others.
    if metadata.permissions().mode().trailing_zeros() >= 6 {
        return Ok(());
    }
    let shown = path.display();
    Err(ConfigError::new(format!(
        "`{shown}` can be read by others than its owner: `chmod 600 {shown}`"
    )))
}

#[cfg(not(unix))]
fn check_mode(_metadata: &std::fs::Metadata, _path: &Path) -> Result<(), ConfigError> {
    Ok(())
}
