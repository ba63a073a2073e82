//! The server over HTTP.

use std::net::SocketAddr;

use rmcp::model::ProtocolVersion;
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::{ClientLifecycleMode, ClientServiceExt as _};
use serde_json::json;
use signon_mcp::http::{self, Access};
use signon_runtime::Secret;
use signon_runtime::testing::{Answer, Memory};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::fixture::{self, options, structured};

async fn start(access: Access) -> SocketAddr {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"id":"1"}"#));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(http::serve(
        listener,
        fixture::server(&memory, options()),
        access,
    ));
    address
}

fn access(token: Option<&str>) -> Access {
    let mut access = Access::default();
    access.token = token.map(Secret::from);
    access.origins = vec!["https://app.test:443".to_owned()];
    access
}

/// Returns the status line of the response to a request with these headers.
async fn status(address: SocketAddr, path: &str, headers: &str) -> String {
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#;
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\n{headers}content-type: application/json\r\n\
         accept: application/json, text/event-stream\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(
        !answer.to_lowercase().contains("access-control-allow"),
        "{answer}"
    );
    answer.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_official_client_calls_tools_in_all_revisions() {
    let address = start(access(Some("sesame"))).await;
    let revisions = [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ];
    for revision in revisions {
        let config = StreamableHttpClientTransportConfig::with_uri(format!(
            "http://{address}{}",
            http::PATH
        ))
        .auth_header("sesame");
        let transport = StreamableHttpClientTransport::from_config(config);
        let client = ().serve_with_lifecycle(transport, revision).await.expect("a client");
        assert_eq!(client.list_all_tools().await.expect("tools").len(), 6);
        let result = client
            .call_tool(fixture::request("get_note", json!({ "id": "1" })))
            .await
            .expect("a result");
        assert_eq!(structured(&result), json!({ "id": "1" }));
    }
}

#[tokio::test]
async fn unauthorized_requests_are_rejected() {
    let address = start(access(Some("sesame"))).await;
    let host = format!("host: {address}\r\n");
    let token = "authorization: Bearer sesame\r\n";
    let check = async |path: &str, headers: String, expected: &str| {
        let status = status(address, path, &headers).await;
        assert!(
            status.starts_with(&format!("HTTP/1.1 {expected}")),
            "{headers}: {status}"
        );
    };
    check("/mcp", format!("{host}{token}"), "200").await;
    check(
        "/mcp",
        format!("{host}{token}origin: https://app.test\r\n"),
        "200",
    )
    .await;
    check(
        "/mcp",
        format!("{host}{token}origin: http://localhost:5173\r\n"),
        "200",
    )
    .await;
    check(
        "/mcp",
        format!("{host}{token}origin: https://evil.test\r\n"),
        "403",
    )
    .await;
    check("/mcp", format!("{host}{token}origin: null\r\n"), "403").await;
    check("/mcp", format!("host: evil.test\r\n{token}"), "403").await;
    check("/mcp", host.clone(), "401").await;
    check(
        "/mcp",
        format!("{host}authorization: Bearer sesam\r\n"),
        "401",
    )
    .await;
    check(
        "/mcp",
        format!("{host}authorization: Basic sesame\r\n"),
        "401",
    )
    .await;
    check("/", format!("{host}{token}"), "404").await;
}

#[tokio::test]
async fn public_addresses_need_a_token() {
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let server = fixture::server(&Memory::new(), options());
    let error = http::serve(listener, server, Access::default())
        .await
        .expect_err("an error");
    assert!(matches!(error, http::Error::TokenRequired(_)));
}
