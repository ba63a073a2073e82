//! The server: the tools of catalogs, whatever the transport.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ErrorData,
    GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use serde_json::{Map, Value};
use signon_runtime::dynamic::DynamicClient;
use tokio::sync::Semaphore;

use crate::options::Options;
use crate::prompts::{self, Prompt};
use crate::search::Index;
use crate::select::UnknownName;
use crate::tool::Entry;
use crate::{call, confirm, discovery, failure, name, select, tool};

/// Milliseconds for which hosts may keep the lists: they do not change while the server runs.
const TTL: u64 = 60 * 60 * 1000;

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
        let prompts = prompts::offered(&clients, &entries);
        Ok(Self(Arc::new(Inner {
            instructions: instructions(&clients, &options, searched),
            permits: Semaphore::new(options.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
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

    /// Makes a call in its turn.
    async fn call(&self, entry: &Entry, arguments: Map<String, Value>) -> CallToolResult {
        let Some(client) = self.0.clients.get(entry.provider) else {
            return failure::of_message("there is no such provider");
        };
        let Ok(_permit) = self.0.permits.acquire().await else {
            return failure::of_message("the server is shutting down");
        };
        call::call(client, entry, arguments, &self.0.options).await
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

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = if self.0.prompts.is_empty() {
            ServerCapabilities::builder().enable_tools().build()
        } else {
            ServerCapabilities::builder()
                .enable_tools()
                .enable_prompts()
                .build()
        };
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("signon-mcp", env!("CARGO_PKG_VERSION")))
            .with_instructions(self.0.instructions.clone())
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let list = ListToolsResult::with_all_items(self.0.listed.clone());
        Ok(list.with_ttl_ms(TTL).with_cache_scope(CacheScope::Private))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.0.listed.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let (entry, arguments) = match self.target(&request.name, arguments)? {
            Target::Call(entry, arguments) => (entry, arguments),
            Target::Done(result) => return Ok(result.into()),
        };
        let options = &self.0.options;
        if entry.effect.destructive && options.confirm && !options.dry_run {
            let title = entry.tool.title.as_deref().unwrap_or(&entry.tool.name);
            let shown = tool::cut(&Value::Object(arguments.clone()).to_string(), 1000);
            let message = format!("{title} ({}) with {shown}?", entry.tool.name);
            match confirm::confirm(message, request.input_responses.as_ref(), &context).await {
                confirm::Outcome::Go => {}
                confirm::Outcome::Declined => {
                    return Ok(failure::of_message("the user declined; nothing was sent").into());
                }
                confirm::Outcome::Ask(question) => return Ok((*question).into()),
            }
        }
        let call = self.call(entry, arguments);
        match context.ct.run_until_cancelled(call).await {
            Some(result) => Ok(result.into()),
            None => Ok(failure::of_message("the call was cancelled").into()),
        }
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let prompts = self.0.prompts.iter().map(Prompt::listed).collect();
        let list = ListPromptsResult::with_all_items(prompts);
        Ok(list.with_ttl_ms(TTL).with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let prompt = self
            .0
            .prompts
            .iter()
            .find(|prompt| prompt.name == request.name);
        let prompt = prompt.ok_or_else(|| {
            let name = tool::cut(&request.name, 80);
            ErrorData::invalid_params(format!("there is no prompt `{name}`"), None)
        })?;
        prompt
            .filled(&request.arguments.unwrap_or_default())
            .map(Into::into)
    }
}
