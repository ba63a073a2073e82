//! The server: the tools of catalogs, whatever the transport.

mod handler;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rmcp::model::{CallToolResult, ErrorData, ReadResourceResult, Tool};
use serde_json::{Map, Value};
use signon_runtime::dynamic::{Arguments, DynamicClient};
use tokio::sync::Semaphore;

use crate::confirm::Seal;
use crate::options::Options;
use crate::progress::Progress;
use crate::prompts::{self, Prompt};
use crate::search::Index;
use crate::select::UnknownName;
use crate::tool::Entry;
use crate::{call, discovery, failure, name, resource, select, tool};

/// An MCP server; cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Server(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clients: Vec<DynamicClient>,
    entries: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
    /// The index of the operations, where they are offered by search.
    index: Option<Index>,
    listed: Vec<Tool>,
    prompts: Vec<Prompt>,
    instructions: String,
    permits: Semaphore,
    seal: Seal,
    options: Options,
}

impl Server {
    /// A server of the operations that these clients call.
    ///
    /// # Errors
    ///
    /// Fails when the options name what none of the catalogs has.
    pub fn new(clients: Vec<DynamicClient>, options: Options) -> Result<Self, UnknownName> {
        let entries = entries(&clients, &options)?;
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
        let prompts = prompts::offered(&clients, &entries, &options.prompts);
        Ok(Self(Arc::new(Inner {
            instructions: instructions(&clients, &options, searched),
            permits: Semaphore::new(options.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            seal: Seal::new(),
            clients,
            entries,
            by_name,
            index,
            listed,
            prompts,
            options,
        })))
    }

    /// The tools that hosts see.
    pub fn tools(&self) -> &[Tool] {
        &self.0.listed
    }

    /// The operation that a tool, or an argument of the tools that call operations, names.
    fn entry(&self, name: &str) -> Option<&Entry> {
        let index = self.0.by_name.get(name).copied();
        // An id that two providers have names neither.
        let by_id = || {
            let mut same = self
                .0
                .entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.id == name);
            same.next()
                .filter(|_| same.next().is_none())
                .map(|(index, _)| index)
        };
        self.0.entries.get(index.or_else(by_id)?)
    }

    /// Makes a call, as soon as fewer than the allowed number are running.
    async fn call(
        &self,
        entry: &Entry,
        arguments: Map<String, Value>,
        mut progress: Progress,
    ) -> CallToolResult {
        let Some(client) = self.0.clients.get(entry.provider) else {
            return failure::of_message("there is no such provider");
        };
        progress.report("waiting").await;
        let Ok(_permit) = self.0.permits.acquire().await else {
            return failure::of_message("the server is shutting down");
        };
        progress.report("calling").await;
        let result = call::call(client, entry, arguments, &self.0.options, &mut progress).await;
        progress.report("done").await;
        result
    }

    /// The read-only operation and the arguments that a URI names.
    fn resource(&self, uri: &str) -> Option<(&Entry, Map<String, Value>)> {
        let (tool, arguments) = resource::parse(uri)?;
        let entry = self.entry(tool)?;
        let is_readable = entry.effect.read_only && !self.0.options.dry_run;
        is_readable.then_some((entry, arguments))
    }

    /// Reads a resource, as soon as fewer than the allowed number of calls are running.
    async fn read(&self, uri: &str) -> Result<ReadResourceResult, ErrorData> {
        let unknown = || ErrorData::resource_not_found("there is no such resource", None);
        let (entry, arguments) = self.resource(uri).ok_or_else(unknown)?;
        let client = self.0.clients.get(entry.provider).ok_or_else(unknown)?;
        let failed = |message: String| ErrorData::internal_error(message, None);
        let permit = self.0.permits.acquire().await;
        let _permit = permit.map_err(|error| failed(error.to_string()))?;
        let answer = client
            .call(&entry.id, Arguments::from(arguments))
            .await
            .map_err(|error| failed(error.to_string()))?;
        resource::contents(uri, answer.body, self.0.options.budget)
    }

    /// The operation and the arguments that a request asks for, or else its result.
    fn target(&self, tool: &str, arguments: Map<String, Value>) -> Result<Target<'_>, ErrorData> {
        let Some(index) = &self.0.index else {
            let position = self.0.by_name.get(tool).copied();
            let entry = position.and_then(|position| self.0.entries.get(position));
            return entry
                .map(|entry| Target::Call(entry, arguments))
                .ok_or_else(|| unknown_tool(tool));
        };
        let budget = self.0.options.budget;
        if tool == discovery::SEARCH {
            return Ok(Target::Done(discovery::search(
                &self.0.entries,
                index,
                &arguments,
                budget,
            )));
        }
        if !self.0.listed.iter().any(|listed| listed.name == tool) {
            return Err(unknown_tool(tool));
        }
        let name = arguments
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let Some(entry) = self.entry(name) else {
            return Ok(Target::Done(failure::of_argument(
                "/name",
                "there is no such operation; search_operations finds their names",
            )));
        };
        if tool == discovery::DESCRIBE {
            return Ok(Target::Done(discovery::describe(entry, budget)));
        }
        if tool == discovery::CALL_READ && !entry.effect.read_only {
            return Ok(Target::Done(failure::of_argument(
                "/name",
                "this operation changes something: call_operation is the tool to call it",
            )));
        }
        Ok(match discovery::arguments(entry, arguments) {
            Ok(arguments) => Target::Call(entry, arguments),
            Err(result) => Target::Done(result),
        })
    }
}

/// What a request comes to.
enum Target<'a> {
    Call(&'a Entry, Map<String, Value>),
    Done(CallToolResult),
}

fn unknown_tool(name: &str) -> ErrorData {
    let name = tool::cut(name, 80);
    ErrorData::invalid_params(format!("there is no tool `{name}`"), None)
}

/// The operations that are served, in the catalogs' order, under their names.
fn entries(clients: &[DynamicClient], options: &Options) -> Result<Vec<Entry>, UnknownName> {
    let mut taken = BTreeSet::new();
    let mut named = Vec::new();
    for (provider, client) in clients.iter().enumerate() {
        let catalog = client.catalog();
        for operation in &catalog.operations {
            let tool = if clients.len() > 1 {
                name::prefixed(&catalog.provider, &operation.tool)
            } else {
                operation.tool.clone()
            };
            // Names are given before operations are left out: options do not change those of the others.
            named.push((
                provider,
                catalog,
                operation,
                name::unique(&tool, &mut taken),
            ));
        }
    }
    let listed = named
        .iter()
        .map(|(_, catalog, operation, name)| (catalog.as_ref(), *operation, name.as_str()));
    select::check(&listed, options)?;
    Ok(named
        .into_iter()
        .filter(|(_, catalog, operation, name)| {
            select::is_served(catalog, operation, name, options)
        })
        .map(|(provider, catalog, operation, name)| {
            tool::entry(provider, catalog, operation, name, options)
        })
        .collect())
}

/// What holds for all tools, said once.
fn instructions(clients: &[DynamicClient], options: &Options, searched: bool) -> String {
    let titles: Vec<&str> = clients
        .iter()
        .map(|client| client.catalog().title.as_str())
        .collect();
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
