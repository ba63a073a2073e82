//! The status of workflows.

use serde_json::json;

use crate::support::torii::Account;
use crate::table::{Format, render};
use crate::use_cases::status::{COLUMNS, Options, Progress, Row, run};
use crate::use_cases::{action, block, help, options, shown};

/// Three executions: one is completed, one at work, one failed.
fn office() -> Account {
    let account = Account::new();
    let at = |minute: u8| format!("2026-11-30T08:{minute:02}:00.000Z");
    let actions = vec![
        action(
            48_213,
            &json!({ "id": 5, "idWorkflow": 8, "idWorkflowExecution": 72, "updateTime": at(40),
            "errorTime": at(40), "executionErrorType": "timeout" }),
        ),
        action(
            48_214,
            &json!({ "id": 4, "idWorkflowExecution": 71, "updateTime": at(30) }),
        ),
        action(
            48_214,
            &json!({ "id": 3, "idWorkflowExecution": 71, "isCompleted": true, "updateTime": at(20) }),
        ),
        action(
            48_215,
            &json!({ "id": 2, "isIgnored": true, "errorTime": at(10), "updateTime": at(10) }),
        ),
        action(
            48_215,
            &json!({ "id": 1, "isCompleted": true, "updateTime": at(5) }),
        ),
    ];
    account.state.lock().expect("a lock").actions = actions;
    account
}

async fn status(account: &Account, line: &str) -> Vec<Row> {
    let options = options::<Options>(line).expect("options");
    run(&account.open(), &options).await.expect("a report")
}

#[tokio::test]
async fn each_execution_has_a_line_whatever_pages_its_actions_are_on() {
    let account = office();
    let rows = status(&account, "").await;
    let csv = shown(&render(Format::Csv, COLUMNS, &rows).expect("CSV"));
    assert_eq!(
        csv,
        block("workflow-status.md", "--example workflow-status\n")
    );
    let statuses: Vec<(i64, Progress)> =
        rows.iter().map(|row| (row.execution, row.status)).collect();
    assert_eq!(
        statuses,
        [
            (72, Progress::Failed),
            (71, Progress::Running),
            (70, Progress::Completed)
        ]
    );
    assert_eq!(account.sent().len(), 3, "three pages");
}

#[tokio::test]
async fn a_later_run_sees_what_has_completed_since() {
    let account = office();
    let open = status(&account, "--user 48214 --open").await;
    assert_eq!(open.len(), 1);
    assert!(!open[0].is_complete());
    for action in &mut account.state.lock().expect("a lock").actions {
        action["isCompleted"] = json!(true);
    }
    let rows = status(&account, "--user 48214").await;
    assert!(
        rows.len() == 1 && rows.iter().all(Row::is_complete),
        "{rows:?}"
    );
    assert!(status(&account, "--open").await.is_empty());
}

#[tokio::test]
async fn only_one_workflow() {
    let rows = status(&office(), "--workflow 8 --format json").await;
    let json = render(Format::Json, COLUMNS, &rows).expect("JSON");
    assert_eq!(
        json,
        block("workflow-status.md", "--workflow 8 --format json\n")
    );
}

#[test]
fn its_help_is_on_its_page() {
    assert_eq!(
        help::<Options>(),
        block("workflow-status.md", "workflow-status -- --help\n")
    );
    options::<Options>("--user ada").expect_err("no number");
}
