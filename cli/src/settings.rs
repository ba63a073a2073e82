//! Settings from standard input, the environment, a file, and the user's profile.

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
pub(crate) use self::lines::{is_representable, parse};
pub(crate) use self::profile::{Profile, Store};
use crate::{catalog, message};

/// Named values, in order of priority: standard input, environment, file, profile.
#[derive(Default)]
pub(crate) struct Settings {
    stdin: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    profile: BTreeMap<String, String>,
}

/// The origin of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// The environment.
    Environment,
    /// The file of `--credentials`.
    File,
    /// The system keychain.
    Keychain,
    /// A file of the profile.
    Profile,
}

impl Settings {
    /// Reads the file, if any; only its owner may have access.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = private::read(path)?
            .ok_or_else(|| format!("`{}` cannot be read: no such file", path.display()))?;
        let file = parse(&text).map_err(|line| not_a_setting(path, line))?;
        Ok(Self {
            file,
            ..Self::default()
        })
    }

    /// Adds a value from standard input.
    pub(crate) fn add_stdin(&mut self, name: String, value: String) {
        self.stdin.insert(name, value);
    }

    /// Adds a profile's values for a catalog, where no source of higher priority has one.
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

    /// Returns the name of the value that overrides a setting of the profile: the same setting, or another secret of its scheme.
    ///
    /// Otherwise a stored client secret would override a token from the environment.
    fn overriding(&self, catalog: &Catalog, setting: &Setting) -> Option<String> {
        let candidates = credentials::settings(catalog).into_iter();
        let mut candidates = candidates.filter(|candidate| {
            let same_scheme = candidate.scheme.is_some() && candidate.scheme == setting.scheme;
            candidate.name == setting.name
                || (same_scheme && candidate.is_secret && setting.is_secret)
        });
        let overriding = candidates.find(|candidate| self.direct(&candidate.name).is_some())?;
        Some(overriding.name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let direct = self.direct(name).map(|(_, value)| value);
        direct.or_else(|| self.profile.get(name).cloned())
    }

    /// Returns the origin of a value, unless it is the profile.
    pub(crate) fn origin(&self, name: &str) -> Option<Origin> {
        self.direct(name).map(|(origin, _)| origin)
    }

    /// Returns the value of a setting, unless it comes from the profile.
    fn direct(&self, name: &str) -> Option<(Origin, String)> {
        let lookup = |values: &BTreeMap<String, String>, origin| {
            values.get(name).map(|value| (origin, value.clone()))
        };
        let environment = || {
            let value = std::env::var(name).ok().filter(|value| !value.is_empty());
            value.map(|value| (Origin::Environment, value))
        };
        lookup(&self.stdin, Origin::Stdin)
            .or_else(environment)
            .or_else(|| lookup(&self.file, Origin::File))
    }
}

/// Whether a profile applies to a catalog.
///
/// A document's settings are named after its file, so each `openapi.yaml` would get the credentials of the last one. For documents,
/// the profile must therefore be named explicitly.
pub(crate) fn serves(profile: &Profile, catalog: &Catalog) -> bool {
    profile.is_flag() || !catalog::is_document(catalog)
}

/// Formats the error for a line that is not a setting, without the line.
fn not_a_setting(path: &Path, line: usize) -> String {
    format!("`{}`, line {line}: expected `NAME=value`", path.display())
}
