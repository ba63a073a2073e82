//! The audit log of Torii; the unified API has no such resource.

use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;
use signon_torii::audit::{AuditEntity, AuditLog, AuditProperties, ListAuditLogs};
use signon_unified::Torii;

/// The areas in which access changes. The log is read for each of them, since Torii may reject a request without an area.
const AREAS: [AuditEntity; 5] = [
    AuditEntity::Users,
    AuditEntity::Apps,
    AuditEntity::Roles,
    AuditEntity::Access,
    AuditEntity::AccessPolicies,
];

/// What administrators did, newest first.
#[derive(Debug, Serialize)]
pub(crate) struct Audit {
    pub(crate) since: String,
    pub(crate) areas: Vec<String>,
    pub(crate) entries: Vec<Entry>,
    /// Why the log is not complete.
    pub(crate) error: Option<String>,
}

/// An entry of the log.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Entry {
    pub(crate) time: Option<String>,
    pub(crate) who: Option<String>,
    pub(crate) what: Option<String>,
    pub(crate) area: String,
    /// The address that the request came from.
    pub(crate) address: Option<String>,
    /// What it was done with, as JSON.
    pub(crate) details: Option<String>,
}

/// Reads the entries of the last days. An error is a part of the result, beside what was read before it.
pub(crate) async fn read(torii: &Torii, now: Timestamp, days: u16) -> Audit {
    let since = now.saturating_sub((i64::from(days) * 24).hours());
    let since = since.unwrap_or(Timestamp::UNIX_EPOCH).to_string();
    let mut audit = Audit {
        areas: AREAS.iter().map(|area| area.as_str().to_owned()).collect(),
        entries: Vec::new(),
        error: None,
        since,
    };
    for area in AREAS {
        if let Err(error) = read_area(torii, &area, &mut audit).await {
            audit.error = Some(error.to_string());
            break;
        }
    }
    audit.entries.sort_by(|left, right| right.cmp(left));
    audit
}

async fn read_area(
    torii: &Torii,
    area: &AuditEntity,
    audit: &mut Audit,
) -> Result<(), signon_torii::Error> {
    let request = ListAuditLogs::new()
        .entity(area.clone())
        .start_time(audit.since.as_str())
        .size(200);
    let mut items = torii.client().audit().list_logs(&request).items();
    while let Some(log) = items.next().await {
        audit.entries.push(entry(area, log?));
    }
    Ok(())
}

fn entry(area: &AuditEntity, log: AuditLog) -> Entry {
    let names = [&log.performed_by_first_name, &log.performed_by_last_name];
    let names: Vec<&str> = names.iter().filter_map(|name| name.as_deref()).collect();
    let id = log.performed_by.into_option().map(|id| id.to_string());
    let who = log.performed_by_email.into_option();
    let details = match log.properties.into_option() {
        Some(AuditProperties::Text(text)) => Some(text),
        Some(other) => serde_json::to_string(&other).ok(),
        None => None,
    };
    Entry {
        time: log.creation_time.as_option().map(ToString::to_string),
        who: who
            .or_else(|| (!names.is_empty()).then(|| names.join(" ")))
            .or(id),
        what: log.kind.as_option().map(|kind| kind.as_str().to_owned()),
        area: area.as_str().to_owned(),
        address: log
            .request_details
            .into_option()
            .and_then(|details| details.remote_address.into_option()),
        details,
    }
}
