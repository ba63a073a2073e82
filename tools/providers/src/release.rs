//! The last release of a provider's crate, and what changed since: whether the version and the changelog say so.
//!
//! A release is recorded as the document and the public items that its crate had, so that a change of the specs and one of the
//! generator are found alike.

mod version;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Place, Strictness};
use signon_codegen::internal::diff::{self, Items};
use signon_codegen::internal::document::At;
use signon_codegen::internal::specs::{Provider, bundle_text};
use signon_codegen::internal::understand;
use signon_codegen::{Change, Code, Comparison, Generator, Input, Notation, Verdict};

pub use self::version::{InvalidVersion, Version};
use crate::workspace::options;

/// The files of a recorded release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// `openapi.yaml`: the specs as one document.
    pub document: String,
    /// `api.json`: the version, and the public items of the crate.
    pub api: String,
}

/// `api.json`.
#[derive(Debug, Serialize, Deserialize)]
struct RecordedApi {
    version: Version,
    items: Items,
}

/// What a workspace says of its next release.
#[derive(Clone, Copy, Debug)]
pub struct Announcement<'a> {
    /// The text of the workspace's `Cargo.toml`, which has the version of all packages.
    pub manifest: &'a str,
    /// The text of `CHANGELOG.md`.
    pub changelog: &'a str,
}

/// The record of a provider's crate as it is.
///
/// # Errors
///
/// If the specs cannot be written as one document.
pub fn record(provider: &Provider, version: &Version) -> Result<Record, String> {
    let recorded = RecordedApi {
        version: version.clone(),
        items: current(provider).items(&options(provider)),
    };
    let api = serde_json::to_string_pretty(&recorded).map_err(|error| error.to_string())?;
    let document = bundle_text(&provider.set, Notation::Yaml)?;
    Ok(Record {
        document: document + "\n",
        api: api + "\n",
    })
}

impl Record {
    /// The version that was released.
    ///
    /// # Errors
    ///
    /// If `api.json` is not one that [`record`] wrote.
    pub fn version(&self) -> Result<Version, String> {
        Ok(self.parsed()?.version)
    }

    fn parsed(&self) -> Result<RecordedApi, String> {
        serde_json::from_str(&self.api).map_err(|error| error.to_string())
    }
}

/// What changed in a provider's crate since a release.
///
/// # Errors
///
/// If the record cannot be read.
pub fn changes(provider: &Provider, released: &Record) -> Result<Comparison, String> {
    let main = format!("releases/{}/openapi.yaml", provider.name);
    let texts = BTreeMap::from([(main.clone(), released.document.clone())]);
    let generator = Generator::new(&provider.name).map_err(|error| error.to_string())?;
    let generator = generator.keep_going(true);
    let old = understand(&generator, &Input::Texts { main, texts });
    let old = old.map_err(|report| report.render(false))?;
    let old = old.version();
    let before = released.parsed()?.items;
    let new = current(provider);
    let after = new.items(&options(provider));
    Ok(diff::compare((old, &before), (new, &after)))
}

/// What must be done about the changes since a release, rendered; empty where nothing has.
///
/// # Errors
///
/// If the record or the version of the workspace cannot be read.
pub fn check(
    provider: &Provider,
    released: &Record,
    announcement: Announcement<'_>,
    color: bool,
) -> Result<String, String> {
    let version = released.version()?;
    let comparison = changes(provider, released)?;
    let mut diagnostics = Diagnostics::new(Strictness::Spec);
    for change in &comparison.changes {
        if let Some(diagnostic) = undeclared_rename(provider, &version, change) {
            diagnostics.report(diagnostic);
        }
    }
    let mut major = comparison;
    major
        .changes
        .retain(|change| change.verdict == Verdict::Major);
    let mut report = String::new();
    if !major.changes.is_empty() {
        unannounced(
            &provider.name,
            &version,
            major.changes.len(),
            announcement,
            &mut diagnostics,
        )?;
    }
    if diagnostics.checkpoint().is_err() {
        if !major.changes.is_empty() {
            report = major.text() + "\n";
        }
        report += &diagnostics.render(&provider.set.documents, color);
    }
    Ok(report)
}

fn current(provider: &Provider) -> diff::Version<'_> {
    diff::Version {
        set: &provider.set,
        api: &provider.api,
        names: &provider.names,
    }
}

/// An operation with another id than it had, whose former names are gone.
fn undeclared_rename(
    provider: &Provider,
    version: &Version,
    change: &Change,
) -> Option<Diagnostic> {
    if change.code != "operation-id" {
        return None;
    }
    let operation =
        provider.api.operations.iter().find(|operation| {
            change.subject == format!("{} {}", operation.method, operation.path)
        })?;
    let former: String = serde_json::from_str(&change.old.as_ref()?.text).ok()?;
    // The names in Rust do not tell `listUsers` from `list_users`.
    let plain = |id: &str| id.replace(['_', '-', '.'], "").to_lowercase();
    if operation.renamed_from.contains(&former) || plain(&former) == plain(&operation.id) {
        return None;
    }
    let documents = &provider.set.documents;
    let at = documents
        .by_name(&operation.origin.file)
        .and_then(|id| documents.root(id).at_pointer(&operation.origin.pointer));
    let at = at.and_then(|at| at.get("operationId"));
    let place = at.map_or_else(
        || Place::File(operation.origin.file.to_string()),
        |at: At<'_>| Place::value(at),
    );
    let message = format!("the operation was `{former}` in {version}, and that name is gone");
    let help = format!("keep it as a deprecated alias: `x-signon-renamed-from: {former}`");
    Some(Diagnostic::at(Code::RenamedOperation, place, message).help(help))
}

/// Reports that neither the version nor the changelog says that callers break.
fn unannounced(
    name: &str,
    released: &Version,
    count: usize,
    announcement: Announcement<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), String> {
    let (version, place) = version::of_workspace(announcement.manifest)?;
    let ways = if count == 1 { "way" } else { "ways" };
    if !version.may_break(released) {
        let next = released.next_breaking();
        let message = format!("`{name}` breaks callers of {released} in {count} {ways}");
        let help = format!(
            "undo what breaks them, or set the version to {next} and say in CHANGELOG.md what callers have to do"
        );
        let diagnostic = Diagnostic::at(Code::BreakingChange, place, message);
        diagnostics.report(
            diagnostic
                .label(format!("{next} is the next version that may"))
                .help(help),
        );
    } else if !version::is_noted(announcement.changelog, name, released) {
        let message = format!("`{name}` breaks callers of {released}, and no note says so");
        let help = format!(
            "add a line below `## {version}` that begins with ``- **Breaking** `{name}`: `` and says what callers have to do"
        );
        let place = Place::File("CHANGELOG.md".to_owned());
        diagnostics.report(Diagnostic::at(Code::BreakingChange, place, message).help(help));
    }
    Ok(())
}
