//! Profiles: named sets of stored settings.
//!
//! A profile is a folder: `settings` contains `NAME=value` lines without secrets, `credentials` lines with secrets (mode 0600), and
//! `keychain` lists the names whose values are in the system keychain. The keychain is not queried for other names.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use signon_mcp::credentials::Setting;

use super::keychain::Keychain;
use super::{Origin, lines, private};
use crate::arguments::UsageError;

/// The environment variable for the profile name, unless a flag sets it.
const VARIABLE: &str = "SIGNON_PROFILE";
/// The default profile.
const DEFAULT: &str = "default";
/// The maximum length of a profile's name.
const MAX_NAME: usize = 64;

/// A snapshot of a profile's files.
#[derive(Debug)]
pub(crate) struct Profile {
    name: String,
    /// Whether it was selected by a flag.
    is_flag: bool,
    /// `None` if the system has no configuration folder.
    folder: Option<PathBuf>,
    settings: BTreeMap<String, String>,
    credentials: BTreeMap<String, String>,
    keychain: BTreeSet<String>,
}

/// The storage of a profile's secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Store {
    /// The system keychain
    Keychain,
    /// A file that only its owner may read
    File,
}

impl Profile {
    /// Opens the profile that the flag or the environment names. A named profile must exist.
    pub(crate) fn open(flag: Option<&str>) -> Result<Self, Box<dyn Error>> {
        let profile = Self::create(flag)?;
        let exists = profile.folder.as_deref().is_some_and(Path::is_dir);
        if exists || profile.name == DEFAULT {
            return Ok(profile);
        }
        Err(UsageError(format!(
            "there is no profile `{}`; create it with `signon auth login PROVIDER --profile {}`",
            profile.name, profile.name
        ))
        .into())
    }

