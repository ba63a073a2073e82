//! Failures of calls and their exit statuses.

use std::fmt;

use clap::error::ErrorKind;
use signon_runtime::{Defect, ErrorKind as Kind, StatusCode, dynamic};

use crate::message;

/// The exit statuses of failed calls.
const PROBLEM: u8 = 1;
const USAGE: u8 = 2;
const AUTHENTICATION: u8 = 3;
const CLIENT: u8 = 4;
const SERVER: u8 = 5;
const NETWORK: u8 = 6;
const UNDECODABLE: u8 = 7;

/// The failure of a call: a one-line message and details, without secrets.
#[derive(Debug)]
pub(crate) struct Failure {
    status: u8,
    /// `None` if the message was already printed.
    message: Option<String>,
    details: Vec<String>,
    /// An error of clap, which has its own format.
    clap: Option<Box<clap::Error>>,
    /// Lines below the help, unwrapped so that they can be copied.
    notes: Option<String>,
}

impl Failure {
    fn new(status: u8, message: impl fmt::Display) -> Self {
        Self {
            status,
            message: Some(message.to_string()),
            details: Vec::new(),
            clap: None,
            notes: None,
        }
    }

    /// Creates the failure for an invalid command line.
    pub(super) fn usage(message: impl fmt::Display) -> Self {
        Self::new(USAGE, message)
    }

    /// Creates the failure for any other local problem.
    pub(super) fn local(message: impl fmt::Display) -> Self {
        Self::new(PROBLEM, message)
    }

    /// Creates the failure for problems of a document, which were already reported.
    pub(super) const fn reported() -> Self {
        Self {
            status: PROBLEM,
            message: None,
            details: Vec::new(),
            clap: None,
            notes: None,
        }
    }

    /// Adds a line below the message.
    #[must_use]
    pub(super) fn detail(mut self, line: impl fmt::Display) -> Self {
        self.details.push(line.to_string());
        self
    }

    /// Creates a failure from an error of clap, with notes below if it is help.
    pub(super) fn clap(error: clap::Error, notes: impl FnOnce() -> String) -> Self {
        let is_help = matches!(
            error.kind(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        Self {
            notes: is_help.then(notes).filter(|notes| !notes.is_empty()),
            ..Self::from(error)
        }
    }

    /// Whether a credential was missing or rejected.
    pub(super) const fn is_authentication(&self) -> bool {
        self.status == AUTHENTICATION
    }

    pub(super) const fn status(&self) -> u8 {
        self.status
    }

    pub(super) fn print(&self) {
        if let Some(clap) = &self.clap {
            let print = if clap.use_stderr() {
                message::note
            } else {
                message::result
            };
            // Without colors: the document's texts must not add their own escape sequences.
            print(clap.render().to_string().trim_end());
            if let Some(notes) = &self.notes {
                print(&format!("\n{notes}"));
            }
        }
        if let Some(message) = &self.message {
            message::error(message);
        }
        for line in &self.details {
            message::note(&format!("  {line}"));
        }
    }
}

/// `--help` is also an error of clap, with exit status 0.
impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self {
            status: u8::try_from(error.exit_code()).unwrap_or(USAGE),
            message: None,
            details: Vec::new(),
            clap: Some(Box::new(error)),
            notes: None,
        }
    }
}

/// Displays the message without the details.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message.as_deref().unwrap_or_default())
    }
}

impl From<signon_runtime::Error> for Failure {
    fn from(error: signon_runtime::Error) -> Self {
        let mut failure = Self::new(status(&error), &error);
        let mut detail = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                failure.details.push(format!("{name}: {value}"));
            }
        };
        detail("code", error.code().map(str::to_owned));
        detail("message", error.message().map(str::to_owned));
        detail("request id", error.request_id().map(str::to_owned));
        detail(
            "retry after",
            error
                .retry_after()
                .map(|wait| format!("{} seconds", wait.as_secs_f64().ceil())),
        );
        if error.is_accepted() {
            detail("note", Some("the request took effect".to_owned()));
        } else if error.may_have_been_sent() && error.status().is_none() {
            detail("note", Some("the request may have taken effect".to_owned()));
        }
        failure
    }
}

fn status(error: &signon_runtime::Error) -> u8 {
    match error.kind() {
        Kind::Build => match error.defect() {
            Some(Defect::NoCredential(_) | Defect::Credential { .. }) => AUTHENTICATION,
            Some(_) | None => USAGE,
        },
        // An unreachable token endpoint has no status.
        Kind::Credentials if error.status().is_none() && error.is_retryable() => NETWORK,
        Kind::Credentials => AUTHENTICATION,
        Kind::Transport | Kind::Timeout => NETWORK,
        Kind::Api => match error.status() {
            Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => AUTHENTICATION,
            Some(status) if status.is_server_error() => SERVER,
            Some(_) | None => CLIENT,
        },
        Kind::Unexpected | Kind::Pages => UNDECODABLE,
        _ => PROBLEM,
    }
}

impl Failure {
    /// Creates the failure of a call; `flag` returns the flag for a JSON pointer.
    pub(super) fn of_call(error: dynamic::Error, flag: impl Fn(&str) -> String) -> Self {
        match error {
            dynamic::Error::Call(error) => error.into(),
            dynamic::Error::Arguments { problems, .. } => {
                let mut lines = problems.iter().map(|problem| {
                    let text = problem.to_string();
                    // The message starts with the pointer.
                    let message = text
                        .split_once("`: ")
                        .map_or(text.as_str(), |(_, message)| message);
                    format!("`{}`: {message}", flag(&problem.pointer))
                });
                let first = lines.next().unwrap_or_default();
                lines.fold(Self::usage(first), Self::detail)
            }
            error @ dynamic::Error::UnknownOperation { .. } => Self::usage(error),
            error @ dynamic::Error::Schema { .. } | error => Self::local(error),
        }
    }
}
