//! How far the executions of workflows are.

use std::collections::BTreeMap;
use std::error::Error;

use clap::Parser;
use serde::Serialize;
use signon_torii::workflows::{ActionExecution, ListActionExecutions};
use signon_unified::Torii;

use crate::actions;
use crate::table::Format;

pub(crate) const COLUMNS: &[&str] = &[
    "workflow",
    "execution",
    "status",
    "actions",
    "completed",
    "ignored",
    "pending",
    "failed",
    "updated_at",
];

/// Reports how far Torii's workflows are, one line for each execution, so that tickets can be closed.
#[derive(Debug, Parser)]
#[command(
    name = "workflow-status",
    term_width = 0,
    after_help = "Environment: TORII_API_KEY, and TORII_URL for another server.\n\
                  Exit code: 0 if every execution has completed, 1 if not, 2 if an argument is wrong."
)]
pub(crate) struct Options {
    /// Only executions about this user
    #[arg(long, value_name = "ID")]
    user: Option<i64>,
    /// Only executions about this app
    #[arg(long, value_name = "ID")]
    app: Option<i64>,
    /// Only executions of this workflow
    #[arg(long, value_name = "ID")]
    workflow: Option<i64>,
    /// Only executions that have not completed
    #[arg(long)]
    open: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How far an execution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Progress {
    Completed,
    Running,
    /// An action failed, and was neither repeated nor ignored.
    Failed,
}

/// An execution of a workflow.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    workflow: i64,
    pub(crate) execution: i64,
    pub(crate) status: Progress,
    actions: usize,
    completed: usize,
    ignored: usize,
    pending: usize,
    /// The actions that failed.
    failed: Vec<String>,
    /// When the last of the actions changed.
    updated_at: Option<String>,
}

impl Row {
    pub(crate) fn is_complete(&self) -> bool {
        self.status == Progress::Completed
    }
}

/// The executions, the newest first.
pub(crate) async fn run(torii: &Torii, options: &Options) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut executions: BTreeMap<(i64, i64), Vec<ActionExecution>> = BTreeMap::new();
    let mut request = ListActionExecutions::new().size(1000);
    request.id_action_user = options.user;
    request.id_action_app = options.app;
    for action in actions::list(torii, &request).await? {
        if options
            .workflow
            .is_none_or(|workflow| workflow == action.id_workflow)
        {
            let execution = (action.id_workflow_execution, action.id_workflow);
            executions.entry(execution).or_default().push(action);
        }
    }
    let rows = executions
        .into_iter()
        .rev()
        .map(|((execution, workflow), actions)| row(workflow, execution, &actions));
    Ok(rows
        .filter(|row| !options.open || !row.is_complete())
        .collect())
}

fn row(workflow: i64, execution: i64, actions: &[ActionExecution]) -> Row {
    let count = |test: &dyn Fn(&ActionExecution) -> bool| {
        actions.iter().filter(|action| test(action)).count()
    };
    let failed = actions.iter().filter(|action| actions::has_failed(action));
    let failed: Vec<String> = failed.map(actions::label).collect();
    let pending = count(&actions::is_pending);
    let updated = actions
        .iter()
        .filter_map(|action| action.update_time.as_option());
    Row {
        workflow,
        execution,
        status: match (failed.is_empty(), pending) {
            (false, _) => Progress::Failed,
            (true, 0) => Progress::Completed,
            (true, _) => Progress::Running,
        },
        actions: actions.len(),
        completed: count(&|action| action.is_completed),
        ignored: count(&|action| action.is_ignored && !action.is_completed),
        pending,
        failed,
        updated_at: updated.map(ToString::to_string).max(),
    }
}
