//! One line for people, and more for developers.

use std::fmt::{self, Write};

use crate::error::{Error, ErrorKind};
use crate::redact::OneLine;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Causes may have line breaks of their own.
        self.write(&mut OneLine(f))
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
    fn write(&self, f: &mut impl Write) -> fmt::Result {
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
        self.write_answer(f)?;
        if let Some(source) = &inner.source {
            write!(f, ": {source}")?;
            // The errors between them repeat in many words what these two say.
            if let Some(root) = root(&**source) {
                write!(f, ": {root}")?;
            }
        }
        self.write_circumstances(f)
    }

    fn write_answer(&self, f: &mut impl Write) -> fmt::Result {
        let inner = &self.0;
        let reason = match &inner.response {
            Some(response) if self.is_accepted() => {
                write!(
                    f,
                    "the server accepted the request ({}), but answered",
                    response.status
                )?;
                None
            }
            Some(response) => {
                if !matches!(inner.kind, ErrorKind::Api | ErrorKind::Unexpected) {
                    f.write_str(": ")?;
                }
                write!(f, "{}", response.status)?;
                response.status.canonical_reason()
            }
            None => None,
        };
        if let Some(problem) = &inner.unexpected {
            let comma = if self.is_accepted() { "" } else { "," };
            write!(f, "{comma} with {problem}")?;
        }
        let provider = [&inner.provider.code, &inner.provider.message];
        // Many servers repeat the status in words.
        let is_new = |text: &&String| reason.is_none_or(|reason| !is_same(reason, text));
        for text in provider.into_iter().flatten().filter(is_new) {
            write!(f, ": {text}")?;
        }
        Ok(())
    }

    fn write_circumstances(&self, f: &mut impl Write) -> fmt::Result {
        let mut circumstances = Vec::new();
        if let Some(id) = self.request_id() {
            circumstances.push(format!("request id {}", shortened(id)));
        }
        match self.attempts() {
            0 => {}
            1 => circumstances.push("1 attempt".to_owned()),
            attempts => circumstances.push(format!("{attempts} attempts")),
        }
        if let Some(stop) = self.retry_stop_reason()
            && self.attempts() > 0
        {
            circumstances.push(stop.to_string());
        }
        if circumstances.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", circumstances.join(", "))
    }
}

/// Whether two texts have the same letters and digits.
fn is_same(left: &str, right: &str) -> bool {
    let letters = |text: &str| {
        let letters = text.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(left) == letters(right)
}

/// A text, short enough for a line.
fn shortened(text: &str) -> &str {
    const LONGEST: usize = 80;
    crate::redact::prefix(text, LONGEST)
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
