//! Search for operations.

use serde_json::json;
use signon_mcp::{Options, Search};
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, is_error, structured};

fn searching() -> Options {
    let mut options = fixture::options();
    options.search = Search::Always;
    options
}

#[tokio::test]
async fn operations_are_searched_described_and_called() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"notes":[{"id":"1","text":"a"}]}"#));
    let client = fixture::connect(fixture::server(&memory, searching())).await;
    let found = client
        .call_tool(fixture::request(
            "search_operations",
            json!({ "query": "list the note" }),
        ))
        .await;
    let found = structured(&found.expect("a result"));
    assert_eq!(
        found["operations"][0]["call"],
        "list_notes(cursor?, fields?, status?)"
    );
    assert_eq!(found["operations"][0]["effect"], "reads");

    let described = client
        .call_tool(fixture::request(
            "describe_operation",
            json!({ "name": "list_notes" }),
        ))
        .await;
    let described = structured(&described.expect("a result"));
    assert_eq!(described["call_with"], "call_read_operation");
    assert_eq!(
        described["input_schema"]["properties"]["status"]["enum"],
        json!(["open", "done"])
    );
    assert!(described["result_fields"]["notes"].is_object());

    let arguments =
        json!({ "name": "list_notes", "arguments": { "status": "open" }, "fields": ["/notes/id"] });
    let called = client
        .call_tool(fixture::request("call_read_operation", arguments))
        .await;
    assert_eq!(
        structured(&called.expect("a result")),
        json!({ "notes": [{ "id": "1" }] })
    );
    assert_eq!(memory.requests()[0].target(), "/api/notes?status=open");
}

#[tokio::test]
async fn the_read_only_tool_rejects_writes() {
    let memory = Memory::new();
    let client = fixture::connect(fixture::server(&memory, searching())).await;
    for name in ["delete_note", "deleteNote", "nothing"] {
        let arguments = json!({ "name": name, "arguments": { "id": "1" } });
        let result = client
            .call_tool(fixture::request("call_read_operation", arguments))
            .await
            .expect("a result");
        assert!(is_error(&result), "{name}");
        assert_eq!(
            structured(&result)["error"]["problems"][0]["pointer"],
            "/name"
        );
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn excluded_operations_are_not_found() {
    let mut options = searching();
    options.read_only = true;
    let client = fixture::connect(fixture::server(&Memory::new(), options)).await;
    let found = client
        .call_tool(fixture::request(
            "search_operations",
            json!({ "query": "delete" }),
        ))
        .await;
    assert_eq!(
        structured(&found.expect("a result"))["operations"],
        json!([])
    );
    let call = client
        .call_tool(fixture::request(
            "call_operation",
            json!({ "name": "delete_note" }),
        ))
        .await;
    assert!(call.is_err());
}
