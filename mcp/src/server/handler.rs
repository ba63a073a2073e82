//! The server's answers to the protocol's requests.

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, ErrorData, GetPromptRequestParams,
    GetPromptResponse, Implementation, ListPromptsRequestMethod, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    PromptsCapability, ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities,
    ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use serde_json::{Value, json};

use super::{Server, Target};
use crate::confirm::{self, Given};
use crate::progress::Progress;
use crate::prompts::Prompt;
use crate::{failure, resource, tool};

/// Milliseconds for which hosts may keep the lists: they do not change while the server runs.
const TTL: u64 = 60 * 60 * 1000;

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let mut capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .build();
        if !self.0.prompts.is_empty() {
            capabilities.prompts = Some(PromptsCapability::default());
        }
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
            let json = Value::Object(arguments.clone()).to_string();
            let message = format!(
                "{title} ({}) with {}?",
                entry.tool.name,
                tool::cut(&json, 1000)
            );
            let given = Given {
                responses: request.input_responses.as_ref(),
                state: request.request_state.as_deref(),
            };
            let call = format!("{} {json}", entry.tool.name);
            match confirm::confirm(message, call.as_bytes(), given, &self.0.seal, &context).await? {
                confirm::Outcome::Go => {}
                confirm::Outcome::Declined => {
                    return Ok(failure::of_message("the user declined; nothing was sent").into());
                }
                confirm::Outcome::Ask(question) => return Ok((*question).into()),
            }
        }
        let call = self.call(entry, arguments, Progress::of(&context));
        match context.ct.run_until_cancelled(call).await {
            Some(result) => Ok(result.into()),
            None => Ok(failure::of_message("the call was cancelled").into()),
        }
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        // Results link to resources; none exists without a call.
        let list = ListResourcesResult::with_all_items(Vec::new());
        Ok(list.with_ttl_ms(TTL).with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let list = ListResourceTemplatesResult::with_all_items(vec![resource::template()]);
        Ok(list.with_ttl_ms(TTL).with_cache_scope(CacheScope::Private))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let cancelled = || ErrorData::internal_error("the call was cancelled", None);
        let read = self.read(&request.uri);
        let result = context.ct.run_until_cancelled(read).await;
        let result = result.ok_or_else(cancelled)?;
        result
            .map_err(|error| with_uri(error, &request.uri))
            .map(Into::into)
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        if self.0.prompts.is_empty() {
            // The capability is not declared.
            return Err(ErrorData::method_not_found::<ListPromptsRequestMethod>());
        }
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

/// The error with the URI that it is about.
fn with_uri(mut error: ErrorData, uri: &str) -> ErrorData {
    error.data = Some(json!({ "uri": tool::cut(uri, 5000) }));
    error
}
