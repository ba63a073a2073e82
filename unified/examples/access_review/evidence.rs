//! What an access review found.

use std::collections::BTreeSet;

use serde::Serialize;
use signon_unified::Error;
use signon_unified::models::{App, AppStatus, Status, User};

use super::audit::Audit;

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

/// The evidence.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The short name of the provider.
    pub(crate) source: &'static str,
    /// The organizations of the account, where the provider has any.
    pub(crate) organizations: Vec<String>,
    /// When the first list was requested, and when the last one was there.
    pub(crate) started: String,
    pub(crate) finished: String,
    pub(crate) counts: Counts,
    /// Whether the rows are limited to exceptions and errors.
    pub(crate) exceptions_only: bool,
    pub(crate) rows: Vec<Row>,
    pub(crate) audit: Option<Audit>,
}

impl Report {
    /// Whether everything could be read.
    pub(crate) fn is_complete(&self) -> bool {
        let audit = self.audit.as_ref();
        self.counts.unread_users == 0 && audit.is_none_or(|audit| audit.error.is_none())
    }

    /// Limits the rows to exceptions and errors.
    pub(crate) fn keep_exceptions(&mut self) {
        self.exceptions_only = true;
        self.rows.retain(|row| row.exception || row.error.is_some());
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

impl Counts {
    pub(crate) fn new(rows: &[Row], users_without_apps: usize) -> Self {
        let count = |test: fn(&&Row) -> bool| rows.iter().filter(test).count();
        let users: BTreeSet<&str> = rows.iter().map(|row| row.user_id.as_str()).collect();
        let apps: BTreeSet<&str> = rows
            .iter()
            .filter_map(|row| row.app_id.as_deref())
            .collect();
        Self {
            users: users.len() + users_without_apps,
            users_without_apps,
            unread_users: count(|row| row.error.is_some()),
            apps: apps.len(),
            assignments: count(|row| row.error.is_none()),
            active_assignments: count(|row| row.access.as_deref() == Some("active")),
            exceptions: count(|row| row.exception),
        }
    }
}

/// A person's access to an app, or why it is not known.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) user_id: String,
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) user_status: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) app: Option<String>,
    pub(crate) access: Option<String>,
    /// Whether someone who is leaving or has left still has access.
    pub(crate) exception: bool,
    pub(crate) error: Option<String>,
}

impl Row {
    pub(crate) fn assignment(user: &User, app: &App) -> Self {
        let access = app.status.as_ref();
        let works_here = user.status.as_option() == Some(&Status::Active);
        let has_access = access.into_option() != Some(&AppStatus::Inactive);
        Self {
            app_id: Some(app.id.clone()),
            app: Some(app.name.clone()),
            access: access
                .map(|access| access.as_str().to_owned())
                .into_option(),
            exception: has_access && !works_here,
            ..Self::person(user)
        }
    }

    pub(crate) fn unread(user: &User, error: &Error) -> Self {
        Self {
            error: Some(error.to_string()),
            ..Self::person(user)
        }
    }

    fn person(user: &User) -> Self {
        Self {
            user_id: user.id.clone(),
            email: email(user).map(str::to_owned),
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

    /// What the rows are sorted by: person, then app.
    pub(crate) fn key(&self) -> (Option<&str>, &str, Option<&str>) {
        (self.email.as_deref(), &self.user_id, self.app.as_deref())
    }
}

/// The main address of a user; the user name where the provider has no addresses.
fn email(user: &User) -> Option<&str> {
    let emails = user.emails.as_option().map_or(&[][..], Vec::as_slice);
    let mut main = emails.iter();
    let main = main.find(|email| email.is_primary.as_option() == Some(&true));
    let email = main.or(emails.first());
    let address = email.and_then(|email| email.email.as_deref());
    address.or(user.username.as_deref())
}
