//! The transport-independent server of the catalogs' tools.

mod handler;
mod prepare;
mod resources;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, Weak};

use rmcp::model::{CallToolResult, ErrorData, Tool};
use serde_json::{Map, Value};
use signon_runtime::dynamic::DynamicClient;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::ask::Seal;
use crate::options::{Admitted, Options};
use crate::progress::Progress;
use crate::prompts::{self, Prompt};
use crate::search::Index;
use crate::select::UnknownName;
use crate::session::Session;
use crate::source::Source;
use crate::tool::Entry;
use crate::{asked, call, discovery, failure, name, record, select, tool};

/// An MCP server; cloning it is cheap, and the clones serve the same session.
#[derive(Clone, Debug)]
pub struct Server {
    shared: Arc<Shared>,
    session: Arc<Session>,
}

#[derive(Debug)]
struct Shared {
    sources: Vec<Source>,
    entries: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
    /// The index of the operations, if they are offered by search.
    index: Option<Index>,
    listed: Vec<Tool>,
    prompts: Vec<Prompt>,
    instructions: String,
    permits: Semaphore,
    seal: Seal,
    /// The sessions that have subscribed to resources.
    subscribers: Mutex<Vec<Weak<Session>>>,
    options: Options,
}

/// The permits of a running call.
struct Permit<'a> {
    _server: SemaphorePermit<'a>,
    _account: Option<Admitted>,
}

impl Server {
    /// Creates a server for the operations of these clients.
    ///
    /// # Errors
    ///
    /// Fails if the options contain an unknown name.
    pub fn new(clients: Vec<DynamicClient>, options: Options) -> Result<Self, UnknownName> {
        let sources = clients.into_iter().map(|client| Source {
            account: None,
            client,
        });
        Self::of_sources(sources.collect(), options)
    }

    /// Creates a server for the operations of accounts: each tool is prefixed with the account's name, even for a single account.
    ///
    /// # Errors
    ///
    /// Fails if the options contain an unknown name.
    pub fn of_accounts(
        accounts: Vec<(String, DynamicClient)>,
        options: Options,
    ) -> Result<Self, UnknownName> {
        let sources = accounts.into_iter().map(|(account, client)| Source {
            account: Some(account),
            client,
        });
        Self::of_sources(sources.collect(), options)
    }

    fn of_sources(sources: Vec<Source>, options: Options) -> Result<Self, UnknownName> {
        let entries = entries(&sources, &options)?;
        let by_name = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.tool.name.to_string(), index))
            .collect();
        let searched = options.search.applies(entries.len());
        let index = searched.then(|| discovery::index(&entries));
        let listed = if searched {
            discovery::tools(&entries, &options)
        } else {
            entries.iter().map(|entry| entry.tool.clone()).collect()
        };
        let prompts = prompts::offered(&sources, &entries, &options.prompts);
        let shared = Shared {
            instructions: instructions(&sources, &options, searched),
            permits: Semaphore::new(options.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            seal: Seal::new(),
            subscribers: Mutex::default(),
            sources,
            entries,
            by_name,
            index,
            listed,
            prompts,
            options,
        };
        Ok(Self {
            shared: Arc::new(shared),
            session: Arc::default(),
        })
    }

    /// Creates the same server for another session.
    pub(crate) fn session(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            session: Arc::default(),
        }
    }

    /// Returns the listed tools.
    pub fn tools(&self) -> &[Tool] {
        &self.shared.listed
    }

    /// Finds an operation by tool name or id.
    fn entry(&self, name: &str) -> Option<&Entry> {
        let index = self.shared.by_name.get(name).copied();
        // An id shared by two providers is ambiguous.
        let by_id = || {
            let mut same = self
                .shared
                .entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.id == name);
            same.next()
                .filter(|_| same.next().is_none())
                .map(|(index, _)| index)
        };
        self.shared.entries.get(index.or_else(by_id)?)
    }

    /// Makes a call, once the concurrency limit allows it.
    async fn call(
        &self,
        entry: &Entry,
        arguments: Map<String, Value>,
        progress: &mut Progress,
    ) -> CallToolResult {
        progress.report("waiting").await;
        let (source, _permit) = match self.admit(entry).await {
            Ok(admitted) => admitted,
            Err(message) => return failure::of_message(message),
        };
        progress.report("calling").await;
        let client = &source.client;
        let is_change = !entry.effect.read_only && !self.shared.options.dry_run;
        let record = entry.record.as_ref().filter(|_| is_change);
        let affected = record.map(|record| record.uri(&arguments));
        let result = call::call(client, entry, arguments, &self.shared.options, progress).await;
        if let Some(uri) = affected.filter(|_| result.is_error != Some(true)) {
            self.publish(&uri).await;
        }
        result
    }

    /// Waits for the permit of a call, and returns it with the source of the operation.
    async fn admit(&self, entry: &Entry) -> Result<(&Source, Permit<'_>), &'static str> {
        let source = self.shared.sources.get(entry.provider);
        let source = source.ok_or("unknown provider")?;
        // Calls of an account wait for each other before they occupy the shared permits.
        let account = match &self.shared.options.admission {
            None => None,
            Some(admission) => {
                let admitted = admission.admit(source.name()).await;
                Some(admitted.ok_or("too many calls of the account wait: call again later")?)
            }
        };
        let permit = self.shared.permits.acquire().await;
        let server = permit.map_err(|_| "the server is shutting down")?;
        let permit = Permit {
            _server: server,
            _account: account,
        };
        Ok((source, permit))
    }

    /// Returns the requested operation and arguments, or an immediate result.
    fn target(&self, tool: &str, arguments: Map<String, Value>) -> Result<Target<'_>, ErrorData> {
        let Some(index) = &self.shared.index else {
            let position = self.shared.by_name.get(tool).copied();
            let entry = position.and_then(|position| self.shared.entries.get(position));
            return entry
                .map(|entry| Target::Call(entry, arguments))
                .ok_or_else(|| unknown_tool(tool));
        };
        let budget = self.shared.options.budget;
        if tool == discovery::SEARCH {
            return Ok(Target::Done(discovery::search(
                &self.shared.entries,
                index,
                &arguments,
                budget,
            )));
        }
        if !self.shared.listed.iter().any(|listed| listed.name == tool) {
            return Err(unknown_tool(tool));
        }
        let name = arguments
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let Some(entry) = self.entry(name) else {
            return Ok(Target::Done(failure::of_argument(
                "/name",
                "unknown operation; use search_operations to find names",
            )));
        };
        if tool == discovery::DESCRIBE {
            return Ok(Target::Done(discovery::describe(entry, budget)));
        }
        if tool == discovery::CALL_READ && !entry.effect.read_only {
            return Ok(Target::Done(failure::of_argument(
                "/name",
                "this operation modifies data: use call_operation",
            )));
        }
        Ok(match discovery::arguments(entry, arguments) {
            Ok(arguments) => Target::Call(entry, arguments),
            Err(result) => Target::Done(result),
        })
    }
}

