//! The access review: users × apps.

use std::collections::BTreeSet;

use lexopt::{Arg, ValueExt as _};
use serde::Serialize;
use signon_unified::models::{App, AppStatus, Status, User};
use signon_unified::{AppQuery, Error, SingleSignOn, UserDirectory, UserQuery};

use crate::table::Format;

pub(crate) const HELP: &str = "\
Reports who has access to which app, and where someone who should have none still has it.

Usage: access-review [OPTIONS]

  --exceptions       Only the access of people who are leaving or have left
  --format <FORMAT>  csv or json; JSON has the counts too [default: csv]

Environment: TORII_API_KEY, and TORII_URL for another server.
Exit code: 0 if everyone's apps could be read, 1 if not, 2 if an argument is wrong.
";

pub(crate) const COLUMNS: &[&str] = &[
    "user_id",
    "email",
    "name",
    "user_status",
    "app_id",
    "app",
    "access",
    "exception",
    "error",
];

/// What to report.
#[derive(Debug)]
pub(crate) struct Options {
    exceptions: bool,
    pub(crate) format: Format,
}

impl Options {
    pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            exceptions: false,
            format: Format::Csv,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("exceptions") => options.exceptions = true,
                Arg::Long("format") => options.format = arguments.value()?.parse()?,
                Arg::Long(_) | Arg::Short(_) | Arg::Value(_) => return Err(argument.unexpected()),
            }
        }
        Ok(options)
    }
}

/// The evidence.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The short name of the provider.
    source: &'static str,
    pub(crate) counts: Counts,
    pub(crate) rows: Vec<Row>,
}

impl Report {
    /// Whether everyone's apps could be read.
    pub(crate) fn is_complete(&self) -> bool {
        self.counts.unread_users == 0
    }
}

/// Counts of everything that was read, whatever the rows are limited to.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) users: usize,
    pub(crate) users_without_apps: usize,
    /// People whose apps could not be read.
    pub(crate) unread_users: usize,
    pub(crate) apps: usize,
    pub(crate) assignments: usize,
    pub(crate) active_assignments: usize,
    pub(crate) exceptions: usize,
}

/// A person's access to an app, or why it is not known.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    user_id: String,
    email: Option<String>,
    name: Option<String>,
    user_status: Option<String>,
    app_id: Option<String>,
    app: Option<String>,
    access: Option<String>,
    /// Whether someone who is leaving or has left still has access.
    exception: bool,
    error: Option<String>,
}

/// Reads everyone's access. A failure with one person is a row of the report, and ends nothing.
pub(crate) async fn run(
    provider: &(impl UserDirectory + SingleSignOn),
    options: &Options,
) -> Result<Report, Error> {
    let (mut counts, mut rows) = (Counts::default(), Vec::new());
    let mut apps = BTreeSet::new();
    let mut users = provider.users(UserQuery::new());
    while let Some(user) = users.next().await {
        let user = user?;
        counts.users += 1;
        let of_user = AppQuery::new().user_id(&user.id);
        match provider.apps(of_user).collect_all().await {
            Ok(found) => {
                counts.users_without_apps += usize::from(found.is_empty());
                apps.extend(found.iter().map(|app| app.id.clone()));
                rows.extend(found.iter().map(|app| assignment(&user, app)));
            }
            Err(error) => {
                counts.unread_users += 1;
                rows.push(unread(&user, &error));
            }
        }
    }
    counts.apps = apps.len();
    counts.assignments = rows.iter().filter(|row| row.error.is_none()).count();
    counts.active_assignments = rows
        .iter()
        .filter(|row| row.access.as_deref() == Some("active"))
        .count();
    counts.exceptions = rows.iter().filter(|row| row.exception).count();
    rows.retain(|row| !options.exceptions || row.exception || row.error.is_some());
    rows.sort_by(|one, other| {
        (&one.email, &one.user_id, &one.app).cmp(&(&other.email, &other.user_id, &other.app))
    });
    Ok(Report {
        source: UserDirectory::capabilities(provider).provider(),
        counts,
        rows,
    })
}

fn assignment(user: &User, app: &App) -> Row {
    let access = app.status.as_ref();
    let works_here = user.status.as_option() == Some(&Status::Active);
    let has_access = access.into_option() != Some(&AppStatus::Inactive);
    Row {
        app_id: Some(app.id.clone()),
        app: Some(app.name.clone()),
        access: access
            .map(|access| access.as_str().to_owned())
            .into_option(),
        exception: has_access && !works_here,
        ..person(user)
    }
}

fn unread(user: &User, error: &Error) -> Row {
    Row {
        error: Some(error.to_string()),
        ..person(user)
    }
}

fn person(user: &User) -> Row {
    Row {
        user_id: user.id.clone(),
        email: user.username.clone().into_option(),
        name: user.name.clone().into_option(),
        user_status: user
            .status
            .as_ref()
            .map(|status| status.as_str().to_owned())
            .into_option(),
        app_id: None,
        app: None,
        access: None,
        exception: false,
        error: None,
    }
}
