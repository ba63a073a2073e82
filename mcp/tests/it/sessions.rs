//! Sessions over HTTP, for clients of the earlier protocol revisions.

use std::sync::{Arc, Mutex};

use rmcp::model::{ClientConfig, ElicitRequestParams, ElicitResult, ElicitationAction, ErrorData};
use rmcp::service::{RequestContext, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::{ClientHandler, ClientLifecycleMode, ClientServiceExt as _, RoleClient};
use serde_json::{Value, json};
use signon_mcp::http::{self, Access};
use signon_runtime::testing::{Answer, Memory};
use tokio::net::TcpListener;

use crate::fixture::{self, TOKEN, is_error, options};

/// A client that declines all questions; it records them and the log messages.
#[derive(Clone, Default)]
struct User {
    asked: Arc<Mutex<Vec<String>>>,
    logged: Arc<Mutex<Vec<Value>>>,
}

impl ClientHandler for User {
    fn get_info(&self) -> ClientConfig {
        fixture::asking()
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let shown = serde_json::to_string(&request).expect("JSON");
        self.asked.lock().expect("the questions").push(shown);
        Ok(ElicitResult::new(ElicitationAction::Decline))
    }

    #[expect(
        deprecated,
        reason = "clients of the earlier revisions receive log messages"
    )]
    async fn on_logging_message(
        &self,
        message: rmcp::model::LoggingMessageNotificationParam,
        _context: rmcp::service::NotificationContext<RoleClient>,
    ) {
        self.logged.lock().expect("the messages").push(message.data);
    }
}

async fn start(memory: &Memory) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = fixture::server(memory, options());
    tokio::spawn(http::serve(listener, server, Access::default()));
    format!("http://{address}{}", http::PATH)
}

async fn connect(url: &str, user: &User) -> RunningService<RoleClient, User> {
    let transport = StreamableHttpClientTransport::from_uri(url.to_owned());
    let client = user.clone();
    let client = client.serve_with_lifecycle(transport, ClientLifecycleMode::Initialize);
    client.await.expect("a client")
}

#[tokio::test]
async fn users_are_asked_over_http_in_earlier_revisions() {
    let memory = Memory::new();
    let url = start(&memory).await;
    let user = User::default();
    let client = connect(&url, &user).await;
    let request = fixture::request("delete_note", json!({ "id": "1" }));
    let result = client.call_tool(request).await.expect("a result");
    assert!(is_error(&result), "{result:?}");
    assert_eq!(user.asked.lock().expect("the questions").len(), 1);
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn calls_are_logged_to_the_session_that_set_a_level() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"id":"secret-note"}"#));
    let url = start(&memory).await;
    let (verbose, silent, strict) = (User::default(), User::default(), User::default());
    let clients = [
        (connect(&url, &verbose).await, Some("debug")),
        (connect(&url, &silent).await, None),
        (connect(&url, &strict).await, Some("error")),
    ];
    for (client, level) in clients {
        if let Some(level) = level {
            set_level(&client, level).await;
        }
        let request = fixture::request("get_note", json!({ "id": "secret-id" }));
        client.call_tool(request).await.expect("a result");
        client.cancel().await.expect("the end");
    }
    let logged = |user: &User| user.logged.lock().expect("the messages").clone();
    let expected = ["waiting", "calling", "done"]
        .map(|message| json!({ "tool": "get_note", "message": message }));
    assert_eq!(logged(&verbose), expected);
    assert_eq!((logged(&silent).len(), logged(&strict).len()), (0, 0));
    let all = json!(logged(&verbose)).to_string();
    assert!(!all.contains("secret") && !all.contains(TOKEN), "{all}");
}

#[expect(deprecated, reason = "clients of the earlier revisions set a level")]
async fn set_level(client: &RunningService<RoleClient, User>, level: &str) {
    let request = serde_json::from_value(json!({ "level": level })).expect("a request");
    client.set_level(request).await.expect("a level");
}

#[tokio::test]
async fn the_number_of_sessions_is_limited() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let endpoint = http::Endpoint::new(&fixture::server(&Memory::new(), options()), 1);
    let open = endpoint.handle(initialize(address.to_string())).await;
    let id = open.headers().get("mcp-session-id").cloned();
    assert_eq!((open.status().as_u16(), id.is_some()), (200, true));
    let rejected = endpoint.handle(initialize(address.to_string())).await;
    assert_eq!(rejected.status(), 503);
    // An unknown id is not a session.
    let mut guessed = initialize(address.to_string());
    let value = "0b5a6c1e-0000-4000-8000-000000000000"
        .parse()
        .expect("a value");
    guessed.headers_mut().insert("mcp-session-id", value);
    assert_eq!(endpoint.handle(guessed).await.status(), 404);
    let end = ::http::Request::delete("/mcp").header("host", address.to_string());
    let end = end.header("mcp-session-id", id.expect("an id"));
    let ended = endpoint
        .handle(end.body(String::new()).expect("a request"))
        .await;
    assert_eq!(ended.status(), 204);
    let open = endpoint.handle(initialize(address.to_string())).await;
    assert_eq!(open.status(), 200);
}

fn initialize(host: String) -> ::http::Request<String> {
    let body = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": { "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } },
    });
    ::http::Request::post("/mcp")
        .header("host", host)
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .body(body.to_string())
        .expect("a request")
}
