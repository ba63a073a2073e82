//! Compares two versions of a document: on the wire, and in the Rust generated from them.
//!
//! The wire is compared by the documents (`operation`, `schema`), the Rust API by the items of the generated crates (`rust`). Each
//! change has a verdict for semantic versioning; a change of either side may be breaking without the other.

mod operation;
mod parameter;
mod render;
mod rust;
mod schema;
mod security;
mod view;
mod wire;

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

pub use self::rust::Items;
use crate::diagnostic::{Locator, Place};
use crate::document::At;
use crate::emit::EmitOptions;
use crate::ir::Api;
use crate::load::SpecSet;
use crate::name::Names;

/// The effect of a change on the version of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Callers are not affected.
    Patch,
    /// Callers can do more.
    Minor,
    /// Callers must change, or calls that worked fail.
    Major,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The side of an API that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Requests and responses.
    Wire,
    /// The public items of the generated crate.
    Rust,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Change {
    /// The effect on the version.
    pub verdict: Verdict,
    /// The side that changed.
    pub side: Side,
    /// The kind of change, as `docs/breaking-changes.md` lists it.
    pub code: &'static str,
    /// The subject of the change: `GET /users 200 [].name`, or `models::User::name`.
    pub subject: String,
    /// A description of the change.
    pub message: String,
    /// The old state; `None` for additions.
    pub old: Option<Evidence>,
    /// The new state; `None` for removals.
    pub new: Option<Evidence>,
}

/// The state in one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Evidence {
    /// The value, or the Rust item, shortened.
    pub text: String,
    /// The file of the document.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// All changes between two documents, the most severe first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Returns the most severe verdict; patch if nothing changed.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.changes.iter().map(|change| change.verdict);
        verdicts.max().unwrap_or(Verdict::Patch)
    }

    /// Returns the number of changes with a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let of = self.changes.iter();
        of.filter(|change| change.verdict == verdict).count()
    }

    /// Renders the comparison for a terminal.
    pub fn text(&self) -> String {
        render::text(self)
    }

    /// Renders the comparison for a pull request or a changelog, in Markdown.
    pub fn markdown(&self) -> String {
        render::markdown(self)
    }
}

/// An analyzed document, with its source.
#[derive(Clone, Copy, Debug)]
pub struct Version<'v> {
    /// The document and the files that it refers to.
    pub set: &'v SpecSet,
    /// The API that it describes.
    pub api: &'v Api,
    /// The Rust names of its parts.
    pub names: &'v Names,
}

impl Version<'_> {
    /// Returns the public items of the generated crate.
    pub fn items(self, options: &EmitOptions) -> Items {
        rust::items(self.api, self.names, options)
    }
}

/// Compares two versions of a document, each with the items of its crate.
pub fn compare(old: (Version<'_>, &Items), new: (Version<'_>, &Items)) -> Comparison {
    let mut found = wire::compare(old.0.set, new.0.set);
    found.extend(rust::compare(old, new));
    let (old, new) = (old.0, new.0);
    let mut locators = (
        Locator::new(&old.set.documents),
        Locator::new(&new.set.documents),
    );
    let mut changes: Vec<Change> = found
        .into_iter()
        .map(|change| change.located(&mut locators.0, &mut locators.1))
        .collect();
    changes.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.side.cmp(&b.side)));
    // A schema can be reached by several paths, which report the same change.
    let mut seen = HashSet::new();
    changes.retain(|change| seen.insert(change.clone()));
    Comparison { changes }
}

/// A change whose locations are nodes of documents.
#[derive(Debug)]
struct Found {
    verdict: Verdict,
    side: Side,
    code: &'static str,
    subject: String,
    message: String,
    old: Option<Point>,
    new: Option<Point>,
}

/// A text and its node.
#[derive(Debug)]
struct Point {
    text: String,
    place: Option<Place>,
}

impl Point {
    fn of(at: At<'_>) -> Self {
        Self {
            text: short(&without_prose(at.to_json()).to_string()),
            place: Some(Place::key(at)),
        }
    }

    fn located(self, locator: &mut Locator<'_>) -> Evidence {
        let found = self.place.map(|place| locator.find(&place));
        Evidence {
            text: self.text,
            line: found.as_ref().and_then(|(_, line)| *line),
            file: found.map(|(file, _)| file),
        }
    }
}

impl Found {
    fn located(self, old: &mut Locator<'_>, new: &mut Locator<'_>) -> Change {
        Change {
            verdict: self.verdict,
            side: self.side,
            code: self.code,
            subject: self.subject,
            message: self.message,
            old: self.old.map(|point| point.located(old)),
            new: self.new.map(|point| point.located(new)),
        }
    }
}

/// Removes prose keywords from a value, unless nothing else would remain.
fn without_prose(mut value: Value) -> Value {
    const PROSE: [&str; 5] = ["description", "example", "examples", "summary", "title"];
    if let Value::Object(members) = &mut value
        && members.keys().any(|key| !PROSE.contains(&key.as_str()))
    {
        members.retain(|key, _| !PROSE.contains(&key.as_str()));
    }
    value
}

/// Maximum length of the text of an evidence, in characters.
const MAX_TEXT: usize = 120;

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_TEXT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
