//! File responses.

use rmcp::RoleClient;
use rmcp::model::{CallToolResult, ErrorCode, ReadResourceRequestParams};
use rmcp::service::{RunningService, ServiceError};
use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, is_error, options, structured};

/// Bytes that are not UTF-8.
const BYTES: [u8; 3] = [0xff, 0xfe, 0x00];

fn file(media_type: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let answer = Answer::status(200).body(bytes.into());
    answer.header("content-type", media_type)
}

async fn download(client: &RunningService<RoleClient, ()>) -> CallToolResult {
    let request = fixture::request("download_file", json!({ "id": 7 }));
    client.call_tool(request).await.expect("a result")
}

async fn read(client: &RunningService<RoleClient, ()>, uri: &str) -> Result<Value, ServiceError> {
    let request = ReadResourceRequestParams::new(uri);
    let contents = client.read_resource(request).await?.contents;
    Ok(serde_json::to_value(contents.first().expect("contents")).expect("JSON"))
}

/// Returns the block next to the structured content.
fn second_block(result: &CallToolResult) -> Value {
    serde_json::to_value(result.content.get(1).expect("a second block")).expect("JSON")
}

/// Returns the block with a file of this type.
async fn attached(media_type: &str) -> Value {
    let memory = Memory::new();
    memory.answer(file(media_type, BYTES));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let result = download(&client).await;
    assert_eq!(
        structured(&result),
        json!({ "status": 200, "media_type": media_type, "bytes": 3, "attached": true })
    );
    second_block(&result)
}

#[tokio::test]
async fn small_files_are_attached_by_type() {
    let image = attached("image/png").await;
    assert_eq!(
        image,
        json!({ "type": "image", "data": "//4A", "mimeType": "image/png" })
    );
    let sound = attached("audio/wav").await;
    assert_eq!(
        sound,
        json!({ "type": "audio", "data": "//4A", "mimeType": "audio/wav" })
    );
    let other = attached("application/pdf").await;
    assert_eq!(other["type"], "resource");
    assert_eq!(other["resource"]["blob"], "//4A");
    assert_eq!(other["resource"]["mimeType"], "application/pdf");
}

#[tokio::test]
async fn large_files_are_links_that_can_be_read() {
    let memory = Memory::new();
    memory.handle(|_| file("application/pdf", vec![0xff; 1 << 20]));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let result = download(&client).await;
    assert_eq!(
        structured(&result),
        json!({ "status": 200, "media_type": "application/pdf", "bytes": 1 << 20, "attached": false })
    );
    let link = second_block(&result);
    assert_eq!(link["type"], "resource_link");
    assert_eq!(link["mimeType"], "application/pdf");
    assert_eq!(link["size"], 1 << 20);
    let uri = link["uri"].as_str().expect("a URI");
    assert!(!uri.contains(fixture::TOKEN));
    let contents = read(&client, uri).await.expect("contents");
    assert_eq!(contents["uri"], uri);
    assert_eq!(contents["mimeType"], "application/pdf");
    assert_eq!(
        contents["blob"].as_str().map(str::len),
        Some((1_usize << 20).div_ceil(3) * 4)
    );
    assert_eq!(memory.requests()[0].target(), memory.requests()[1].target());
}

#[tokio::test]
async fn oversized_files_are_not_read() {
    let memory = Memory::new();
    memory.handle(|_| file("application/pdf", vec![0xff; 9 << 20]));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let result = download(&client).await;
    let link = second_block(&result);
    let uri = link["uri"].as_str().expect("a URI");
    let error = read(&client, uri).await.expect_err("an error").to_string();
    assert!(error.contains("the file has 9437184 bytes"), "{error}");
}

#[tokio::test]
async fn only_read_only_operations_are_resources() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, "{}"));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    // {"id":"1"}
    let readable = "signon://operations/get_note/eyJpZCI6IjEifQ";
    read(&client, readable).await.expect("contents");
    assert_eq!(memory.count(), 1);
    for uri in [
        "signon://operations/delete_note/eyJpZCI6IjEifQ",
        "signon://operations/no_such/eyJpZCI6IjEifQ",
        "signon://operations/get_note/!",
        "file:///etc/passwd",
        "",
    ] {
        let error = read(&client, uri).await.expect_err("an error");
        let ServiceError::McpError(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.code, ErrorCode::INVALID_PARAMS, "{uri}");
        assert_eq!(error.data, Some(json!({ "uri": uri })));
    }
    assert_eq!(memory.count(), 1);
}

#[tokio::test]
async fn a_dry_run_reads_nothing() {
    let memory = Memory::new();
    let mut dry = options();
    dry.dry_run = true;
    let client = fixture::connect(fixture::server(&memory, dry)).await;
    let uri = "signon://operations/get_note/eyJpZCI6IjEifQ";
    assert!(read(&client, uri).await.is_err());
    assert!(!is_error(&download(&client).await));
    assert_eq!(memory.count(), 0);
}
