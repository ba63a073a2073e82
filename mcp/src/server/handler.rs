//! Handlers of protocol requests.

use std::sync::Arc;

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
    ErrorData, GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsRequestMethod,
    ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, PromptsCapability, ReadResourceRequestParams, ReadResourceResponse,
    ServerCapabilities, ServerConfig, SubscribeRequestParams, SubscriptionFilter, Tool,
    UnsubscribeRequestParams,
};
use rmcp::service::{RequestContext, SubscriptionContext};
use rmcp::{RoleServer, ServerHandler};
use serde_json::json;

use super::prepare::Prepared;
use super::{Server, Target};
use crate::ask::RequestInput;
use crate::progress::Progress;
use crate::prompts::Prompt;
use crate::session::Session;
use crate::{completion, failure, log, tool};

/// The time for which hosts may cache lists, in milliseconds: they do not change while the server runs.
const LIST_TTL_MS: u64 = 60 * 60 * 1000;

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let mut capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_completions()
            .build();
        log::declare(&mut capabilities);
        if !self.shared.prompts.is_empty() {
            capabilities.prompts = Some(PromptsCapability::default());
        }
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("signon-mcp", env!("CARGO_PKG_VERSION")))
            .with_instructions(self.shared.instructions.clone())
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let list = ListToolsResult::with_all_items(self.shared.listed.clone());
        Ok(list
            .with_ttl_ms(LIST_TTL_MS)
            .with_cache_scope(CacheScope::Private))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.shared
            .listed
            .iter()
            .find(|tool| tool.name == name)
            .cloned()
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
        let input = RequestInput {
            responses: request.input_responses.as_ref(),
            state: request.request_state.as_deref(),
        };
        let arguments = match self.prepare(entry, arguments, input, &context).await? {
            Prepared::Ready(arguments) => arguments,
            Prepared::Done(response) => return Ok(response),
        };
        let mut progress = Progress::of(&context, &self.session, &entry.tool.name);
        let call = self.call(entry, arguments, &mut progress);
        let result = match context.ct.run_until_cancelled(call).await {
            Some(result) => result,
            None => failure::of_message("the call was cancelled"),
        };
        progress.end(result.is_error == Some(true)).await;
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let list = ListResourcesResult::with_all_items(self.resources());
        Ok(list
            .with_ttl_ms(LIST_TTL_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let list = ListResourceTemplatesResult::with_all_items(self.templates());
        Ok(list
            .with_ttl_ms(LIST_TTL_MS)
            .with_cache_scope(CacheScope::Private))
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
        if self.shared.prompts.is_empty() {
            // The capability is not declared.
            return Err(ErrorData::method_not_found::<ListPromptsRequestMethod>());
        }
        let prompts = self.shared.prompts.iter().map(Prompt::listed).collect();
        let list = ListPromptsResult::with_all_items(prompts);
        Ok(list
            .with_ttl_ms(LIST_TTL_MS)
            .with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let prompt = self
            .shared
            .prompts
            .iter()
            .find(|prompt| prompt.name == request.name);
        let prompt = prompt.ok_or_else(|| {
            let name = tool::cut(&request.name, 80);
            ErrorData::invalid_params(format!("unknown prompt `{name}`"), None)
        })?;
        let input = RequestInput {
            responses: request.input_responses.as_ref(),
            state: request.request_state.as_deref(),
        };
        let arguments = request.arguments.unwrap_or_default();
        let prepared = self
            .prepare_prompt(prompt, arguments, input, &context)
            .await?;
        let arguments = match prepared {
            Prepared::Ready(arguments) => arguments,
            Prepared::Done(response) => return Ok(response),
        };
        let wrong = |message: String| ErrorData::invalid_params(message, None);
        prompt.check(&arguments).map_err(wrong)?;
        let mut resources = Vec::new();
        for uri in prompt.uris(&arguments) {
            let read = self.read(&uri).await;
            let read = read.map_err(|error| with_uri(error, &uri))?;
            resources.extend(read.contents);
        }
        Ok(prompt.filled(&arguments, resources).into())
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let values = self.values(&request.r#ref, &request.argument.name)?;
        Ok(completion::matching(values, &request.argument.value))
    }

    async fn set_level(
        &self,
        request: log::SetLevel,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.session.set_level(log::level(&request));
        Ok(())
    }

    async fn subscribe(
        &self,
        request: SubscribeRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        let subscribed = Self::subscribe(self, &request.uri, &context.peer);
        subscribed.map_err(|error| with_uri(error, &request.uri))
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        let uris = requested.resource_subscriptions.as_ref();
        let mut accepted = SubscriptionFilter::new();
        accepted.resource_subscriptions = uris.map(|uris| self.accepted(uris));
        Some(accepted)
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let uris = context.accepted().resource_subscriptions.clone();
        let sink = context.sink().clone();
        let session = Arc::new(Session::listening(sink, uris.unwrap_or_default()));
        self.register(&session);
        context.cancelled().await;
        Ok(())
    }

    async fn unsubscribe(
        &self,
        request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.session.unsubscribe(&request.uri);
        Ok(())
    }
}

/// Adds the URI to an error.
fn with_uri(mut error: ErrorData, uri: &str) -> ErrorData {
    error.data = Some(json!({ "uri": tool::cut(uri, 5000) }));
    error
}
