//! Questions to the person at the terminal.

use std::io::{BufRead as _, IsTerminal as _, Result};

use crate::message;

/// The maximum length of an answer, in bytes.
const MAX_LEN: usize = 64 * 1024;

/// Whether there is a person to ask: standard input and standard error are a terminal.
pub(crate) fn is_possible() -> bool {
    is_typed() && std::io::stderr().is_terminal()
}

/// Whether standard input is typed, so that a secret in it would be shown.
pub(crate) fn is_typed() -> bool {
    std::io::stdin().is_terminal()
}

/// A line of text; `None` at the end of the input.
pub(crate) fn line(question: &str) -> Result<Option<String>> {
    message::question(question);
    let mut answer = String::new();
    if std::io::stdin().lock().read_line(&mut answer)? == 0 {
        return Ok(None);
    }
    Ok(Some(answer.trim().to_owned()))
}

/// A line of text that is not shown; `None` at the end of the input.
pub(crate) fn secret(question: &str) -> Result<Option<String>> {
    let answer = hidden::line(question);
    // The end of the line was not shown either.
    message::note("");
    answer
}

#[cfg(unix)]
mod hidden {
    use std::io::{Error, ErrorKind, Read as _, Result, Stdin};

    use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

    use super::MAX_LEN;
    use crate::message;

    /// Restores the terminal when dropped.
    struct Restore<'a>(&'a Stdin, Termios);

    impl Drop for Restore<'_> {
        fn drop(&mut self) {
            let _ = termios::tcsetattr(self.0, OptionalActions::Flush, &self.1);
        }
    }

    /// Reads a line without echo.
    ///
    /// The keys that interrupt are read as well: a program that they ended would leave the terminal without echo.
    pub(super) fn line(question: &str) -> Result<Option<String>> {
        let stdin = std::io::stdin();
        let before = termios::tcgetattr(&stdin)?;
        let mut modes = before.clone();
        modes
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Before the question, and without what was typed until now: that was shown.
        termios::tcsetattr(&stdin, OptionalActions::Flush, &modes)?;
        let _restore = Restore(&stdin, before);
        message::question(question);
        let mut answer = Vec::new();
        for byte in stdin.lock().bytes() {
            match byte? {
                b'\n' | b'\r' => return text(answer).map(Some),
                INTERRUPT | QUIT => return Err(ErrorKind::Interrupted.into()),
                END if answer.is_empty() => return Ok(None),
                END => return text(answer).map(Some),
                BACKSPACE | DELETE => erase(&mut answer),
                KILL => answer.clear(),
                // Other keys are commands to a terminal, and no part of a secret.
                0x00..=0x1f => {}
                byte if answer.len() < MAX_LEN => answer.push(byte),
                _ => return Err(Error::new(ErrorKind::InvalidData, "the answer is too long")),
            }
        }
        Ok(None)
    }

    const INTERRUPT: u8 = 0x03;
    const END: u8 = 0x04;
    const BACKSPACE: u8 = 0x08;
    const KILL: u8 = 0x15;
    const QUIT: u8 = 0x1c;
    const DELETE: u8 = 0x7f;

    /// Removes the last character, which may have several bytes.
    fn erase(answer: &mut Vec<u8>) {
        while answer.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
    }

    fn text(answer: Vec<u8>) -> Result<String> {
        let text = String::from_utf8(answer)
            .map_err(|_| Error::new(ErrorKind::InvalidData, "the answer is not UTF-8"))?;
        Ok(text.trim().to_owned())
    }
}

#[cfg(not(unix))]
mod hidden {
    use std::io::{Error, ErrorKind, Result};

    /// Echo cannot be turned off here, and a secret must not be shown.
    pub(super) fn line(_question: &str) -> Result<Option<String>> {
        Err(Error::new(
            ErrorKind::Unsupported,
            "secrets cannot be typed on this system: use standard input or a file",
        ))
    }
}
