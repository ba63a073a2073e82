//! The operations of accounts as MCP tools.

use std::time::Duration;

use rmcp::model::{CallToolRequestParams, CallToolResult, ProtocolVersion};
use rmcp::service::RunningService;
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{ClientLifecycleMode, ClientServiceExt as _, RoleClient};
use serde_json::{Map, Value, json};
use signon_gateway::Stopped;
use signon_runtime::testing::{Answer, Memory};

use crate::support::gateway::{self, READER, Running, TOKEN, TORII, TORII_KEY};
use crate::support::provider;

/// A second account at Torii, which the token for reading gives no access to.
const OTHER: &str = "other";

/// The table of an account whose operations are tools.
fn account(id: &str, url: &str) -> String {
    let url = format!("{url}/v1.0");
    let account = gateway::account(id, "torii", &url, "api_key", "TORII_KEY");
    format!("{account}\nmcp = true\n")
}

async fn start(memory: &Memory) -> Running {
    let url = provider::serve(memory.clone()).await;
    let accounts = format!("{}{}", account(TORII, &url), account(OTHER, &url));
    Running::start(&gateway::config(&accounts)).await
}

fn eras() -> [ClientLifecycleMode; 2] {
    [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ]
}

async fn connect(
    running: &Running,
    token: &str,
    era: ClientLifecycleMode,
) -> RunningService<RoleClient, ()> {
    let url = format!("{}/mcp", running.url);
    let config = StreamableHttpClientTransportConfig::with_uri(url).auth_header(token);
    let transport = StreamableHttpClientTransport::from_config(config);
    ().serve_with_lifecycle(transport, era)
        .await
        .expect("a client")
}

fn request(tool: &str, arguments: Value) -> CallToolRequestParams {
    let arguments: Map<String, Value> = serde_json::from_value(arguments).expect("an object");
    CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments)
}

/// Calls an operation of an account, whatever its tool is called.
async fn call(
    client: &RunningService<RoleClient, ()>,
    operation: &str,
    arguments: &Value,
) -> CallToolResult {
    let arguments = json!({ "name": operation, "arguments": arguments });
    let called = client
        .call_tool(request("call_read_operation", arguments))
        .await;
    called.expect("a result")
}

#[tokio::test]
async fn the_official_client_calls_the_tools_of_an_account_in_both_eras() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"user":{"id":42}}"#));
    let running = start(&memory).await;
    for era in eras() {
        let client = connect(&running, READER, era).await;
        let tools = client.list_all_tools().await.expect("tools");
        let prefix = format!("{TORII}_");
        for tool in &tools {
            assert!(
                tool.name.starts_with(&prefix) && tool.name.len() <= 64,
                "{}",
                tool.name
            );
            let hints = tool.annotations.clone().expect("hints");
            assert_eq!(hints.read_only_hint, Some(true), "{}", tool.name);
        }
        let reads = tools.iter().find(|tool| tool.name.ends_with("user_by_id"));
        let name = &reads.expect("a tool").name;
        let called = client
            .call_tool(request(name, json!({ "idUser": 42 })))
            .await;
        let result = called.expect("a result");
        assert_eq!(
            result.structured_content,
            Some(json!({ "user": { "id": 42 } }))
        );
    }
    let sent = memory.requests();
    assert_eq!(sent.len(), 2);
    for one in sent {
        assert_eq!(one.target(), "/v1.0/users/42");
        let key = one.header("authorization").expect("a credential");
        assert_eq!(key, format!("Bearer {TORII_KEY}"));
    }
}

#[tokio::test]
async fn several_accounts_are_searched_within_the_budget() {
    let running = start(&Memory::new()).await;
    let [_, current] = eras();
    let client = connect(&running, TOKEN, current).await;
    let tools = client.list_all_tools().await.expect("tools");
    let names: Vec<&str> = tools.iter().map(|tool| tool.name.as_ref()).collect();
    let expected = [
        "search_operations",
        "describe_operation",
        "call_read_operation",
        "call_operation",
    ];
    assert_eq!(names, expected);
    let arguments = json!({ "query": "list users", "limit": 50 });
    let found = client
        .call_tool(request("search_operations", arguments))
        .await;
    let found = serde_json::to_string(&found.expect("a result")).expect("JSON");
    for account in [TORII, OTHER] {
        assert!(found.contains(&format!("{account}_")), "{found}");
    }
}

