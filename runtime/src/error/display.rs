//! One line for people, and more for developers.

use std::fmt;

use crate::error::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if !inner.api.is_empty() {
            write!(f, "{} ", inner.api)?;
        }
        write!(f, "{}: ", inner.operation)?;
        match inner.kind {
            ErrorKind::Build => f.write_str("the request could not be built")?,
            ErrorKind::Credentials => f.write_str("no credentials could be had")?,
            ErrorKind::Transport if inner.may_have_been_sent => {
                f.write_str("no whole answer came back")?;
            }
            ErrorKind::Transport => f.write_str("the server could not be reached")?,
            ErrorKind::Timeout => f.write_str("time ran out")?,
            ErrorKind::Pages => f.write_str("a page leads to one that has been seen already")?,
            ErrorKind::Api | ErrorKind::Unexpected => {}
        }
        if let Some(response) = &inner.response {
            if !matches!(inner.kind, ErrorKind::Api | ErrorKind::Unexpected) {
                f.write_str(": ")?;
            }
            write!(f, "{}", response.status)?;
        }
        if let Some(fault) = &inner.fault {
            write!(f, ", with {fault}")?;
        }
        for said in [&inner.said.code, &inner.said.message]
            .into_iter()
            .flatten()
        {
            write!(f, ": {said}")?;
        }
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
            // What lies between them says in many words what these two say in few.
            if let Some(root) = root(&**source) {
                write!(f, ": {root}")?;
            }
        }
        self.write_circumstances(f)
    }
}

/// The innermost of the causes of `error`.
fn root<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a dyn std::error::Error> {
    let mut root = error.source()?;
    while let Some(inner) = root.source() {
        root = inner;
    }
    Some(root)
}

impl Error {
    fn write_circumstances(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = " (";
        if let Some(id) = self.request_id() {
            write!(f, "{separator}request id {}", printable(id))?;
            separator = ", ";
        }
        match self.attempts() {
            0 => {}
            1 => {
                write!(f, "{separator}1 try")?;
                separator = ", ";
            }
            tries => {
                write!(f, "{separator}{tries} tries")?;
                separator = ", ";
            }
        }
        if let Some(stop) = self.stop()
            && self.attempts() > 0
        {
            write!(f, "{separator}{stop}")?;
            separator = ", ";
        }
        if separator == ", " {
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// A header value, short enough for a line.
fn printable(text: &str) -> &str {
    const LONGEST: usize = 80;
    text.get(..LONGEST).unwrap_or(text)
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &format_args!("{self}"))
            .field("retryable", &inner.retryable)
            .field("retry_after", &inner.retry_after)
            .field("response", &inner.response)
            .finish_non_exhaustive()
    }
}
