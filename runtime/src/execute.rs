//! Making a call: credentials, turns, tries, redirects, and what came of it.

pub(crate) mod attempt;
mod authorize;
mod follow;
mod key;
mod observe;
mod outgoing;
mod read;
mod redirect;
mod run;

use std::time::Duration;

pub(crate) use self::run::start;

/// What a single call wants otherwise than its client.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
}