/// The target of a request.
enum Target<'a> {
    Call(&'a Entry, Map<String, Value>),
    Done(CallToolResult),
}

fn unknown_tool(name: &str) -> ErrorData {
    let name = tool::cut(name, 80);
    ErrorData::invalid_params(format!("unknown tool `{name}`"), None)
}

/// Returns the served operations with their names, in the order of the catalogs.
fn entries(sources: &[Source], options: &Options) -> Result<Vec<Entry>, UnknownName> {
    let mut taken = BTreeSet::new();
    let mut taken_schemes = BTreeSet::new();
    let mut named = Vec::new();
    for (provider, source) in sources.iter().enumerate() {
        let catalog = source.client.catalog();
        let scheme: Arc<str> = record::scheme(source.name(), &mut taken_schemes).into();
        for operation in &catalog.operations {
            let tool = match &source.account {
                None if sources.len() > 1 => name::prefixed(&catalog.provider, &operation.tool),
                _ => source.prefixed(&operation.tool),
            };
            // Names are assigned before operations are excluded, so that options do not change the other names.
            let name = name::unique(&tool, &mut taken);
            named.push((provider, Arc::clone(&scheme), catalog, operation, name));
        }
    }
    let listed = named
        .iter()
        .map(|(.., catalog, operation, name)| (catalog.as_ref(), *operation, name.as_str()));
    select::check(&listed, options)?;
    asked::check(&listed, options)?;
    Ok(named
        .into_iter()
        .filter(|(.., catalog, operation, name)| {
            select::is_served(catalog, operation, name, options)
        })
        .map(|(provider, scheme, catalog, operation, name)| {
            tool::entry(provider, &scheme, catalog, operation, name, options)
        })
        .collect())
}

/// Returns the instructions that apply to all tools.
fn instructions(sources: &[Source], options: &Options, searched: bool) -> String {
    let titles: Vec<String> = sources.iter().map(Source::title).collect();
    let mut text = format!("Operations of {}.", titles.join(", "));
    if searched {
        text.push_str(" Find one with search_operations, read its arguments with describe_operation, then call it.");
    }
    text.push_str(
        " `fields` keeps parts of a result, as JSON pointers that pass through arrays (`/users/email`). \
         `all_pages` collects pages. A result that was shortened says so in `_truncated`; a `next_cursor` of it, \
         given as `result_cursor` to the same call, shows the elements that follow.",
    );
    if options.jq.is_some() {
        text.push_str(" `jq` runs a jq program over a result.");
    }
    if options.dry_run {
        text.push_str(" This server shows requests and sends none.");
    }
    text
}
