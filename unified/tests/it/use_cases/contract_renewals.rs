//! Contract renewals.

use jiff::civil::{Date, date};
use serde_json::json;

use crate::support::torii::Account;
use crate::table::{Format, render};
use crate::use_cases::renewing::{COLUMNS, Options, Row, run};
use crate::use_cases::{block, help, options, shown};

const TODAY: Date = date(2026, 11, 30);

/// Four contracts: one soon, one today, one that is over, one much later; and one without a date.
fn office() -> Account {
    let account = Account::new();
    let mut state = account.state.lock().expect("a lock");
    let figma = json!({
        "id": 1, "name": "Figma Organization", "status": { "value": "active", "label": "Active" },
        "idApp": { "id": 118, "name": "Figma" }, "owner": { "id": 48_213, "email": "ada@acme.example" },
        "amount": { "value": 1_200_000, "currency": "USD" }, "currency": "USD", "endDate": "2026-12-31T00:00:00.000Z",
    });
    let slack = json!({
        "id": 2, "name": "Slack", "status": "inReview", "idApp": 120, "owner": null, "amount": 900, "endDate": "2026-11-30",
    });
    state.contracts.insert(1, figma);
    state.contracts.insert(2, slack);
    for (id, day) in [
        (3, json!("2026-11-29")),
        (4, json!("2027-12-31")),
        (5, json!(null)),
    ] {
        state
            .contracts
            .insert(id, json!({ "id": id, "status": "active", "endDate": day }));
    }
    drop(state);
    account
}

async fn renew(account: &Account, line: &str) -> Vec<Row> {
    let line = format!("--date-field endDate {line}");
    let options = options::<Options>(&line).expect("options");
    run(&account.open(), &options, TODAY)
        .await
        .expect("a report")
}

fn csv(rows: &[Row]) -> String {
    shown(&render(Format::Csv, COLUMNS, rows).expect("CSV"))
}

fn writes(account: &Account) -> Vec<String> {
    let requests = account.memory.requests();
    let writes = requests.iter().filter(|sent| sent.method != "GET");
    writes
        .map(|sent| format!("{} {} {}", sent.method, sent.target(), sent.text()))
        .collect()
}

#[tokio::test]
async fn it_lists_what_renews_from_today_on() {
    let account = office();
    let rows = renew(&account, "").await;
    assert_eq!(
        csv(&rows),
        block("contract-renewals.md", "-- --date-field endDate\n")
    );
    let sent = account.sent();
    assert_eq!(sent.len(), 3, "three pages");
    assert!(
        sent[0].contains("endDate"),
        "the field is asked for: {}",
        sent[0]
    );
    let days: Vec<Option<i32>> = renew(&account, "--days 30")
        .await
        .iter()
        .map(|row| row.days_left)
        .collect();
    assert_eq!(days, [Some(0)]);
}

#[tokio::test]
async fn it_writes_only_what_differs_and_a_second_run_writes_nothing() {
    let account = office();
    let line = "--write-back status=inReview --write-back c_noticeDays=30";
    let rows = renew(&account, line).await;
    assert_eq!(
        csv(&rows),
        block("contract-renewals.md", &format!("{line}\n"))
    );
    let expected = [
        r#"PUT /v1.0/contracts/1 {"status":"inReview","c_noticeDays":30}"#,
        r#"PUT /v1.0/contracts/2 {"c_noticeDays":30}"#,
    ];
    assert_eq!(writes(&account), expected);
    let again = renew(&account, line).await;
    assert!(again.iter().all(|row| row.written.is_empty()), "{again:?}");
    assert_eq!(writes(&account), expected);
}

#[tokio::test]
async fn a_choice_with_the_same_value_is_not_written() {
    let account = office();
    let rows = renew(&account, "--write-back status=active").await;
    let written: Vec<(i64, &[String])> =
        rows.iter().map(|row| (row.id, &row.written[..])).collect();
    assert_eq!(written, [(2, &["status".to_owned()][..]), (1, &[])]);
}

#[tokio::test]
async fn each_field_is_requested_once() {
    let account = office();
    let line = "--write-back status=inReview --write-back endDate=2027-01-01";
    renew(&account, line).await;
    let request = account.memory.requests().swap_remove(0);
    let fields = request.url.query_pairs().find(|(name, _)| name == "fields");
    let (_, fields) = fields.expect("the fields");
    let mut fields: Vec<&str> = fields.split(',').collect();
    fields.sort_unstable();
    let expected = [
        "amount", "currency", "endDate", "id", "idApp", "name", "owner", "status",
    ];
    assert_eq!(fields, expected);
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let account = office();
    let line = "--write-back status=inReview --write-back c_noticeDays=30";
    let dry = renew(&account, &format!("{line} --dry-run")).await;
    assert!(writes(&account).is_empty());
    assert_eq!(csv(&dry), csv(&renew(&account, line).await));
}

#[tokio::test]
async fn a_run_after_a_failure_writes_what_is_left() {
    let account = office();
    let refused = "PUT /v1.0/contracts/2".to_owned();
    account.state.lock().expect("a lock").refused.push(refused);
    let rows = renew(&account, "--write-back c_noticeDays=30").await;
    assert!(!rows[0].is_complete() && rows[0].written.is_empty());
    assert!(rows[1].is_complete() && rows[1].written == ["c_noticeDays"]);

    account.state.lock().expect("a lock").refused.clear();
    let before = writes(&account).len();
    let rows = renew(&account, "--write-back c_noticeDays=30").await;
    assert!(rows.iter().all(Row::is_complete), "{rows:?}");
    assert_eq!(
        writes(&account)[before..],
        [r#"PUT /v1.0/contracts/2 {"c_noticeDays":30}"#]
    );
}

#[tokio::test]
async fn a_date_that_cannot_be_read_is_an_error_of_its_contract() {
    let account = office();
    let odd = json!({ "id": 6, "endDate": "soon" });
    account
        .state
        .lock()
        .expect("a lock")
        .contracts
        .insert(6, odd);
    let rows = renew(&account, "--write-back status=inReview").await;
    let row = rows.iter().find(|row| row.id == 6).expect("the contract");
    assert_eq!(row.error.as_deref(), Some("`soon` is no date"));
    assert!(row.written.is_empty());
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block("contract-renewals.md", "contract-renewals -- --help\n")
    );
    for wrong in [
        "",
        "--date-field endDate --write-back currency=EUR",
        "--date-field endDate --write-back status",
        "--date-field endDate --write-back =x",
        "--date-field endDate --days -5",
    ] {
        options::<Options>(wrong).expect_err(wrong);
    }
}
