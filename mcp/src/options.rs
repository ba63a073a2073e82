//! What is served, and how.

use std::any::Any;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use signon_runtime::BoxFuture;

use crate::budget;
use crate::project::jq;
use crate::prompts::Prompt;

/// What is served, and how.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Whether operations that change something are left out.
    pub read_only: bool,
    /// The operations that are served, by tool name or operation id; empty for all.
    pub tools: Vec<String>,
    /// The groups that are served, by tag or group name; empty for all.
    pub tags: Vec<String>,
    /// The operations and groups that are left out.
    pub exclude: Vec<String>,
    /// Whether tools to search, describe and call operations are offered in place of one for each operation.
    pub search: Search,
    /// Bytes of JSON text that a result may have.
    pub budget: usize,
    /// Pages that `all_pages` collects.
    pub max_pages: usize,
    /// Whether requests are shown and not sent.
    pub dry_run: bool,
    /// Whether a user is asked before a destructive call, where the client can ask.
    pub confirm: bool,
    /// Whether a user is asked for required arguments that a call or a prompt lacks, where the client can ask.
    pub ask: bool,
    /// Arguments that the client's model writes where a call lacks them, each as `operation.argument`.
    pub ask_model: Vec<String>,
    /// Arguments that are the client's folders where a call lacks them, each as `operation.argument`.
    pub ask_roots: Vec<String>,
    /// The folder that files may be uploaded from; without one, a path is no valid argument.
    pub upload_root: Option<PathBuf>,
    /// The process that runs jq programs; without one, tools have no `jq` argument.
    pub jq: Option<jq::Worker>,
    /// Prompts beside those of the providers.
    pub prompts: Vec<Prompt>,
    /// Calls that are made at the same time; further ones wait.
    pub concurrency: usize,
    /// Limits of the accounts that calls are made for, beside [`concurrency`](Self::concurrency).
    pub admission: Option<Arc<dyn Admission>>,
}

/// Bounds the calls of accounts that are also called by others than this server.
pub trait Admission: fmt::Debug + Send + Sync {
    /// Waits until a call of the account with this name may be made; what it returns is held until the call is done.
    ///
    /// `None` refuses the call: too many of them wait.
    fn admit<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Option<Admitted>>;
}

/// A permit for a call, given back when it is dropped.
pub type Admitted = Box<dyn Any + Send>;

/// Whether operations are offered by search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// Where there are more than 40 of them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Search {
    /// Tools up to which each is listed unless configured otherwise.
    const FEW: usize = 40;

    pub(crate) fn applies(self, tools: usize) -> bool {
        match self {
            Self::Auto => tools > Self::FEW,
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
