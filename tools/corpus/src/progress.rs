//! How far a long run is: one line that changes on a terminal, plain lines otherwise.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;

use signon_workspace::complain;

/// How far a run is.
#[derive(Debug)]
pub struct Progress {
    all: usize,
    done: Mutex<usize>,
    terminal: bool,
}

impl Progress {
    /// A run over this many things.
    pub fn new(all: usize) -> Self {
        Self {
            all,
            done: Mutex::new(0),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// What is done to a thing at the moment. Only a terminal shows it.
    pub fn step(&self, name: &str, what: &str) {
        let Ok(done) = self.done.lock() else { return };
        if self.terminal {
            let mut stderr = std::io::stderr();
            drop(write!(
                stderr,
                "\r\x1b[2K[{}/{}] {name}: {what}",
                *done, self.all
            ));
            drop(stderr.flush());
        }
    }

    /// The outcome of an item.
    pub fn done(&self, line: &str) {
        let Ok(mut done) = self.done.lock() else {
            return;
        };
        *done += 1;
        let clear = if self.terminal { "\r\x1b[2K" } else { "" };
        complain(&format!("{clear}[{}/{}] {line}", *done, self.all));
    }
}
