//! The access review.

use serde_json::json;

use crate::support::torii::Account;
use crate::table::{Format, render};
use crate::use_cases::reviewing::{COLUMNS, Counts, Options, Report, Row, run};
use crate::use_cases::{block, help, options, shown};

/// Ada has Figma, and had Slack; Bo is leaving and has Slack; Cy has left and has nothing.
pub(crate) fn office() -> Account {
    let account = Account::new();
    let mut state = account.state.lock().expect("a lock");
    for (user, removed) in [(48_213, true), (48_214, false)] {
        let slack = json!({ "id": 120, "name": "Slack", "isUserRemovedFromApp": removed });
        state.user_apps.insert((user, 120), slack);
    }
    let entry = |time: &str, area: &str, kind: &str| {
        json!({
            "performedBy": 48_213, "performedByEmail": "ada@acme.example", "creationTime": time, "entity": area,
            "type": kind, "requestDetails": { "remoteAddress": "192.0.2.44" }, "properties": { "idUser": 48_214 },
        })
    };
    state.audit = vec![
        entry(
            "2026-11-02T10:00:00.000Z",
            "users",
            "update_user_lifecycle_status",
        ),
        entry("2026-11-20T16:30:00.000Z", "roles", "update_role"),
        entry("2026-11-21T08:00:00.000Z", "contracts", "update_contract"),
    ];
    drop(state);
    account
}

pub(crate) async fn review(account: &Account, line: &str) -> Report {
    let options = options::<Options>(line).expect("options");
    let clock = || "2026-11-30T08:00:00Z".parse().expect("a time");
    run(&account.open(), &options, clock)
        .await
        .expect("a report")
}

fn csv(report: &Report) -> String {
    shown(&render(Format::Csv, COLUMNS, &report.rows).expect("CSV"))
}

#[tokio::test]
async fn it_lists_who_has_what_and_marks_the_exceptions() {
    let account = office();
    let report = review(&account, "").await;
    assert_eq!(
        csv(&report),
        block("access-review.md", "--example access-review\n")
    );
    let sent = account.sent();
    let lists = sent
        .iter()
        .filter(|line| line.starts_with("GET /v1.0/users"));
    assert_eq!(
        (sent.len(), lists.count()),
        (6, 5),
        "the organization, two pages, and a call for each person"
    );
    let exceptions = review(&account, "--exceptions").await;
    assert_eq!(exceptions.rows.len(), 1);
    assert_eq!(exceptions.counts, report.counts);
}

#[tokio::test]
async fn as_json_it_has_the_counts() {
    let report = review(&office(), "--exceptions --format json").await;
    let json = serde_json::to_string_pretty(&report).expect("JSON") + "\n";
    assert_eq!(
        json,
        block("access-review.md", "--exceptions --format json\n")
    );
}

#[tokio::test]
async fn people_whose_apps_cannot_be_read_are_in_the_report() {
    let account = office();
    let refused = "GET /v1.0/users/48214/apps".to_owned();
    account.state.lock().expect("a lock").refused.push(refused);
    let report = review(&account, "--exceptions").await;
    assert!(!report.is_complete());
    let csv = csv(&report);
    assert!(
        csv.contains("48214,bo@acme.example,Bo,offboarding,,,,false,")
            && csv.contains("listUserApps"),
        "{csv}"
    );

    account.state.lock().expect("a lock").refused.clear();
    let report = review(&account, "").await;
    assert!(report.is_complete());
    let counts = Counts {
        users: 3,
        users_without_apps: 1,
        unread_users: 0,
        apps: 2,
        assignments: 3,
        active_assignments: 2,
        exceptions: 1,
    };
    assert_eq!(report.counts, counts);
}

#[test]
fn the_email_is_the_main_address_else_the_user_name() {
    let app = serde_json::from_value(json!({ "id": "1", "name": "Wiki" })).expect("an app");
    for (emails, expected) in [
        (
            json!([{ "email": "a@old.example" }, { "email": "a@acme.example", "is_primary": true }]),
            "a@acme.example",
        ),
        (json!([{ "email": "a@old.example" }]), "a@old.example"),
        (json!([]), "ada"),
        (json!(null), "ada"),
    ] {
        let user = json!({ "id": "7", "username": "ada", "emails": emails });
        let user = serde_json::from_value(user).expect("a user");
        let row = Row::assignment(&user, &app);
        assert_eq!(row.email.as_deref(), Some(expected), "{emails}");
    }
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block("access-review.md", "access-review -- --help\n")
    );
    options::<Options>("--format xml").expect_err("no such format");
}
