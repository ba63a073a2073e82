//! Progress of pagination, on a terminal.

use std::io::IsTerminal as _;

use crate::message;

/// A status line on standard error, erased when dropped.
pub(super) struct Progress {
    is_shown: bool,
    pages: usize,
    items: usize,
}

impl Progress {
    /// Creates a progress line, shown only if no items and no log are printed to the terminal meanwhile.
    pub(super) fn new(prints_pages: bool, has_log: bool) -> Self {
        let is_busy = has_log || (prints_pages && std::io::stdout().is_terminal());
        let is_dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        Self {
            is_shown: std::io::stderr().is_terminal() && !is_busy && !is_dumb,
            pages: 0,
            items: 0,
        }
    }

    pub(super) fn add_page(&mut self, items: usize) {
        self.pages = self.pages.saturating_add(1);
        self.items = self.items.saturating_add(items);
        if self.is_shown {
            message::status_line(&format!("{} pages, {} items", self.pages, self.items));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown && self.pages > 0 {
            message::status_line("");
        }
    }
}
