//! Offboarding by lifecycle status.

use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;

use lexopt::{Arg, ValueExt as _};
use serde::Serialize;
use signon_torii::workflows::ListActionExecutions;
use signon_unified::models::{App, AppAccess, AppStatus, AppUpdate, Status, User, UserUpdate};
use signon_unified::{AppQuery, SingleSignOn, Torii, UserDirectory, UserQuery};

use crate::actions;
use crate::table::Format;

pub(crate) const HELP: &str = "\
Offboards people: starts Torii's automation, waits until it has completed, and reports the access that is left.

Usage: offboard [OPTIONS] [EMAIL]...

  EMAIL                The people who leave; without any, everyone whose status is already `offboarding`
  --remove-left        Flag the access that is left as removed once the automation has completed
  --polls <N>          How often to ask whether the automation has completed [default: 20]
  --interval <SECONDS> The time between two questions [default: 30]
  --dry-run            Change nothing, wait for nothing, and say what would be done
  --format <FORMAT>    csv or json [default: csv]

Environment: TORII_API_KEY, and TORII_URL for another server.
Exit code: 0 if everyone is offboarded, 1 if not, 2 if an argument is wrong.
";

pub(crate) const COLUMNS: &[&str] = &[
    "email", "outcome", "started", "pending", "failed", "removed", "left", "error",
];

/// What to do.
#[derive(Debug)]
pub(crate) struct Options {
    emails: Vec<String>,
    remove_left: bool,
    polls: u32,
    interval: Duration,
    dry_run: bool,
    pub(crate) format: Format,
}

impl Options {
    pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self {
            emails: Vec::new(),
            remove_left: false,
            polls: 20,
            interval: Duration::from_secs(30),
            dry_run: false,
            format: Format::Csv,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Value(email) => options.emails.push(email.string()?),
                Arg::Long("remove-left") => options.remove_left = true,
                Arg::Long("polls") => options.polls = arguments.value()?.parse()?,
                Arg::Long("interval") => {
                    options.interval = Duration::from_secs(arguments.value()?.parse()?);
                }
                Arg::Long("dry-run") => options.dry_run = true,
                Arg::Long("format") => options.format = arguments.value()?.parse()?,
                Arg::Long(_) | Arg::Short(_) => return Err(argument.unexpected()),
            }
        }
        Ok(options)
    }
}

/// How far a person's offboarding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// The automation has completed and no access is left.
    Complete,
    /// The automation has completed, and access is left.
    AccessLeft,
    /// The automation has not completed yet.
    Waiting,
    /// An action of the automation or a call failed.
    Failed,
}

/// A person of the report.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) email: String,
    pub(crate) outcome: Outcome,
    /// Whether this run started the automation, or would.
    pub(crate) started: bool,
    /// The automation's actions that have not completed.
    pub(crate) pending: usize,
    /// The actions that failed.
    pub(crate) failed: Vec<String>,
    /// The apps whose access this run flagged as removed, or would.
    pub(crate) removed: Vec<String>,
    /// The apps that the person still has access to.
    pub(crate) left: Vec<String>,
    pub(crate) error: Option<String>,
}

