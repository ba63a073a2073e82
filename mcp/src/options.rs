//! Options of the server.

use std::any::Any;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use signon_runtime::BoxFuture;

use crate::budget;
use crate::project::jq;
use crate::prompts::Prompt;

/// Options of the server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Whether modifying operations are excluded.
    pub read_only: bool,
    /// The served operations, by tool name or operation id; empty for all.
    pub tools: Vec<String>,
    /// The served groups, by tag or group name; empty for all.
    pub tags: Vec<String>,
    /// The excluded operations and groups.
    pub exclude: Vec<String>,
    /// Whether tools to search, describe and call operations are offered instead of one per operation.
    pub search: Search,
    /// The maximum length of a result, in bytes of JSON.
    pub budget: usize,
    /// The maximum number of pages that `all_pages` collects.
    pub max_pages: usize,
    /// Whether requests are shown instead of sent.
    pub dry_run: bool,
    /// Whether a user must confirm destructive calls, where the client can ask.
    pub confirm: bool,
    /// Whether a user is asked for missing required arguments of calls and prompts, where the client can ask.
    pub ask: bool,
    /// Arguments that the client's model writes if a call lacks them, each as `operation.argument`.
    pub ask_model: Vec<String>,
    /// Arguments filled with the client's folders if a call lacks them, each as `operation.argument`.
    pub ask_roots: Vec<String>,
    /// The folder that files may be uploaded from; without one, paths are invalid arguments.
    pub upload_root: Option<PathBuf>,
    /// The process that runs jq programs; without one, tools have no `jq` argument.
    pub jq: Option<jq::Worker>,
    /// Prompts in addition to those of the providers.
    pub prompts: Vec<Prompt>,
    /// The maximum number of concurrent calls; further ones wait.
    pub concurrency: usize,
    /// Limits of accounts, in addition to [`concurrency`](Self::concurrency).
    pub admission: Option<Arc<dyn Admission>>,
}

/// Limits calls of accounts that are shared with other callers.
pub trait Admission: fmt::Debug + Send + Sync {
    /// Waits until a call of the named account is allowed; the returned permit is held until the call completes.
    ///
    /// `None` rejects the call because too many others are waiting.
    fn admit<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Option<Admitted>>;
}

/// A permit for a call, released when dropped.
pub type Admitted = Box<dyn Any + Send>;

/// Whether operations are offered by search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// If there are more than 40 of them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Search {
    /// The maximum number of tools that are listed individually by default.
    const MAX_LISTED: usize = 40;

    pub(crate) fn applies(self, tools: usize) -> bool {
        match self {
            Self::Auto => tools > Self::MAX_LISTED,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            read_only: false,
            tools: Vec::new(),
            tags: Vec::new(),
            exclude: Vec::new(),
            search: Search::Auto,
            budget: budget::DEFAULT,
            max_pages: 20,
            dry_run: false,
            confirm: true,
            ask: false,
            ask_model: Vec::new(),
            ask_roots: Vec::new(),
            upload_root: None,
            jq: None,
            prompts: Vec::new(),
            concurrency: 8,
            admission: None,
        }
    }
}
