//! The people of the report.

use serde::Serialize;

pub(crate) const COLUMNS: &[&str] = &[
    "email", "outcome", "started", "pending", "failed", "removed", "left", "error",
];

/// How far a person's offboarding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// The automation has completed and no access is left.
    Complete,
    /// The automation has completed, and access is left.
    AccessLeft,
    /// The automation has not completed yet.
    Waiting,
    /// An action of the automation or a call failed.
    Failed,
}

/// A person of the report.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) email: String,
    pub(crate) outcome: Outcome,
    /// Whether this run started the automation, or would.
    pub(crate) started: bool,
    /// The automation's actions that have not completed.
    pub(crate) pending: usize,
    /// The actions that failed.
    pub(crate) failed: Vec<String>,
    /// The apps whose access this run flagged as removed, or would.
    pub(crate) removed: Vec<String>,
    /// The apps that the person still has access to.
    pub(crate) left: Vec<String>,
    pub(crate) error: Option<String>,
}

impl Row {
    pub(super) fn new(email: &str) -> Self {
        Self {
            email: email.to_owned(),
            outcome: Outcome::Waiting,
            started: false,
            pending: 0,
            failed: Vec::new(),
            removed: Vec::new(),
            left: Vec::new(),
            error: None,
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.outcome == Outcome::Complete
    }

    /// The row of a person with whom something failed.
    pub(super) fn failed(self, error: &dyn std::fmt::Display) -> Self {
        Self {
            outcome: Outcome::Failed,
            error: Some(error.to_string()),
            ..self
        }
    }
}