#[tokio::test]
async fn a_token_reaches_its_own_accounts_alone() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, "{}"));
    let running = start(&memory).await;
    let all = connect(&running, TOKEN, eras()[0].clone()).await;
    let own = connect(&running, READER, eras()[0].clone()).await;
    let result = call(
        &all,
        "other_get_single_torii_user_by_id",
        &json!({ "idUser": 1 }),
    )
    .await;
    assert_ne!(result.is_error, Some(true), "{result:?}");
    assert_eq!(memory.count(), 1);

    let tools = own.list_all_tools().await.expect("tools");
    assert!(tools.iter().all(|tool| !tool.name.contains(OTHER)));
    for tool in [
        "other_get_single_torii_user_by_id",
        "call_read_operation",
        "call_operation",
    ] {
        let name = "other_get_single_torii_user_by_id";
        let arguments = json!({ "name": name, "arguments": { "idUser": 1 }, "idUser": 1 });
        own.call_tool(request(tool, arguments))
            .await
            .expect_err(tool);
    }
    for uri in [
        "other://users/1",
        "signon://operations/other_get_single_torii_user_by_id/e30",
    ] {
        let read = rmcp::model::ReadResourceRequestParams::new(uri);
        own.read_resource(read).await.map(drop).expect_err(uri);
    }
    assert_eq!(memory.count(), 1);
}

/// The head of a request without a token.
const HEAD: [&str; 3] = [
    "Host: localhost",
    "Content-Type: application/json",
    "Accept: application/json, text/event-stream",
];

