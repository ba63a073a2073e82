//! Apps without approval that are new since the last run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::Parser;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use signon_unified::models::App;
use signon_unified::runtime::Json;
use signon_unified::{AppQuery, Error, SingleSignOn};

use crate::table::Format;

pub(crate) const COLUMNS: &[&str] = &[
    "id", "name", "state", "category", "url", "owner", "found_at",
];

/// Reports the apps without approval that are new since the last run, for a ticket each.
#[derive(Debug, Parser)]
#[command(
    name = "shadow-it",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if the report is complete, 1 if something failed, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// Keeps which apps were reported; made by the first run
    #[arg(long, value_name = "FILE")]
    pub(crate) state: PathBuf,
    /// A state that needs no ticket; may be repeated
    #[arg(long, value_name = "STATE", default_value = "sanctioned")]
    approved: Vec<String>,
    /// Leave the file as it is, so that the next run reports the same apps
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// The apps that were reported.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Seen {
    apps: BTreeSet<String>,
}

impl Seen {
    /// What a file keeps; nothing if there is no file yet. A file that cannot be read is an error, not a first run.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let seen = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            bytes => bytes.and_then(|bytes| Ok(serde_json::from_slice(&bytes)?)),
        };
        seen.map_err(|error| named(path, &error))
    }

    /// Replaces the file at once, so that an interruption leaves the old one or the new one.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let written = fs::write(&new, serde_json::to_vec_pretty(self)?);
        let replaced = written.and_then(|()| fs::rename(new, path));
        replaced.map_err(|error| named(path, &error))
    }
}

/// An error with the file that it is about.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

/// An app that is new.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    name: String,
    state: Option<String>,
    category: Value,
    url: Value,
    owner: Value,
    found_at: Option<String>,
}

/// The apps that are new, which are added to those that were seen. Approved apps are not: if the approval is withdrawn,
/// they are reported.
pub(crate) async fn run(
    provider: &impl SingleSignOn,
    options: &Options,
    seen: &mut Seen,
) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for app in provider.apps(AppQuery::new()).collect_all().await? {
        let row = row(&app);
        let state = row.state.as_deref().unwrap_or_default();
        if !options
            .approved
            .iter()
            .any(|approved| approved.to_lowercase() == state)
            && seen.apps.insert(app.id)
        {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The record, with what the unified model does not have from the provider's own.
fn row(app: &App) -> Row {
    let native = app.remote_data.as_option().map(Json::as_value);
    let field = |pointer: &str| native.and_then(|native| native.pointer(pointer)).cloned();
    Row {
        id: app.id.clone(),
        name: app.name.clone(),
        state: app
            .status
            .as_ref()
            .map(|status| status.as_str().to_owned())
            .into_option(),
        category: field("/category").unwrap_or_default(),
        url: field("/url").unwrap_or_default(),
        owner: field("/primaryOwner/email")
            .or_else(|| field("/primaryOwner"))
            .unwrap_or_default(),
        found_at: app
            .created_at
            .as_ref()
            .map(ToString::to_string)
            .into_option(),
    }
}