impl Row {
    fn new(email: &str) -> Self {
        Self {
            email: email.to_owned(),
            outcome: Outcome::Waiting,
            started: false,
            pending: 0,
            failed: Vec::new(),
            removed: Vec::new(),
            left: Vec::new(),
            error: None,
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.outcome == Outcome::Complete
    }
}

/// Offboards everyone whom the options name; a failure with one person is in their row and holds up nobody else.
pub(crate) async fn run(
    torii: &Torii,
    options: &Options,
    sleep: impl AsyncFn(Duration),
) -> Result<Vec<Row>, Box<dyn Error>> {
    let (users, mut rows) = leavers(torii, &options.emails).await?;
    let mut open = Vec::new();
    for user in &users {
        let mut row = Row::new(email(user));
        match start(torii, user, options, &mut row).await {
            Ok(()) => open.push((user, row)),
            Err(error) => rows.push(failed(row, &error)),
        }
    }
    for poll in 0..options.polls.max(1) {
        let mut waiting = Vec::new();
        for (user, mut row) in open {
            match look(torii, user, options, &mut row).await {
                Ok(()) if row.outcome == Outcome::Waiting => waiting.push((user, row)),
                Ok(()) => rows.push(row),
                Err(error) => rows.push(failed(row, &error)),
            }
        }
        open = waiting;
        if open.is_empty() || options.dry_run || poll + 1 >= options.polls {
            break;
        }
        sleep(options.interval).await;
    }
    rows.extend(open.into_iter().map(|(_, row)| row));
    rows.sort_by(|one, other| one.email.cmp(&other.email));
    Ok(rows)
}

/// The people to offboard, and a row for each address that nobody has.
async fn leavers(
    torii: &Torii,
    emails: &[String],
) -> Result<(Vec<User>, Vec<Row>), Box<dyn Error>> {
    if emails.is_empty() {
        let leaving = UserQuery::new().status(Status::from("offboarding"));
        return Ok((torii.users(leaving).collect_all().await?, Vec::new()));
    }
    let (mut users, mut rows) = (Vec::new(), Vec::new());
    for email in emails.iter().collect::<BTreeSet<_>>() {
        let found = torii
            .users(UserQuery::new().email(email))
            .collect_all()
            .await?;
        if found.is_empty() {
            rows.push(failed(Row::new(email), &"nobody has this address"));
        }
        users.extend(found);
    }
    Ok((users, rows))
}

/// Starts the automation of someone for whom it has not begun.
async fn start(
    torii: &Torii,
    user: &User,
    options: &Options,
    row: &mut Row,
) -> Result<(), Box<dyn Error>> {
    let status = user.status.as_option().map(Status::as_str);
    row.started = !has_left(user) && status != Some("offboarding");
    if row.started && !options.dry_run {
        let change = UserUpdate::new().status(Status::Inactive);
        torii.update_user(&user.id, change).await?;
    }
    Ok(())
}

/// Asks how far the automation is, and what access is left.
async fn look(
    torii: &Torii,
    user: &User,
    options: &Options,
    row: &mut Row,
) -> Result<(), Box<dyn Error>> {
    let about = ListActionExecutions::new().id_action_user(user.id.parse()?);
    let actions = actions::list(torii, &about).await?;
    row.failed = actions
        .iter()
        .filter(|action| actions::has_failed(action))
        .map(actions::label)
        .collect();
    row.pending = actions
        .iter()
        .filter(|action| actions::is_pending(action))
        .count();
    let has_left = has_left(&torii.get_user(&user.id).await?);
    row.outcome = match (row.failed.is_empty(), has_left && row.pending == 0) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::AccessLeft,
        (true, false) => Outcome::Waiting,
    };
    let apps = torii
        .apps(AppQuery::new().user_id(&user.id))
        .collect_all()
        .await?;
    let has_access = |app: &&App| app.status.as_option() != Some(&AppStatus::Inactive);
    row.left.clear();
    for app in apps.iter().filter(has_access) {
        if !options.remove_left || row.outcome != Outcome::AccessLeft {
            row.left.push(app.name.clone());
            continue;
        }
        if !options.dry_run {
            let change = AppUpdate::new().access(AppAccess::Removed);
            torii.update_app(&app.id, Some(&user.id), change).await?;
        }
        row.removed.push(app.name.clone());
    }
    if row.outcome == Outcome::AccessLeft && row.left.is_empty() {
        row.outcome = Outcome::Complete;
    }
    Ok(())
}

fn failed(row: Row, error: &dyn std::fmt::Display) -> Row {
    Row {
        outcome: Outcome::Failed,
        error: Some(error.to_string()),
        ..row
    }
}

fn email(user: &User) -> &str {
    user.username.as_deref().unwrap_or(&user.id)
}

fn has_left(user: &User) -> bool {
    matches!(
        user.status.as_option(),
        Some(Status::Inactive | Status::Deleted)
    )
}
