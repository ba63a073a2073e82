//! Versions of packages: what Cargo takes for compatible, and what a changelog says of each.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use signon_codegen::internal::diagnostic::Place;

/// A version without a pre-release: three numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version([u64; 3]);

/// A text that is not a version of three numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidVersion(String);

impl fmt::Display for InvalidVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a version of three numbers", self.0)
    }
}

impl std::error::Error for InvalidVersion {}

impl Version {
    /// Whether callers of an earlier version must expect breaking changes in this one.
    pub fn may_break(&self, earlier: &Self) -> bool {
        *self >= earlier.next_breaking()
    }

    /// The lowest version that Cargo does not take for compatible with this one.
    #[must_use]
    pub fn next_breaking(&self) -> Self {
        match self.0 {
            [0, 0, patch] => Self([0, 0, patch + 1]),
            [0, minor, _] => Self([0, minor + 1, 0]),
            [major, ..] => Self([major + 1, 0, 0]),
        }
    }
}

impl FromStr for Version {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        let numbers: Result<Vec<u64>, _> = text.split('.').map(str::parse).collect();
        let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
        let is_plain = text
            .chars()
            .all(|char| char.is_ascii_digit() || char == '.');
        numbers
            .filter(|_| is_plain)
            .map(Self)
            .ok_or_else(|| InvalidVersion(text.to_owned()))
    }
}

impl TryFrom<String> for Version {
    type Error = InvalidVersion;

    fn try_from(text: String) -> Result<Self, InvalidVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// The version of a workspace's packages, and where its `Cargo.toml` has it.
pub(super) fn of_workspace(manifest: &str) -> Result<(Version, Place), String> {
    let mut lines = manifest.lines().zip(1..);
    let found = lines
        .by_ref()
        .skip_while(|(line, _)| line.trim() != "[workspace.package]")
        .skip(1)
        .take_while(|(line, _)| !line.starts_with('['))
        .find_map(|(line, number)| {
            let (key, value) = line.split_once('=')?;
            let value = value.trim().trim_matches('"');
            (key.trim() == "version").then_some((line, number, value))
        });
    let (line, number, value) = found.ok_or("`Cargo.toml` has no version of the workspace")?;
    let version = value
        .parse()
        .map_err(|error: InvalidVersion| error.to_string())?;
    let column = line.find(value).unwrap_or_default() + 1;
    let place = Place::Text("Cargo.toml".to_owned(), number, column, manifest.to_owned());
    Ok((version, place))
}

/// Whether a changelog notes, for a version after this one, that a provider's crate breaks its callers.
pub(super) fn is_noted(changelog: &str, provider: &str, released: &Version) -> bool {
    let mut is_later = false;
    for line in changelog.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let version = heading.split_whitespace().next().unwrap_or_default();
            is_later = version
                .parse()
                .is_ok_and(|version: Version| version > *released);
        } else if is_later
            && let Some(note) = line.strip_prefix("- **Breaking** ")
            && let Some((subjects, text)) = note.split_once(':')
            && subjects.contains(&format!("`{provider}`"))
            && !text.trim().is_empty()
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Version, is_noted, of_workspace};

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn a_version_may_break_where_cargo_does_not_take_it_for_compatible() {
        for (earlier, next) in [
            ("0.0.3", "0.0.4"),
            ("0.1.2", "0.2.0"),
            ("1.2.3", "2.0.0"),
            ("2.0.0", "3.0.0"),
        ] {
            assert_eq!(version(earlier).next_breaking(), version(next));
            assert!(version(next).may_break(&version(earlier)));
            assert!(!version(earlier).may_break(&version(earlier)));
        }
        assert!(!version("0.1.9").may_break(&version("0.1.2")));
        assert!(!version("1.9.0").may_break(&version("1.2.3")));
        assert!(version("1.0.0").may_break(&version("0.9.0")));
    }

    #[test]
    fn only_three_plain_numbers_are_a_version() {
        for text in ["", "1", "1.2", "1.2.3.4", "1.2.x", "+1.2.3", "1.2.3-rc.1"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_version_is_that_of_the_workspace() {
        let manifest = "[package]\nversion = \"9.9.9\"\n[workspace.package]\nedition = \"2024\"\nversion = \"0.2.0\"\n";
        let (found, _) = of_workspace(manifest).expect("a version");
        assert_eq!(found, version("0.2.0"));
        assert!(of_workspace("[package]\nversion = \"1.0.0\"\n").is_err());
        assert!(of_workspace("[workspace.package]\n[other]\nversion = \"1.0.0\"\n").is_err());
    }

    #[test]
    fn a_note_names_the_provider_below_a_later_version() {
        let note = "- **Breaking** `acme`, `other`: `User::name` is optional.\n";
        let released = version("0.1.0");
        let noted = |text: &str| is_noted(text, "acme", &released);
        assert!(noted(&format!(
            "# Changelog\n\n## 0.2.0 (unreleased)\n\n{note}"
        )));
        assert!(!noted(&format!("## 0.2.0\n\n## 0.1.0\n\n{note}")));
        assert!(!noted("## 0.2.0\n\n- **Breaking** `acme-two`: gone.\n"));
        assert!(!noted("## 0.2.0\n\n- **Breaking** `acme`:\n"));
        assert!(!noted("## 0.2.0\n\n- `acme`: gone.\n"));
        assert!(!noted(note));
    }
}
