//! A server of a small catalog with an in-memory provider.

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig, Implementation,
    ProtocolVersion,
};
use rmcp::service::RunningService;
use rmcp::{
    ClientHandler, ClientLifecycleMode, ClientServiceExt as _, RoleClient, ServiceExt as _,
};
use serde_json::{Map, Value};
use signon_mcp::{Options, Server, credentials};
use signon_runtime::RetryPolicy;
use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;
use signon_runtime::testing::Memory;

/// The secret, which must not appear anywhere.
pub(crate) const TOKEN: &str = "tok-5f3a1c";

pub(crate) fn catalog() -> Catalog {
    Catalog::from_json(include_str!("notes.json")).expect("a catalog")
}

pub(crate) fn client(catalog: &Catalog, memory: &Memory) -> DynamicClient {
    let lookup = |name: &str| (name == "NOTES_API_KEY").then(|| TOKEN.to_owned());
    let builder = DynamicClient::builder(catalog.clone())
        .transport(memory.clone())
        .retry(RetryPolicy::new().max_attempts(1));
    credentials::configure(catalog, builder, &lookup)
        .build()
        .expect("a client")
}

pub(crate) fn server(memory: &Memory, options: Options) -> Server {
    Server::new(vec![client(&catalog(), memory)], options).expect("a server")
}

/// Options without the questions that a test client cannot answer.
pub(crate) fn options() -> Options {
    Options::default()
}

/// A client that can ask its user.
pub(crate) fn asking() -> ClientConfig {
    let capabilities = ClientCapabilities::builder().enable_elicitation().build();
    ClientConfig::new(capabilities, Implementation::new("test", "1"))
}

/// Connects a client with the current protocol.
pub(crate) async fn connect(server: Server) -> RunningService<RoleClient, ()> {
    let current = ClientLifecycleMode::Discover {
        preferred_versions: vec![ProtocolVersion::V_2026_07_28],
    };
    connect_as((), server, current).await
}

pub(crate) async fn connect_as<H: ClientHandler>(
    handler: H,
    server: Server,
    lifecycle: ClientLifecycleMode,
) -> RunningService<RoleClient, H> {
    let (near, far) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move {
        let session = server.serve(far).await.expect("a session");
        session.waiting().await.expect("the end of the session");
    });
    handler
        .serve_with_lifecycle(near, lifecycle)
        .await
        .expect("a client")
}

pub(crate) fn request(tool: &str, arguments: Value) -> CallToolRequestParams {
    let arguments: Map<String, Value> = serde_json::from_value(arguments).expect("an object");
    CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments)
}

/// Calls a tool of a server with scripted provider responses.
pub(crate) async fn call(
    memory: &Memory,
    options: Options,
    tool: &str,
    arguments: Value,
) -> CallToolResult {
    let client = connect(server(memory, options)).await;
    client
        .call_tool(request(tool, arguments))
        .await
        .expect("a result")
}

/// Returns the structured content, which the text must repeat.
pub(crate) fn structured(result: &CallToolResult) -> Value {
    let structured = result
        .structured_content
        .clone()
        .expect("structured content");
    let text = result
        .content
        .first()
        .and_then(|block| block.as_text())
        .expect("text");
    let text: Value = serde_json::from_str(&text.text).expect("JSON");
    assert_eq!(text, structured);
    structured
}

pub(crate) fn is_error(result: &CallToolResult) -> bool {
    result.is_error == Some(true)
}
