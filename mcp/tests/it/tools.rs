//! Tool lists.

use rmcp::ClientLifecycleMode;
use rmcp::model::{ProtocolVersion, Tool};
use serde_json::{Value, json};
use signon_mcp::{Options, Search};
use signon_runtime::testing::Memory;

use crate::fixture;

async fn names(change: impl FnOnce(&mut Options)) -> Vec<String> {
    let mut options = fixture::options();
    change(&mut options);
    let client = fixture::connect(fixture::server(&Memory::new(), options)).await;
    let tools = client.list_all_tools().await.expect("tools");
    tools
        .into_iter()
        .map(|tool| tool.name.to_string())
        .collect()
}

fn hints(tool: &Tool) -> [Option<bool>; 4] {
    let hints = tool.annotations.clone().expect("annotations");
    [
        hints.read_only_hint,
        hints.destructive_hint,
        hints.idempotent_hint,
        hints.open_world_hint,
    ]
}

#[tokio::test]
async fn operations_are_listed_with_all_hints_in_all_revisions() {
    let revisions = [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ];
    let mut lists = Vec::new();
    for revision in revisions {
        let server = fixture::server(&Memory::new(), fixture::options());
        let client = fixture::connect_as((), server, revision).await;
        let tools = client.list_all_tools().await.expect("tools");
        let list = tools
            .iter()
            .map(|tool| (tool.name.to_string(), hints(tool)));
        lists.push(list.collect::<Vec<_>>());
        assert!(
            tools
                .iter()
                .all(|tool| tool.title.is_some() && tool.description.is_some())
        );
    }
    let [first, second] = [&lists[0], &lists[1]];
    assert_eq!(first, second);
    let expected = [
        ("list_notes", [true, false, true, true]),
        ("get_note", [true, false, true, true]),
        ("create_note", [false, false, false, true]),
        ("delete_note", [false, true, true, true]),
        ("upload_file", [false, false, false, true]),
        ("download_file", [true, false, true, true]),
    ];
    let expected = expected.map(|(name, hints)| (name.to_owned(), hints.map(Some)));
    assert_eq!(first[..], expected);
}

#[tokio::test]
async fn the_tool_list_is_stable_and_cacheable() {
    let mut lists = Vec::new();
    for _ in 0..2 {
        let client = fixture::connect(fixture::server(&Memory::new(), fixture::options())).await;
        let list = client.list_tools(None).await.expect("tools");
        assert!(list.ttl_ms.is_some_and(|ttl| ttl > 0));
        lists.push(serde_json::to_string(&list.tools).expect("JSON"));
    }
    assert_eq!(lists[0], lists[1]);
}

#[tokio::test]
async fn filters_choose_tools_and_tags() {
    assert_eq!(
        names(|options| options.read_only = true).await,
        ["list_notes", "get_note", "download_file"]
    );
    assert_eq!(
        names(|options| options.tools = vec!["getNote".into(), "create_note".into()]).await,
        ["get_note", "create_note"]
    );
    assert_eq!(
        names(|options| options.tags = vec!["Files".into()]).await,
        ["upload_file", "download_file"]
    );
    assert_eq!(
        names(|options| options.exclude = vec!["files".into(), "delete_note".into()]).await,
        ["list_notes", "get_note", "create_note"]
    );
}

#[test]
fn an_unknown_name_in_a_filter_is_an_error() {
    let mut options = fixture::options();
    options.exclude = vec!["delete_notes".into()];
    let client = fixture::client(&fixture::catalog(), &Memory::new());
    let error = signon_mcp::Server::new(vec![client], options).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "`exclude` names `delete_notes`, which is not an operation, a tool or a tag (for example `list_notes`)"
    );
}

#[tokio::test]
async fn several_providers_have_prefixes() {
    let mut other = fixture::catalog();
    other.provider = "acme".into();
    let memory = Memory::new();
    let clients = vec![
        fixture::client(&fixture::catalog(), &memory),
        fixture::client(&other, &memory),
    ];
    let mut options = fixture::options();
    options.tools = vec!["getNote".into(), "listNotes".into()];
    let server = signon_mcp::Server::new(clients, options).expect("a server");
    let names: Vec<_> = server
        .tools()
        .iter()
        .map(|tool| tool.name.as_ref())
        .collect();
    // `list_notes` already contains the provider's name.
    assert_eq!(
        names,
        [
            "list_notes",
            "notes_get_note",
            "acme_list_notes",
            "acme_get_note"
        ]
    );
}

#[tokio::test]
async fn operation_arguments_keep_their_names() {
    let client = fixture::connect(fixture::server(&Memory::new(), fixture::options())).await;
    let tools = client.list_all_tools().await.expect("tools");
    let properties = |tool: &Tool| {
        tool.input_schema["properties"]
            .as_object()
            .expect("properties")
            .clone()
    };
    let list: Vec<_> = properties(&tools[0]).keys().cloned().collect();
    assert_eq!(
        list,
        [
            "all_pages",
            "cursor",
            "fields",
            "result_cursor",
            "result_fields",
            "status"
        ]
    );
    let get: Vec<_> = properties(&tools[1]).keys().cloned().collect();
    assert_eq!(get, ["fields", "id"]);
}

#[tokio::test]
async fn schemas_are_valid_and_name_the_documented_fields() {
    let client = fixture::connect(fixture::server(&Memory::new(), fixture::options())).await;
    for tool in client.list_all_tools().await.expect("tools") {
        for schema in [Some(tool.input_schema), tool.output_schema]
            .into_iter()
            .flatten()
        {
            let schema = Value::Object(schema.as_ref().clone());
            assert!(
                jsonschema::draft202012::meta::is_valid(&schema),
                "{}",
                tool.name
            );
        }
    }
    let client = fixture::connect(fixture::server(&Memory::new(), fixture::options())).await;
    let tools = client.list_all_tools().await.expect("tools");
    let output = tools[0].output_schema.clone().expect("a schema");
    assert_eq!(
        Value::Object(output.as_ref().clone()),
        json!({
            "type": "object",
            "properties": {
                "nextCursor": {},
                "notes": { "items": { "properties": { "due": {}, "id": {}, "text": {} } } }
            }
        })
    );
}

#[tokio::test]
async fn search_replaces_the_list_with_four_tools() {
    let all = names(|options| options.search = Search::Always).await;
    assert_eq!(
        all,
        [
            "search_operations",
            "describe_operation",
            "call_read_operation",
            "call_operation"
        ]
    );
    let reading = names(|options| {
        options.search = Search::Always;
        options.read_only = true;
    });
    assert_eq!(
        reading.await,
        [
            "search_operations",
            "describe_operation",
            "call_read_operation"
        ]
    );
}
