//! `signon mcp` as hosts run it: a process, and the official client library.

#![cfg(feature = "mcp")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::RunningService;
use rmcp::transport::TokioChildProcess;
use rmcp::{RoleClient, ServiceExt as _};
use serde_json::{Map, Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_signon");

/// The tools of the page that the project began from: name, required arguments, returned fields.
const TOOLS: [(&str, &str, &str); 26] = [
    (
        "list_all_torii_me",
        "",
        "id companyName domain creationTime",
    ),
    (
        "list_all_torii_users",
        "",
        "id firstName lastName email lifecycleStatus isDeletedInIdentitySources isExternal activeAppsCount",
    ),
    (
        "get_single_torii_user_by_id",
        "idUser",
        "id firstName lastName email role lifecycleStatus creationTime",
    ),
    (
        "update_a_torii_user_by_id",
        "idUser lifecycleStatus",
        "id email role lifecycleStatus creationTime",
    ),
    (
        "list_all_torii_application_users",
        "idApp",
        "email fullName status appName creationTime lastVisitTime lifecycleStatus",
    ),
    (
        "list_all_torii_user_applications",
        "idUser",
        "id name isUserRemovedFromApp state",
    ),
    (
        "get_single_torii_user_application_by_id",
        "idUser idApp",
        "id name isUserRemovedFromApp state",
    ),
    (
        "update_a_torii_user_application_by_id",
        "idUser idApp",
        "id name isUserRemovedFromApp state",
    ),
    ("list_all_torii_contracts", "", "id name status idApp"),
    (
        "create_a_torii_contract",
        "name idApp status",
        "id name status",
    ),
    (
        "get_single_torii_contract_by_id",
        "idContract",
        "id name status",
    ),
    ("delete_a_torii_contract_by_id", "idContract", ""),
    (
        "update_a_torii_contract_by_id",
        "idContract",
        "id name status",
    ),
    (
        "list_all_torii_roles",
        "",
        "id systemKey name description isAdmin usersCount",
    ),
    (
        "list_all_torii_workflow_action_executions",
        "",
        "id idWorkflow idAction isRun isCompleted creationTime nextCursor count total",
    ),
    (
        "list_all_torii_apps",
        "",
        "id name state category description tags primaryOwner",
    ),
    (
        "get_single_torii_app_by_id",
        "idApp",
        "id name state category url description primaryOwner",
    ),
    (
        "create_a_torii_app",
        "",
        "id name state url category description tags isHidden",
    ),
    (
        "update_a_torii_app_by_id",
        "idApp",
        "id name state url category description tags isHidden",
    ),
    (
        "torii_apps_search",
        "q",
        "id name category imageUrl url isHidden",
    ),
    (
        "get_single_torii_file_by_id",
        "id",
        "id type fileName creationTime uploadedBy",
    ),
    ("create_a_torii_file", "path type", "id"),
    ("torii_files_upload", "file type", "id"),
    (
        "list_all_torii_audit_logs",
        "",
        "performedBy performedByEmail idTargetOrg creationTime type requestDetails properties",
    ),
    (
        "list_all_torii_user_custom_fields",
        "",
        "id idOrg sourceIdApp name type key isDeleted",
    ),
    (
        "list_all_torii_user_field_metadata",
        "",
        "name systemKey type idField predefinedFields customFields",
    ),
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("mcp").args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("an output")
}

fn tools(arguments: &[&str]) -> BTreeMap<String, Value> {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--print-tools"]).collect();
    let output = run(&arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tools: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    tools
        .into_iter()
        .map(|tool| {
            let name = tool.get("name").and_then(Value::as_str).expect("a name");
            (name.to_owned(), tool)
        })
        .collect()
}

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

/// The names of all required properties, those of a body included.
fn required(schema: &Value) -> Vec<&str> {
    let own = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let properties = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(Map::values);
    own.chain(properties.flat_map(required)).collect()
}

#[test]
fn the_documented_tools_of_torii_are_served() {
    let served = tools(&["torii"]);
    for (name, arguments, fields) in TOOLS {
        let tool = served.get(name).unwrap_or_else(|| panic!("{name}"));
        let required = required(&tool["inputSchema"]);
        for argument in arguments.split_whitespace() {
            assert!(
                required.contains(&argument),
                "{name} requires {argument}: {required:?}"
            );
        }
        let output = tool["outputSchema"].to_string();
        for field in fields.split_whitespace() {
            assert!(
                output.contains(&format!("\"{field}\":")),
                "{name} returns {field}: {output}"
            );
        }
    }
}

#[test]
fn names_and_descriptions_keep_to_what_hosts_take() {
    for provider in ["torii", "onelogin", "logto", "truto"] {
        let served = tools(&[provider, "--no-search"]);
        assert!(!served.is_empty());
        for (name, tool) in served {
            assert!(
                name.len() <= 64
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
                "{name}"
            );
            assert!(
                tool["description"]
                    .as_str()
                    .is_some_and(|text| (1..=600).contains(&text.len())),
                "{name}"
            );
            let hints = tool["annotations"].as_object().expect("hints");
            assert!(
                [
                    "readOnlyHint",
                    "destructiveHint",
                    "idempotentHint",
                    "openWorldHint"
                ]
                .iter()
                .all(|hint| hints.contains_key(*hint))
            );
        }
    }
}

#[test]
fn a_list_is_small() {
    // A token of this JSON is about 3.9 bytes.
    let named: Vec<String> = tools(&["torii"])
        .into_iter()
        .filter(|(name, _)| TOOLS.iter().any(|(tool, ..)| tool == name))
        .map(|(_, tool)| tool.to_string())
        .collect();
    assert_eq!(named.len(), TOOLS.len());
    let bytes: usize = named.iter().map(String::len).sum();
    assert!(bytes < 31_000, "{bytes}");
    let found = tools(&["torii", "onelogin", "logto", "truto"]);
    assert_eq!(found.len(), 4);
    let bytes: usize = found.values().map(|tool| tool.to_string().len()).sum();
    assert!(bytes < 4_000, "{bytes}");
}

#[tokio::test]
async fn a_host_lists_tools_and_calls_them() {
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
    let prompts = client.list_all_prompts().await.expect("prompts");
    assert_eq!(prompts.len(), 6);
    client.cancel().await.expect("the end");
}

#[tokio::test]
async fn jq_runs_within_bounds_and_sees_no_credential() {
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
    std::fs::write(&path, document).expect("a file");
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
fn the_end_of_standard_input_ends_it() {
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

#[test]
fn an_address_that_others_reach_needs_a_token() {
    let output = run(&["torii", "--http", "0.0.0.0:0"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(message.contains("SIGNON_MCP_TOKEN"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_file_of_credentials_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("credentials");
    std::fs::write(&path, "# Torii\nTORII_API_KEY=tok-5f3a1c\n").expect("a file");
    let shown = path.to_str().expect("a path");
    let status = |mode| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode");
        run(&["torii", "--credentials", shown])
    };
    let output = status(0o644);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("chmod 600"));
    let output = status(0o600);
    assert!(output.status.success());
    // A credential is there, so nothing is missing.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn settings_are_listed_by_name() {
    let output = run(&["torii", "--settings"]);
    let names = String::from_utf8_lossy(&output.stdout);
    assert!(
        names.starts_with("TORII_API_KEY  (security scheme `apiKey`, secret)\n"),
        "{names}"
    );
}

#[test]
fn an_unknown_provider_is_wrong_usage() {
    let output = run(&["tori"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("logto, onelogin, torii, truto"));
}
