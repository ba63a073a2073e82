//! Offboarding.

use std::time::Duration;

use serde_json::json;

use crate::support::torii::Account;
use crate::table::{Format, render};
use crate::use_cases::offboarding::{COLUMNS, Options, Outcome, Row, run};
use crate::use_cases::{action, block, help, options, shown};

/// Bo is leaving, and the automation is at work; Ada works here and has two apps.
fn office() -> Account {
    let account = Account::new();
    let mut state = account.state.lock().expect("a lock");
    let slack = json!({ "id": 120, "name": "Slack", "isUserRemovedFromApp": false });
    state.user_apps.insert((48_213, 120), slack);
    let gone = json!({ "id": 118, "name": "Figma", "isUserRemovedFromApp": true });
    state.user_apps.insert((48_214, 118), gone);
    state.actions.push(action(48_214, &json!({})));
    state.is_automatic = true;
    drop(state);
    account
}

async fn offboard(account: &Account, line: &str) -> Vec<Row> {
    let options = options::<Options>(line).expect("options");
    let wait = async |_: Duration| {};
    run(&account.open(), &options, wait)
        .await
        .expect("a report")
}

fn csv(rows: &[Row]) -> String {
    shown(&render(Format::Csv, COLUMNS, rows).expect("CSV"))
}

fn writes(account: &Account) -> Vec<String> {
    let mut sent = account.sent();
    sent.retain(|line| !line.starts_with("GET"));
    sent
}

#[tokio::test]
async fn it_starts_waits_and_removes_what_is_left() {
    let account = office();
    let rows = offboard(&account, "ada@acme.example --remove-left").await;
    assert_eq!(
        csv(&rows),
        block(
            "offboard.md",
            "offboard -- ada@acme.example --remove-left\n"
        )
    );
    let expected = [
        "PUT /v1.0/users/48213",
        "PUT /v1.0/users/48213/apps/118",
        "PUT /v1.0/users/48213/apps/120",
    ];
    assert_eq!(writes(&account), expected);
    let state = account.state.lock().expect("a lock");
    assert_eq!(
        state.user_apps[&(48_213, 120)]["isUserRemovedFromApp"],
        true
    );
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let account = office();
    offboard(&account, "ada@acme.example --remove-left").await;
    let before = writes(&account).len();
    let rows = offboard(&account, "ada@acme.example --remove-left").await;
    assert_eq!(writes(&account).len(), before);
    assert!(rows.iter().all(Row::is_complete), "{rows:?}");
    assert!(!rows[0].started && rows[0].removed.is_empty() && rows[0].left.is_empty());
}

#[tokio::test]
async fn a_person_who_is_named_twice_is_offboarded_once() {
    let account = office();
    let rows = offboard(&account, "ada@acme.example ADA@acme.example").await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(writes(&account), ["PUT /v1.0/users/48213"]);
}

#[tokio::test]
async fn without_names_it_waits_for_everyone_who_is_leaving() {
    let account = office();
    let rows = offboard(&account, "").await;
    assert_eq!(csv(&rows), block("offboard.md", "offboard\n"));
    assert_eq!(
        account.sent()[0],
        "GET /v1.0/users?lifecycleStatus=offboarding&isDeletedInIdentitySources=false"
    );
    assert!(writes(&account).is_empty());
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let account = office();
    let rows = offboard(
        &account,
        "ada@acme.example bo@acme.example --remove-left --dry-run",
    )
    .await;
    let page = block("offboard.md", "bo@acme.example --remove-left --dry-run\n");
    assert_eq!(csv(&rows), page);
    assert!(writes(&account).is_empty());
    let state = account.state.lock().expect("a lock");
    assert_eq!(state.users[&48_213]["lifecycleStatus"], "active");
}

#[tokio::test]
async fn it_gives_up_waiting_after_the_last_poll() {
    let account = office();
    let rows = offboard(&account, "bo@acme.example --polls 1").await;
    assert_eq!((rows[0].outcome, rows[0].pending), (Outcome::Waiting, 1));
}

#[tokio::test]
async fn a_failed_action_is_named_and_ends_the_wait() {
    let account = office();
    let error =
        json!({ "errorTime": "2026-11-30T08:00:00.000Z", "errorMessage": "no such account" });
    account.state.lock().expect("a lock").actions = vec![action(48_214, &error)];
    let rows = offboard(&account, "bo@acme.example").await;
    assert_eq!(rows[0].outcome, Outcome::Failed);
    assert_eq!(
        rows[0].failed,
        ["Suspend the user in Google: no such account"]
    );
}

#[tokio::test]
async fn a_run_after_a_failure_does_what_is_left() {
    let account = office();
    let refused = "PUT /v1.0/users/48213/apps/120".to_owned();
    account.state.lock().expect("a lock").refused.push(refused);
    let line = "ada@acme.example bo@acme.example nobody@acme.example --remove-left";
    let rows = offboard(&account, line).await;
    let outcomes: Vec<Outcome> = rows.iter().map(|row| row.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::Failed, Outcome::Complete, Outcome::Failed]
    );
    assert_eq!(rows[0].removed, ["Figma"], "what took effect");
    assert!(
        rows[0]
            .error
            .as_deref()
            .is_some_and(|error| error.contains("updateUserApp")),
        "{rows:?}"
    );
    assert_eq!(rows[2].error.as_deref(), Some("no user has this address"));

    account.state.lock().expect("a lock").refused.clear();
    let before = writes(&account).len();
    let rows = offboard(&account, line).await;
    assert_eq!(
        (rows[0].outcome, rows[0].removed.as_slice()),
        (Outcome::Complete, &["Slack".to_owned()][..])
    );
    assert_eq!(
        writes(&account)[before..],
        ["PUT /v1.0/users/48213/apps/120"]
    );
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block("offboard.md", "offboard -- --help\n")
    );
    let wrong = options::<Options>("--dryrun").expect_err("a wrong option");
    assert!(wrong.to_string().contains("--dryrun"), "{wrong}");
}

#[test]
fn cells_are_quoted_and_are_no_formulas() {
    let record = json!({ "a": "x, \"y\"", "b": "=1+1", "c": null, "d": [1, "two"], "e": -5, "f": "＝1", "g": "\n=1" });
    let csv = render(Format::Csv, &["a", "b", "c", "d", "e", "f", "g"], &[record]).expect("CSV");
    assert_eq!(
        csv,
        "a,b,c,d,e,f,g\r\n\"x, \"\"y\"\"\",'=1+1,,1; two,-5,'＝1,\"'\n=1\"\r\n"
    );
}
