//! Settings from standard input, the environment, a file, and the profile of the user.

mod keychain;
mod lines;
mod private;
mod profile;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use signon_mcp::credentials::{self, Setting};
use signon_runtime::catalog::Catalog;

pub(crate) use self::keychain::{Keychain, System};
pub(crate) use self::lines::{fits, parse};
pub(crate) use self::profile::{Profile, Store};
use crate::{catalog, message};

/// Named values. Standard input has priority over the environment, that over the file, and that over the profile.
#[derive(Default)]
pub(crate) struct Settings {
    given: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    profile: BTreeMap<String, String>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Standard input.
    Given,
    /// The environment.
    Environment,
    /// The file that a flag names.
    File,
    /// The system's keychain.
    Keychain,
    /// A file of the profile.
    Profile,
}

impl Settings {
    /// Reads the file, if there is one; it has to be one that only its owner may read.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = private::read(path)?
            .ok_or_else(|| format!("`{}` cannot be read: there is no such file", path.display()))?;
        let file = parse(&text).map_err(|line| not_a_setting(path, line))?;
        Ok(Self {
            file,
            ..Self::default()
        })
    }

    /// Adds a value that was given to the program itself.
    pub(crate) fn give(&mut self, name: String, value: String) {
        self.given.insert(name, value);
    }

    /// Adds what a profile has for a catalog, where nothing of higher priority has a value.
    pub(crate) fn add_profile(
        &mut self,
        profile: &Profile,
        catalog: &Catalog,
        keychain: &dyn Keychain,
    ) -> Result<(), Box<dyn Error>> {
        if !serves(profile, catalog) {
            return Ok(());
        }
        for setting in credentials::settings(catalog) {
            if profile.origin(&setting.name).is_none() {
                continue;
            }
            if let Some(other) = self.overriding(catalog, &setting) {
                if profile.is_flag() {
                    message::note(&format!(
                        "note: `{other}` is set, and has priority over `{}` of the profile `{}`",
                        setting.name,
                        profile.name()
                    ));
                }
                continue;
            }
            if let Some(value) = profile.value(&setting, keychain)? {
                self.profile.insert(setting.name, value);
            }
        }
        Ok(())
    }

    /// The name of the value that has priority over a setting of the profile: its own, or another secret of its scheme.
    ///
    /// A token of the environment would lose to a client's stored secret otherwise.
    fn overriding(&self, catalog: &Catalog, setting: &Setting) -> Option<String> {
        let rivals = credentials::settings(catalog).into_iter();
        let mut rivals = rivals.filter(|rival| {
            let of_scheme = rival.scheme.is_some() && rival.scheme == setting.scheme;
            rival.name == setting.name || (of_scheme && rival.is_secret && setting.is_secret)
        });
        let rival = rivals.find(|rival| self.direct(&rival.name).is_some())?;
        Some(rival.name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let direct = self.direct(name).map(|(_, value)| value);
        direct.or_else(|| self.profile.get(name).cloned())
    }

    /// The origin of a value, where it is not the profile.
    pub(crate) fn origin(&self, name: &str) -> Option<Origin> {
        self.direct(name).map(|(origin, _)| origin)
    }

    /// The value of a setting, where it is not the profile's.
    fn direct(&self, name: &str) -> Option<(Origin, String)> {
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

/// Whether a catalog may have what the profile stores.
///
/// A document's settings are called after its file: each `openapi.yaml` would get the credentials of the last one. So the profile
/// has to be named for the call.
pub(crate) fn serves(profile: &Profile, catalog: &Catalog) -> bool {
    profile.is_flag() || !catalog::is_document(catalog)
}

/// The report of a line that is no setting, without the line.
fn not_a_setting(path: &Path, line: usize) -> String {
    format!(
        "`{}`, line {line}: `NAME=value` is expected",
        path.display()
    )
}
