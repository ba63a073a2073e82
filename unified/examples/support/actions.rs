//! The actions of Torii's automations; the unified API has no such resource.

use signon_torii::workflows::{ActionExecution, ListActionExecutions};
use signon_unified::Torii;

/// The actions that a request selects, of all pages, newest first.
pub(crate) async fn list(
    torii: &Torii,
    request: &ListActionExecutions,
) -> Result<Vec<ActionExecution>, signon_torii::Error> {
    let mut items = torii
        .client()
        .workflows()
        .list_action_executions(request)
        .items();
    let mut actions = Vec::new();
    while let Some(action) = items.next().await {
        actions.push(action?);
    }
    Ok(actions)
}

pub(crate) fn is_pending(action: &ActionExecution) -> bool {
    !action.is_completed && !action.is_ignored
}

/// Whether an action failed, and is to be repeated or ignored by a person.
pub(crate) fn has_failed(action: &ActionExecution) -> bool {
    is_pending(action) && action.error_time.is_value()
}

/// What a failed action was to do, and why it did not.
pub(crate) fn label(action: &ActionExecution) -> String {
    let kind = action.action_type.as_deref().unwrap_or("action");
    let reason = action
        .error_message
        .as_deref()
        .or(action.execution_error_type.as_deref());
    format!("{kind}: {}", reason.unwrap_or("no reason given"))
}
