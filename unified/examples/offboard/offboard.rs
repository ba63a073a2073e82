//! Offboarding by lifecycle status.

mod options;
mod row;

use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;

use signon_torii::workflows::ListActionExecutions;
use signon_unified::models::{App, AppAccess, AppStatus, AppUpdate, Status, User, UserUpdate};
use signon_unified::{AppQuery, SingleSignOn, Torii, UserDirectory, UserQuery};

pub(crate) use self::options::Options;
pub(crate) use self::row::{COLUMNS, Outcome, Row};
use crate::actions;

/// Offboards everyone whom the options name; a failure with one person is in their row and delays no other.
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
            Err(error) => rows.push(row.failed(&error)),
        }
    }
    for poll in 0..options.polls.max(1) {
        let mut waiting = Vec::new();
        for (user, mut row) in open {
            match check(torii, user, options, &mut row).await {
                Ok(()) if row.outcome == Outcome::Waiting => waiting.push((user, row)),
                Ok(()) => rows.push(row),
                Err(error) => rows.push(row.failed(&error)),
            }
        }
        open = waiting;
        if open.is_empty() || options.dry_run || poll + 1 >= options.polls {
            break;
        }
        sleep(Duration::from_secs(options.interval)).await;
    }
    rows.extend(open.into_iter().map(|(_, row)| row));
    rows.sort_by(|left, right| left.email.cmp(&right.email));
    Ok(rows)
}

/// The people to offboard, and a row for each address that no user has.
async fn leavers(
    torii: &Torii,
    emails: &[String],
) -> Result<(Vec<User>, Vec<Row>), Box<dyn Error>> {
    if emails.is_empty() {
        let leaving = UserQuery::new().status(Status::from("offboarding"));
        return Ok((torii.users(leaving).collect_all().await?, Vec::new()));
    }
    let (mut users, mut rows): (Vec<User>, _) = (Vec::new(), Vec::new());
    for email in emails.iter().collect::<BTreeSet<_>>() {
        let found = torii
            .users(UserQuery::new().email(email))
            .collect_all()
            .await?;
        if found.is_empty() {
            rows.push(Row::new(email).failed(&"no user has this address"));
        }
        users.extend(found);
    }
    // Two addresses, or two spellings of one, can be those of the same person.
    let mut known = BTreeSet::new();
    users.retain(|user| known.insert(user.id.clone()));
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

/// Checks how far the automation is, and what access is left; removes that access where the options say so.
async fn check(
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

fn email(user: &User) -> &str {
    user.username.as_deref().unwrap_or(&user.id)
}

fn has_left(user: &User) -> bool {
    matches!(
        user.status.as_option(),
        Some(Status::Inactive | Status::Deleted)
    )
}
