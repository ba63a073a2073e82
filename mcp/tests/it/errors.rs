//! Results of failed calls.

use serde_json::json;
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, TOKEN, call, is_error, options, structured};

#[tokio::test]
async fn error_statuses_are_error_results() {
    let memory = Memory::new();
    let body = format!(r#"{{"error":{{"code":"too_many","message":"later ({TOKEN})"}}}}"#);
    memory.answer(
        Answer::json(429, body)
            .header("x-request-id", "r-1")
            .header("retry-after", "7"),
    );
    let result = call(&memory, options(), "get_note", json!({ "id": "1" })).await;
    assert!(is_error(&result));
    let shown = structured(&result);
    assert!(!shown.to_string().contains(TOKEN), "{shown}");
    let error = &shown["error"];
    assert_eq!(error["status"], 429);
    assert_eq!(error["code"], "too_many");
    assert_eq!(error["request_id"], "r-1");
    assert_eq!(error["retry_after_seconds"], 7.0);
    assert_eq!(error["kind"], "api");
}

#[tokio::test]
async fn invalid_arguments_are_explained_and_not_sent() {
    let memory = Memory::new();
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let check = async |tool: &str, arguments, pointer: &str| {
        let result = client
            .call_tool(fixture::request(tool, arguments))
            .await
            .expect("a result");
        assert!(is_error(&result));
        let shown = structured(&result);
        assert_eq!(shown["error"]["problems"][0]["pointer"], pointer, "{shown}");
        assert_eq!(shown["error"]["sent"], false);
        shown["error"]["problems"][0].clone()
    };
    let problem = check("list_notes", json!({ "statsu": "open" }), "/statsu").await;
    assert_eq!(problem["did_you_mean"], "status");
    assert_eq!(problem["valid"], json!(["cursor", "fields", "status"]));
    let problem = check("list_notes", json!({ "status": "closed" }), "/status").await;
    assert_eq!(problem["valid"], json!(["open", "done"]));
    check("get_note", json!({}), "").await;
    check("get_note", json!({ "id": 7 }), "/id").await;
    check("get_note", json!({ "id": "1", "fields": "x" }), "/fields").await;
    check(
        "list_notes",
        json!({ "result_cursor": "x" }),
        "/result_cursor",
    )
    .await;
    check("list_notes", json!({ "all_pages": "yes" }), "/all_pages").await;
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn writes_that_took_effect_are_not_errors() {
    let memory = Memory::new();
    memory.answer(
        Answer::status(200)
            .header("content-type", "application/json")
            .body("{\"id\": oops"),
    );
    let result = call(&memory, options(), "create_note", json!({ "text": "a" })).await;
    assert!(!is_error(&result), "{result:?}");
    let shown = structured(&result);
    assert_eq!(shown["accepted"], true);
    assert_eq!(shown["answer"], "{\"id\": oops");
    assert!(
        shown["warning"]
            .as_str()
            .is_some_and(|text| text.contains("took effect"))
    );
}

#[tokio::test]
async fn unknown_tools_are_protocol_errors() {
    let client = fixture::connect(fixture::server(&Memory::new(), options())).await;
    let error = client
        .call_tool(fixture::request("nothing", json!({})))
        .await
        .expect_err("an error");
    assert!(
        error.to_string().contains("unknown tool `nothing`"),
        "{error}"
    );
}
