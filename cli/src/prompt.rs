//! Interactive prompts.

use std::io::{BufRead as _, IsTerminal as _, Result};

use crate::message;

/// The maximum length of an answer, in bytes.
const MAX_LEN: usize = 64 * 1024;

/// Whether prompts are possible: standard input and standard error are terminals.
pub(crate) fn is_interactive() -> bool {
    stdin_is_terminal() && std::io::stderr().is_terminal()
}

/// Whether standard input is a terminal, which would echo a secret.
pub(crate) fn stdin_is_terminal() -> bool {
    std::io::stdin().is_terminal()
}

/// Reads a line of text; `None` at the end of the input.
pub(crate) fn line(question: &str) -> Result<Option<String>> {
    message::question(question);
    let mut answer = String::new();
    if std::io::stdin().lock().read_line(&mut answer)? == 0 {
        return Ok(None);
    }
    Ok(Some(answer.trim().to_owned()))
}

/// Reads a line of text without echo; `None` at the end of the input.
pub(crate) fn secret(question: &str) -> Result<Option<String>> {
    let answer = hidden::line(question);
    // The line break was not echoed either.
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
    /// Interrupt keys are read as well: if they ended the program, the terminal would be left without echo.
    pub(super) fn line(question: &str) -> Result<Option<String>> {
        let stdin = std::io::stdin();
        let before = termios::tcgetattr(&stdin)?;
        let mut modes = before.clone();
        modes
            .local_modes
            .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        // Before the question, and discarding earlier input, which was echoed.
        termios::tcsetattr(&stdin, OptionalActions::Flush, &modes)?;
        let _restore = Restore(&stdin, before);
        message::question(question);
        let mut answer = Vec::new();
        for byte in stdin.lock().bytes() {
            match byte? {
                b'\n' | b'\r' => return text(answer).map(Some),
                INTERRUPT | QUIT => return Err(ErrorKind::Interrupted.into()),
                CTRL_D if answer.is_empty() => return Ok(None),
                CTRL_D => return text(answer).map(Some),
                BACKSPACE | DELETE => erase(&mut answer),
                CTRL_U => answer.clear(),
                // Other control characters are not part of a secret.
                0x00..=0x1f => {}
                byte if answer.len() < MAX_LEN => answer.push(byte),
                _ => return Err(Error::new(ErrorKind::InvalidData, "the answer is too long")),
            }
        }
        Ok(None)
    }

    const INTERRUPT: u8 = 0x03;
    const CTRL_D: u8 = 0x04;
    const BACKSPACE: u8 = 0x08;
    const CTRL_U: u8 = 0x15;
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
