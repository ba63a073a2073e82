//! The program as seen by an MCP client.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::RunningService;
use rmcp::transport::TokioChildProcess;
use rmcp::{RoleClient, ServiceExt as _};
use serde_json::{Map, Value, json};

use crate::process::{PROGRAM, command, run, tools};

async fn connect(arguments: &[&str]) -> RunningService<RoleClient, ()> {
    let mut command = tokio::process::Command::new(PROGRAM);
    command
        .arg("mcp")
        .args(arguments)
        .env("TORII_API_KEY", "tok-5f3a1c");
    let transport = TokioChildProcess::new(command).expect("a process");
    ().serve(transport).await.expect("a client")
}

async fn call(
    client: &RunningService<RoleClient, ()>,
    tool: &str,
    arguments: Value,
) -> CallToolResult {
    let arguments: Map<String, Value> = serde_json::from_value(arguments).expect("an object");
    let request = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
    client.call_tool(request).await.expect("a result")
}

#[tokio::test]
async fn hosts_list_and_call_tools() {
    let client = connect(&["torii", "--dry-run"]).await;
    assert_eq!(client.list_all_tools().await.expect("tools").len(), 32);
    let result = call(
        &client,
        "get_single_torii_user_by_id",
        json!({ "idUser": 42 }),
    )
    .await;
    let shown = result.structured_content.expect("structured content");
    assert_eq!(
        shown["request"]["url"],
        "https://api.toriihq.com/v1.0/users/42"
    );
    assert!(!shown.to_string().contains("tok-5f3a1c"));
    client.cancel().await.expect("the end");
}

#[tokio::test]
async fn each_prompt_links_to_the_workflow_of_its_use_case() {
    let client = connect(&["torii", "--dry-run"]).await;
    let prompts = client.list_all_prompts().await.expect("prompts");
    let linked: BTreeSet<String> = prompts
        .iter()
        .map(|prompt| {
            let prompt = serde_json::to_value(prompt).expect("JSON");
            prompt["_meta"]["signon/workflow"]
                .as_str()
                .unwrap_or_else(|| panic!("{prompt}"))
                .to_owned()
        })
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = fs::read_dir(root.join("specs/workflows")).expect("a folder");
    let files = files.map(|file| file.expect("a file").file_name().into_string());
    let workflows: BTreeSet<String> = files
        .map(|name| name.expect("UTF-8"))
        .filter(|name| name.ends_with(".arazzo.yaml"))
        .map(|name| format!("specs/workflows/{name}"))
        .collect();
    assert_eq!(linked, workflows);
    assert_eq!(prompts.len(), workflows.len());
    client.cancel().await.expect("the end");
}

#[tokio::test]
async fn jq_is_limited_and_has_no_credential() {
    let client = connect(&["torii", "--dry-run"]).await;
    let run = async |program: &str| {
        let arguments = json!({ "idUser": 42, "jq": program });
        let result = call(&client, "get_single_torii_user_by_id", arguments).await;
        result.structured_content.expect("structured content")
    };
    assert_eq!(run(".request.method").await, json!({ "result": "GET" }));
    assert_eq!(run("env").await, json!({}));
    for hostile in [
        "[range(1e9)]",
        "def f: f; f",
        "def f: [f]; f",
        "repeat(.)",
        "reduce range(99) as $i (\"x\"; . + .)",
    ] {
        let shown = run(hostile).await;
        assert_eq!(
            shown["error"]["problems"][0]["pointer"], "/jq",
            "{hostile}: {shown}"
        );
    }
}

#[tokio::test]
async fn any_document_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pets.yaml");
    let document = "openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.test }]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      summary: Gets a pet.
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: The pet., content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
";
    fs::write(&path, document).expect("a file");
    let path = path.to_str().expect("a path");
    let served = tools(&["--spec", path]);
    let names: Vec<&String> = served.keys().collect();
    assert_eq!(names, ["pets_get"]);
    let client = connect(&["--spec", path, "--dry-run"]).await;
    let result = call(&client, "pets_get", json!({ "id": "a b" })).await;
    let shown = result.structured_content.expect("structured content");
    assert_eq!(shown["request"]["url"], "https://pets.test/pets/a%20b");
}

#[test]
fn end_of_standard_input_stops_the_server() {
    for input in ["", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n"] {
        let mut process = command(&["torii"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let mut stdin = process.stdin.take().expect("its input");
        stdin.write_all(input.as_bytes()).expect("a request");
        drop(stdin);
        process.wait_with_output().expect("the end");
    }
    assert!(run(&["torii"]).status.success());
}
