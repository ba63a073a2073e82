//! The access review: users × apps.

mod audit;
mod evidence;
#[path = "../support/html.rs"]
mod html;
mod page;

use std::path::PathBuf;

use clap::Parser;
use jiff::Timestamp;
use signon_unified::models::Organization;
use signon_unified::{AppQuery, Error, OrganizationQuery, SingleSignOn, Torii};
use signon_unified::{UserDirectory, UserQuery};

pub(crate) use self::evidence::{COLUMNS, Counts, Report, Row};
pub(crate) use self::page::render as page;
use crate::table::Format;

/// Reports who has access to which app, and where someone who should have none still has it.
#[derive(Debug, Parser)]
#[command(
    name = "access-review",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if everything could be read, 1 if not, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// Only the access of people who are leaving or have left
    #[arg(long)]
    exceptions: bool,
    /// How the report is written; JSON has the counts and the audit log too
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Write the same evidence as a page for an auditor too
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// How far back the page and JSON show the audit log; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 90)]
    audit_days: u16,
}

impl Options {
    fn shows_audit_log(&self) -> bool {
        self.audit_days > 0 && (self.html.is_some() || self.format == Format::Json)
    }
}

/// Reads everyone's access and, where it is shown, the audit log.
pub(crate) async fn run(
    torii: &Torii,
    options: &Options,
    clock: impl Fn() -> Timestamp,
) -> Result<Report, Error> {
    let mut report = access(torii, &clock).await?;
    if options.shows_audit_log() {
        report.audit = Some(audit::read(torii, clock(), options.audit_days).await);
    }
    if options.exceptions {
        report.keep_exceptions();
    }
    Ok(report)
}

/// Reads everyone's access. A failure with one person is a row of the report, and ends nothing.
async fn access(
    provider: &(impl UserDirectory + SingleSignOn),
    clock: impl Fn() -> Timestamp,
) -> Result<Report, Error> {
    let started = clock();
    let organizations = match provider
        .organizations(OrganizationQuery::new())
        .collect_all()
        .await
    {
        Err(Error::Unsupported(_)) => Vec::new(),
        other => other?,
    };
    let (mut rows, mut users_without_apps) = (Vec::new(), 0);
    let mut users = provider.users(UserQuery::new());
    while let Some(user) = users.next().await {
        let user = user?;
        let of_user = AppQuery::new().user_id(&user.id);
        match provider.apps(of_user).collect_all().await {
            Ok(apps) if apps.is_empty() => users_without_apps += 1,
            Ok(apps) => rows.extend(apps.iter().map(|app| Row::assignment(&user, app))),
            Err(error) => rows.push(Row::unread(&user, &error)),
        }
    }
    rows.sort_by(|left, right| left.key().cmp(&right.key()));
    Ok(Report {
        source: UserDirectory::capabilities(provider).provider(),
        organizations: organizations.iter().map(name).collect(),
        started: started.to_string(),
        finished: clock().to_string(),
        counts: Counts::new(&rows, users_without_apps),
        exceptions_only: false,
        rows,
        audit: None,
    })
}

fn name(organization: &Organization) -> String {
    let name = organization.name.as_deref();
    name.unwrap_or(&organization.id).to_owned()
}