async fn post(running: &Running, headers: &[&str], body: &str) -> (u16, String, Option<String>) {
    let headers: Vec<&str> = HEAD.iter().chain(headers).copied().collect();
    let answer = running.request("POST /mcp", &headers, body).await;
    let session = answer.header("mcp-session-id").map(str::to_owned);
    (answer.status, answer.text, session)
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;

#[tokio::test]
async fn strangers_and_huge_bodies_are_refused() {
    let memory = Memory::new();
    let running = start(&memory).await;
    let bearer = format!("Authorization: Bearer {READER}");
    let body = |size: usize| {
        let name = "x".repeat(size);
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": name } })
            .to_string()
    };
    let cases = [
        (vec![], INITIALIZE.to_owned(), 401),
        (
            vec!["Authorization: Bearer wrong-token-0123456789"],
            INITIALIZE.to_owned(),
            401,
        ),
        (
            vec![&bearer, "Origin: https://evil.example"],
            INITIALIZE.to_owned(),
            403,
        ),
        (vec![&bearer], body(2 * 1024 * 1024), 413),
        (vec![&bearer], "{".to_owned(), 400),
        (vec![&bearer, "Mcp-Session-Id: 1"], body(1), 404),
        (vec![&bearer], INITIALIZE.to_owned(), 200),
    ];
    for (headers, body, expected) in cases {
        let (status, text, _) = post(&running, &headers, &body).await;
        let is_expected = status == expected || (expected == 400 && status == 415);
        assert!(is_expected, "{headers:?}: {status} {text}");
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_session_is_of_the_caller_that_opened_it() {
    let running = start(&Memory::new()).await;
    let (all, reader) = (
        format!("Authorization: Bearer {TOKEN}"),
        format!("Authorization: Bearer {READER}"),
    );
    let (_, _, session) = post(&running, &[&all], INITIALIZE).await;
    let session = format!("Mcp-Session-Id: {}", session.expect("a session"));
    let list = r#"{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}"#;
    let (status, ..) = post(&running, &[&reader, &session], list).await;
    assert_eq!(status, 404);
    let headers: Vec<&str> = HEAD
        .into_iter()
        .chain([reader.as_str(), &session])
        .collect();
    let stream = running.request("GET /mcp", &headers, "").await;
    assert_eq!(stream.status / 100, 4, "{stream:?}");
    running.request("DELETE /mcp", &headers, "").await;
    let (status, text, _) = post(&running, &[&all, &session], list).await;
    assert_eq!(status, 200, "{text}");
}

#[tokio::test]
async fn arguments_stay_in_their_places_and_credentials_out_of_results() {
    let memory = Memory::new();
    memory.handle(|sent| {
        let key = sent.header("authorization").unwrap_or_default().to_owned();
        Answer::json(200, json!({ "user": { "echo": key } }).to_string())
    });
    let running = start(&memory).await;
    for era in eras() {
        let client = connect(&running, TOKEN, era).await;
        let tool = "other_get_single_torii_user_by_id";
        let result = call(&client, tool, &json!({ "idUser": 1 })).await;
        let shown = serde_json::to_string(&result).expect("JSON");
        assert!(
            shown.contains("Bearer [redacted]") && !shown.contains(TORII_KEY),
            "{shown}"
        );
        let before = memory.count();
        for id in ["1\r\nX-Evil: 1", "..", "../apps", ""] {
            let result = call(&client, tool, &json!({ "idUser": id })).await;
            assert_eq!(result.is_error, Some(true), "{id:?}");
        }
        assert_eq!(memory.count(), before);
    }
    for sent in memory.requests() {
        assert_eq!(
            (sent.target().as_str(), sent.header("x-evil")),
            ("/v1.0/users/1", None)
        );
    }
}

#[tokio::test]
async fn calls_share_the_limits_of_their_account() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"user":{"id":1}}"#));
    let slow = provider::serve_slowly(memory.clone(), Duration::from_secs(2)).await;
    let fast = provider::serve(memory.clone()).await;
    let accounts = format!(
        "{}concurrency = 1\nwaiting = 0\n{}",
        account(TORII, &slow),
        account(OTHER, &fast)
    );
    let running = Running::start(&gateway::config(&accounts)).await;
    let client = connect(&running, TOKEN, eras()[1].clone()).await;
    let search = json!({ "query": "single user by id", "limit": 50 });
    let found = client.call_tool(request("search_operations", search)).await;
    let found = serde_json::to_string(&found.expect("a result")).expect("JSON");
    let start = found.find(&format!("{TORII}_g")).expect("an operation");
    let name: String = found[start..]
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "-_".contains(*character))
        .collect();
    let user = json!({ "idUser": 1 });
    let other = "other_get_single_torii_user_by_id";
    let both = tokio::join!(
        call(&client, &name, &user),
        call(&client, &name, &user),
        call(&client, other, &user),
    );
    let refused = [&both.0, &both.1].map(|result| result.is_error == Some(true));
    assert_eq!(
        refused.iter().filter(|refused| **refused).count(),
        1,
        "{both:?}"
    );
    assert_ne!(both.2.is_error, Some(true), "{both:?}");
    let shown = serde_json::to_string(&both).expect("JSON");
    assert!(
        shown.contains("too many calls of the account wait"),
        "{shown}"
    );
}

#[tokio::test]
async fn open_sessions_do_not_keep_the_server_from_stopping() {
    let running = start(&Memory::new()).await;
    let client = connect(&running, TOKEN, eras()[0].clone()).await;
    client.list_all_tools().await.expect("tools");
    let stopped = tokio::time::timeout(Duration::from_secs(10), running.stop());
    assert_eq!(stopped.await.expect("an end"), Stopped::Finished);
}

#[tokio::test]
async fn operations_are_no_tools_unless_the_account_says_so() {
    let memory = Memory::new();
    let account = gateway::torii(&provider::serve(memory.clone()).await);
    let running = Running::start(&gateway::config(&account)).await;
    let bearer = format!("Authorization: Bearer {TOKEN}");
    let (status, text, _) = post(&running, &[&bearer], INITIALIZE).await;
    assert_eq!(status, 403, "{text}");
}
