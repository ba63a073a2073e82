//! `releases/PROVIDER/`: what the last release of each provider's crate was, compared with what is there.

use std::error::Error;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use signon_providers::Provider;
use signon_providers::release::{self, Announcement, Record, Version};

use crate::generate::{Mode, prepare, tree};
use crate::{Outcome, color, complain, root, say};

const DOCUMENT: &str = "openapi.yaml";
const API: &str = "api.json";

/// What must be done about the changes since the last releases, rendered; empty where nothing has.
pub(crate) fn unannounced(providers: &[Provider]) -> Result<String, Box<dyn Error>> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let changelog = fs::read_to_string(root().join("CHANGELOG.md"))?;
    let announcement = Announcement {
        manifest: &manifest,
        changelog: &changelog,
    };
    let mut reports = Vec::new();
    for provider in providers {
        let Some(released) = recorded(&folder(&root(), provider))? else {
            continue;
        };
        let report = release::check(provider, &released, announcement, color());
        let report = report.map_err(|error| format!("`releases/{}`: {error}", provider.name))?;
        reports.push(report);
    }
    reports.retain(|report| !report.is_empty());
    Ok(reports.join("\n\n"))
}

/// Records the crates of all providers as released, or checks that they are recorded as they are.
pub fn record(mode: Mode) -> Result<Outcome, Box<dyn Error>> {
    if tree(Mode::Check, &[])? == Outcome::Problems {
        return Ok(Outcome::Problems);
    }
    let Some(providers) = prepare(&[])? else {
        return Ok(Outcome::Problems);
    };
    let version: Version = env!("CARGO_PKG_VERSION").parse()?;
    let mut outcome = Outcome::Done;
    for provider in &providers {
        let folder = folder(&root(), provider);
        let known = recorded(&folder)?;
        let current = release::record(provider, &version)?;
        if let Some(problem) = problem(&provider.name, known.as_ref(), &current, &version, mode)? {
            complain(&problem);
            outcome = Outcome::Problems;
        } else if mode == Mode::Write && known.as_ref() != Some(&current) {
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(DOCUMENT), current.document)?;
            fs::write(folder.join(API), current.api)?;
            say(&format!("releases/{} is {version}", provider.name));
        }
    }
    Ok(outcome)
}

/// Why a crate cannot be recorded, or is not recorded as it is.
fn problem(
    name: &str,
    known: Option<&Record>,
    current: &Record,
    version: &Version,
    mode: Mode,
) -> Result<Option<String>, String> {
    if known == Some(current) {
        return Ok(None);
    }
    if mode == Mode::Check {
        return Ok(Some(format!(
            "`releases/{name}` is not {version} as it is: run `cargo xtask release` before the version is tagged"
        )));
    }
    let released = known.map(Record::version).transpose()?;
    Ok(released.filter(|released| released >= version).map(|released| {
        format!(
            "`releases/{name}` is {released} already, and `{name}` has changed: set a later version than that in `Cargo.toml`"
        )
    }))
}

fn folder(root: &Path, provider: &Provider) -> PathBuf {
    root.join("releases").join(&provider.name)
}

/// The record in a folder; none where nothing was released.
fn recorded(folder: &Path) -> Result<Option<Record>, String> {
    let read = |name: &str| {
        let path = folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("`{}`: {error}", path.display())),
        }
    };
    match (read(DOCUMENT)?, read(API)?) {
        (Some(document), Some(api)) => Ok(Some(Record { document, api })),
        (None, None) => Ok(None),
        _ => Err(format!(
            "`{}` has one of `{DOCUMENT}` and `{API}`, and not the other",
            folder.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use signon_providers::release::{Record, Version};

    use super::{API, DOCUMENT, problem, recorded};
    use crate::{Mode, target};

    fn record(version: &str, items: &str) -> Record {
        Record {
            document: String::new(),
            api: format!(r#"{{"version": "{version}", "items": {{{items}}}}}"#),
        }
    }

    #[test]
    fn a_released_version_is_not_recorded_twice() {
        let version: Version = "0.1.0".parse().expect("a version");
        let item = r#""models::User": {"kind": "struct", "text": "struct User"}"#;
        let (old, new) = (record("0.1.0", ""), record("0.1.0", item));
        let problem = |known: Option<&Record>, current: &Record, mode| {
            problem("acme", known, current, &version, mode).expect("a record")
        };
        assert_eq!(problem(None, &new, Mode::Write), None);
        assert_eq!(problem(Some(&new), &new, Mode::Write), None);
        assert_eq!(problem(Some(&new), &new, Mode::Check), None);
        let refused = problem(Some(&old), &new, Mode::Write).expect("a problem");
        assert!(refused.contains("is 0.1.0 already"), "{refused}");
        let stale = problem(Some(&old), &new, Mode::Check).expect("a problem");
        assert!(stale.contains("run `cargo xtask release`"), "{stale}");
        assert!(problem(None, &new, Mode::Check).is_some());
        assert_eq!(problem(Some(&record("0.0.9", "")), &new, Mode::Write), None);
    }

    #[test]
    fn half_a_record_is_an_error() {
        let folder = target().join("tmp/half-a-record");
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).expect("a folder");
        assert_eq!(recorded(&folder), Ok(None));
        fs::write(folder.join(DOCUMENT), "").expect("a file");
        assert!(recorded(&folder).is_err());
        fs::write(folder.join(API), "{}").expect("a file");
        assert!(recorded(&folder).is_ok_and(|record| record.is_some()));
    }
}
