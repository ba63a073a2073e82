//! Why a dynamic call failed.

use crate::error;

use super::problem::ArgumentProblem;

/// Why a dynamic call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The catalog has no operation with this id. Nothing was sent.
    #[error("the catalog has no operation `{id}`{}", did_you_mean(.similar.as_deref()))]
    UnknownOperation {
        /// The id.
        id: String,
        /// The id that is most like it.
        similar: Option<String>,
    },
    /// The arguments do not fit the operation. Nothing was sent.
    #[error("{operation}: {}", join(.problems))]
    Arguments {
        /// The operation's id.
        operation: String,
        /// What does not fit; one at least.
        problems: Vec<ArgumentProblem>,
    },
    /// The catalog's own schema of the arguments is not valid. Nothing was sent.
    #[error("the input schema of `{operation}` is not valid: {problem}")]
    Schema {
        /// The operation's id.
        operation: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The call failed, as a typed call would have.
    #[error(transparent)]
    Call(#[from] error::Error),
}

impl Error {
    /// The error of the call, if it got that far.
    pub const fn call(&self) -> Option<&error::Error> {
        match self {
            Self::Call(error) => Some(error),
            Self::UnknownOperation { .. } | Self::Arguments { .. } | Self::Schema { .. } => None,
        }
    }

    /// What does not fit about the arguments.
    pub fn problems(&self) -> &[ArgumentProblem] {
        match self {
            Self::Arguments { problems, .. } => problems,
            Self::UnknownOperation { .. } | Self::Schema { .. } | Self::Call(_) => &[],
        }
    }

    pub(super) fn unknown_operation(id: &str, similar: Option<&str>) -> Self {
        Self::UnknownOperation {
            id: id.to_owned(),
            similar: similar.map(str::to_owned),
        }
    }

    pub(super) fn arguments(operation: &str, problems: Vec<ArgumentProblem>) -> Self {
        Self::Arguments {
            operation: operation.to_owned(),
            problems,
        }
    }

    pub(super) fn schema(operation: &str, problem: &str) -> Self {
        Self::Schema {
            operation: operation.to_owned(),
            problem: problem.to_owned(),
        }
    }
}

fn did_you_mean(similar: Option<&str>) -> String {
    similar.map_or_else(String::new, |similar| {
        format!(" (did you mean `{similar}`?)")
    })
}

fn join(problems: &[ArgumentProblem]) -> String {
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    problems.join("; ")
}
