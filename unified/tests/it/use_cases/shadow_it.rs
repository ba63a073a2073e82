//! New apps.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::support::torii::Account;
use crate::table::{Format, render};
use crate::use_cases::shadow::{COLUMNS, Options, Row, Seen, run};
use crate::use_cases::{block, help, options, shown};

/// Figma is sanctioned; two apps were discovered, and one has no state.
fn office() -> Account {
    let account = Account::new();
    let mut state = account.state.lock().expect("a lock");
    let miro = json!({
        "id": 121, "name": "Miro", "state": "discovered", "category": "Design, whiteboards", "url": "https://miro.example",
        "primaryOwner": { "id": 48_213, "email": "ada@acme.example" }, "creationTime": "2026-11-28T10:00:00.000Z",
    });
    state.apps.insert(121, miro);
    state.apps.insert(
        122,
        json!({ "id": 122, "name": "=cmd()", "state": "Discovered" }),
    );
    drop(state);
    account
}

/// A file that is not there yet.
fn file(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("shadow-it-{test}.json"));
    if path.exists() {
        std::fs::remove_file(&path).expect("an old file");
    }
    path
}

/// What the program does: the file is written after the report.
async fn poll(account: &Account, path: &Path) -> Vec<Row> {
    let mut seen = Seen::read(path).expect("a state");
    let options = options::<Options>("--state apps.json").expect("options");
    let rows = run(&account.open(), &options, &mut seen)
        .await
        .expect("a report");
    seen.save(path).expect("a file");
    rows
}

#[tokio::test]
async fn the_first_run_reports_all_and_the_next_what_is_new() {
    let account = office();
    let path = file("new");
    let first = poll(&account, &path).await;
    let csv = shown(&render(Format::Csv, COLUMNS, &first).expect("CSV"));
    assert_eq!(
        csv,
        block("shadow-it.md", "shadow-it -- --state apps.json\n")
    );
    assert!(poll(&account, &path).await.is_empty());

    let new = json!({ "id": 123, "name": "Notion", "state": "discovered" });
    account.state.lock().expect("a lock").apps.insert(123, new);
    let ids: Vec<String> = poll(&account, &path)
        .await
        .into_iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, ["123"]);
    assert!(
        account.sent().iter().all(|line| line.starts_with("GET")),
        "it only reads"
    );
}

#[tokio::test]
async fn an_app_is_reported_when_its_approval_is_withdrawn() {
    let account = office();
    let path = file("approval");
    poll(&account, &path).await;
    account
        .state
        .lock()
        .expect("a lock")
        .apps
        .get_mut(&118)
        .expect("Figma")["state"] = json!("closed");
    let ids: Vec<String> = poll(&account, &path)
        .await
        .into_iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(ids, ["118"]);
}

#[tokio::test]
async fn after_a_failure_the_next_run_reports_the_same() {
    let account = office();
    let path = file("failure");
    let refused = "GET /v1.0/apps?cursor=2".to_owned();
    account.state.lock().expect("a lock").refused.push(refused);
    let mut seen = Seen::default();
    let options = options::<Options>("--state apps.json --approved sanctioned").expect("options");
    run(&account.open(), &options, &mut seen)
        .await
        .expect_err("the second page");
    assert_eq!(seen, Seen::default());

    account.state.lock().expect("a lock").refused.clear();
    assert_eq!(poll(&account, &path).await.len(), 3);
}

#[test]
fn a_broken_file_is_no_first_run() {
    let path = file("broken");
    std::fs::write(&path, "{").expect("a file");
    let error = Seen::read(&path).expect_err("no JSON").to_string();
    assert!(error.contains("shadow-it-broken.json`: EOF"), "{error}");
    let error = Seen::default().save(&path.join("apps.json"));
    let error = error.expect_err("a file is no folder").to_string();
    assert!(error.contains("apps.json`: "), "{error}");
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block("shadow-it.md", "shadow-it -- --help\n")
    );
    let parsed = options::<Options>("--state apps.json --dry-run --format json").expect("options");
    assert!(parsed.dry_run && parsed.format == Format::Json);
    assert_eq!(parsed.state, Path::new("apps.json"));
    let error = options::<Options>("").expect_err("no file");
    assert!(error.to_string().contains("--state <FILE>"), "{error}");
}