    /// Opens a profile that need not exist.
    pub(crate) fn create(flag: Option<&str>) -> Result<Self, Box<dyn Error>> {
        let variable = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty());
        let name = flag
            .map(str::to_owned)
            .or(variable)
            .unwrap_or_else(|| DEFAULT.to_owned());
        check_name(&name)?;
        let folder = root().map(|root| root.join("profiles").join(&name));
        Self::read(name, flag.is_some(), folder)
    }

    pub(super) fn read(
        name: String,
        is_flag: bool,
        folder: Option<PathBuf>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut profile = Self {
            name,
            is_flag,
            folder,
            settings: BTreeMap::new(),
            credentials: BTreeMap::new(),
            keychain: BTreeSet::new(),
        };
        let Some(folder) = &profile.folder else {
            return Ok(profile);
        };
        let path = folder.join(SETTINGS);
        profile.settings = values(&path, private::read_public(&path)?)?;
        let path = folder.join(CREDENTIALS);
        profile.credentials = values(&path, private::read(&path)?)?;
        let names = private::read_public(&folder.join(KEYCHAIN))?.unwrap_or_default();
        profile.keychain = names.lines().map(str::to_owned).collect();
        Ok(profile)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a flag selected the profile.
    pub(crate) const fn is_flag(&self) -> bool {
        self.is_flag
    }

    /// Returns where a setting is stored.
    pub(crate) fn origin(&self, name: &str) -> Option<Origin> {
        if self.keychain.contains(name) {
            Some(Origin::Keychain)
        } else if self.credentials.contains_key(name) || self.settings.contains_key(name) {
            Some(Origin::Profile)
        } else {
            None
        }
    }

    /// Returns the stored value of a setting.
    pub(crate) fn value(
        &self,
        setting: &Setting,
        keychain: &dyn Keychain,
    ) -> Result<Option<String>, Box<dyn Error>> {
        let name = &setting.name;
        self.check(setting)?;
        if self.keychain.contains(name) {
            return keychain.get(&self.account(name)).map_err(|error| {
                format!(
                    "`{name}` is in the keychain (profile `{}`) and cannot be read: {error}\n  \
                     unlock the keychain, set `{name}` in the environment, or run `signon auth login` with `--store file`",
                    self.name
                )
                .into()
            });
        }
        let stored = self.credentials.get(name);
        Ok(stored.or_else(|| self.settings.get(name)).cloned())
    }

    /// Rejects a secret in the file that others may read.
    pub(crate) fn check(&self, setting: &Setting) -> Result<(), Box<dyn Error>> {
        if setting.is_secret && self.settings.contains_key(&setting.name) {
            return Err(format!(
                "`{}` is a secret and must not be in `{}`: remove the line, and run `signon auth login`",
                setting.name,
                self.path(SETTINGS)?.display()
            )
            .into());
        }
        Ok(())
    }

    /// Stores settings: parts of credentials in `store`, others in the settings file.
    pub(crate) fn store(
        &mut self,
        values: &BTreeMap<String, String>,
        is_credential: impl Fn(&str) -> bool,
        store: Store,
        keychain: &dyn Keychain,
    ) -> Result<(), Box<dyn Error>> {
        let (credentials, settings): (BTreeMap<_, _>, BTreeMap<_, _>) = values
            .clone()
            .into_iter()
            .partition(|(name, _)| is_credential(name));
        match store {
            Store::Keychain => {
                for (name, value) in &credentials {
                    keychain.set(&self.account(name), value)?;
                    self.keychain.insert(name.clone());
                    self.write_keychain()?;
                }
                self.credentials
                    .retain(|name, _| !credentials.contains_key(name));
            }
            Store::File => {
                self.remove_from_keychain(|name| credentials.contains_key(name), keychain)?;
                self.credentials.extend(credentials);
            }
        }
        self.write_credentials()?;
        if !settings.is_empty() {
            self.settings.extend(settings);
            private::write(&self.path(SETTINGS)?, &lines::format(&self.settings))?;
        }
        Ok(())
    }

    /// Removes stored credentials, and returns their names.
    pub(crate) fn remove(
        &mut self,
        filter: impl Fn(&str) -> bool,
        keychain: &dyn Keychain,
    ) -> Result<BTreeSet<String>, Box<dyn Error>> {
        let stored = self.credentials.keys().chain(&self.keychain);
        let removed: BTreeSet<String> = stored.filter(|name| filter(name)).cloned().collect();
        if removed.is_empty() {
            return Ok(removed);
        }
        self.credentials.retain(|name, _| !removed.contains(name));
        self.write_credentials()?;
        self.remove_from_keychain(|name| removed.contains(name), keychain)?;
        Ok(removed)
    }

    fn remove_from_keychain(
        &mut self,
        filter: impl Fn(&str) -> bool,
        keychain: &dyn Keychain,
    ) -> Result<(), Box<dyn Error>> {
        let names: Vec<String> = self.keychain.iter().cloned().collect();
        for name in names.into_iter().filter(|name| filter(name)) {
            keychain.remove(&self.account(&name))?;
            self.keychain.remove(&name);
            self.write_keychain()?;
        }
        Ok(())
    }

    fn write_keychain(&self) -> Result<(), Box<dyn Error>> {
        let names = self.keychain.iter().map(|name| format!("{name}\n"));
        private::write(&self.path(KEYCHAIN)?, &names.collect::<String>())
    }

    fn write_credentials(&self) -> Result<(), Box<dyn Error>> {
        let path = self.path(CREDENTIALS)?;
        if self.credentials.is_empty() && !path.exists() {
            return Ok(());
        }
        private::write(&path, &lines::format(&self.credentials))
    }

    /// Returns the path of the credentials file.
    pub(crate) fn credentials_path(&self) -> Result<PathBuf, Box<dyn Error>> {
        self.path(CREDENTIALS)
    }

    fn path(&self, file: &str) -> Result<PathBuf, Box<dyn Error>> {
        let folder = self
            .folder
            .as_ref()
            .ok_or("there is no folder for the profile: set `HOME` or `XDG_CONFIG_HOME`")?;
        Ok(folder.join(file))
    }

    /// Returns the keychain account of a setting.
    fn account(&self, name: &str) -> String {
        format!("{}/{name}", self.name)
    }
}

const SETTINGS: &str = "settings";
const CREDENTIALS: &str = "credentials";
const KEYCHAIN: &str = "keychain";

fn values(path: &Path, text: Option<String>) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let parsed = lines::parse(&text.unwrap_or_default());
    Ok(parsed.map_err(|line| super::not_a_setting(path, line))?)
}

/// Validates a profile name, which is part of a path and of a keychain account.
fn check_name(name: &str) -> Result<(), UsageError> {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(is_valid) {
        return Ok(());
    }
    Err(UsageError(format!(
        "invalid profile name `{name}`: use up to {MAX_NAME} letters, digits, `-` and `_`"
    )))
}

/// Returns the configuration folder of the program.
#[cfg(not(windows))]
fn root() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    // A relative path must be ignored: it would depend on the current folder.
    let config = variable("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
    let home = || variable("HOME").filter(|path| path.is_absolute());
    let config = config.or_else(|| home().map(|home| home.join(".config")));
    config.map(|config| config.join("signon"))
}

/// Returns the configuration folder of the program.
#[cfg(windows)]
fn root() -> Option<PathBuf> {
    let folder = std::env::var_os("APPDATA").map(PathBuf::from);
    folder
        .filter(|path| path.is_absolute())
        .map(|path| path.join("signon"))
}
