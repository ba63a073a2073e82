//! Every tool of the MCP server, called with the documented examples and judged by Prism.

use std::path::Path;

use rmcp::model::{CallToolRequestParams, CallToolResult, Tool};
use rmcp::service::RunningService;
use rmcp::{RoleClient, ServiceExt as _};
use serde_json::Value;
use signon_mcp::{Options, Search, Server};
use signon_oracle::skip;
use signon_prism::Prism;
use signon_runtime::RetryPolicy;
use signon_runtime::catalog::{Catalog, Operation};
use signon_tests::provider::Provider;

use crate::prism::each_provider;

/// Runs where `SIGNON_PRISM` is set, as in CI: it needs Node, and the network once.
#[tokio::test]
async fn every_tool_returns_structured_content_that_fits_its_schema() {
    if !skip::is_set("SIGNON_PRISM") {
        skip::say(
            "skipped: `SIGNON_PRISM=1` calls every tool against Prism; it needs Node and npm",
        );
        return;
    }
    let problems = each_provider(|provider, program| async move { run(provider, &program).await });
    let problems = problems.await;
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Calls the tools of a provider against a Prism of its own; what went wrong.
async fn run(provider: &Provider, program: &Path) -> Result<Vec<String>, String> {
    let text = |error: &dyn std::fmt::Display| format!("{}: {error}", provider.name);
    let bundle = signon_prism::home().join(format!("{}-tools.json", provider.name));
    std::fs::write(&bundle, &provider.spec()?.text).map_err(|error| text(&error))?;
    let prism = Prism::start(program, &bundle).await?;
    let catalog = provider.catalog()?;
    let client = provider
        .dynamic_client()?
        .base_url(&prism.url)
        .keep_rate_limits(false)
        .retry(RetryPolicy::new().max_attempts(1))
        .build()
        .map_err(|error| text(&error))?;
    let mut options = Options::default();
    options.search = Search::Never;
    options.confirm = false;
    let server = Server::new(vec![client], options).map_err(|error| text(&error))?;
    let client = connect(server).await;
    let tools = client
        .list_all_tools()
        .await
        .map_err(|error| text(&error))?;
    let mut problems = Vec::new();
    for tool in &tools {
        let name = tool.name.as_ref();
        let operation = catalog.operations.iter().find(|own| own.tool == name);
        let operation = operation.ok_or_else(|| text(&format!("{name} is no operation")))?;
        let result = call(&client, operation).await;
        if let Err(problem) = result.and_then(|result| check(&catalog, operation, tool, &result)) {
            problems.push(text(&format!("{name}: {problem}")));
        }
    }
    skip::say(&format!(
        "{}: {} tools were called against Prism, and {} failed",
        provider.name,
        tools.len(),
        problems.len(),
    ));
    drop(client);
    prism.stop().await?;
    Ok(problems)
}

async fn connect(server: Server) -> RunningService<RoleClient, ()> {
    let (near, far) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move {
        let session = server.serve(far).await.expect("a session");
        session.waiting().await.expect("the end of the session");
    });
    ().serve(near).await.expect("a client")
}

/// Calls a tool with the arguments of its operation's first example.
async fn call(
    client: &RunningService<RoleClient, ()>,
    operation: &Operation,
) -> Result<CallToolResult, String> {
    let example = operation.examples.first().ok_or("there is no example")?;
    let request = CallToolRequestParams::new(operation.tool.clone())
        .with_arguments(example.arguments.clone());
    let result = client.call_tool(request).await;
    result.map_err(|error| error.to_string())
}

/// A result must be a success, and its structured content must fit the tool's published schema and the document's.
fn check(
    catalog: &Catalog,
    operation: &Operation,
    tool: &Tool,
    result: &CallToolResult,
) -> Result<(), String> {
    let content = result.structured_content.as_ref();
    let content = content.ok_or("there is no structured content")?;
    if result.is_error == Some(true) {
        return Err(content.to_string());
    }
    if content.get("warning").is_some() {
        return Err(format!("the answer does not fit the document: {content}"));
    }
    if let Some(schema) = &tool.output_schema {
        let schema = Value::Object(schema.as_ref().clone());
        jsonschema::draft202012::validate(&schema, content).map_err(|error| error.to_string())?;
    }
    let Some(documented) = catalog.output_schema(operation) else {
        return Ok(());
    };
    // What is not an object is in an envelope.
    let answers = [Some(content), content.get("result")];
    let mut answers = answers.into_iter().flatten();
    if answers.any(|answer| jsonschema::draft202012::is_valid(&documented, answer)) {
        Ok(())
    } else {
        Err(format!("{content} does not fit the documented schema"))
    }
}
