//! Malicious arguments and responses.

use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, TOKEN, is_error, options, structured};

#[tokio::test]
async fn a_path_argument_stays_one_segment() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, "{}"));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let hostile = [
        "../admin",
        "a/../../b",
        "a?x=1",
        "a#b",
        "a\r\nX-Evil: 1",
        "%2e%2e",
        "\u{0}",
        "a;b=c",
        "https://evil.test/",
    ];
    for id in hostile {
        client
            .call_tool(fixture::request("get_note", json!({ "id": id })))
            .await
            .expect("a result");
    }
    for request in memory.requests() {
        let target = request.target();
        let segment = target
            .strip_prefix("/api/notes/")
            .expect("the documented path");
        assert!(!segment.contains(['/', '?', '#', '\r', '\n']), "{segment}");
    }
    for id in ["..", ".", ""] {
        let before = memory.count();
        let result = client
            .call_tool(fixture::request("get_note", json!({ "id": id })))
            .await
            .expect("a result");
        assert!(is_error(&result), "{id}");
        assert_eq!(memory.count(), before);
    }
}

#[tokio::test]
async fn huge_arguments_are_rejected() {
    let memory = Memory::new();
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let text = "x".repeat(10 * 1024 * 1024);
    let result = client
        .call_tool(fixture::request("create_note", json!({ "text": text })))
        .await
        .expect("a result");
    assert!(is_error(&result));
    assert!(structured(&result).to_string().len() < 1000);
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn an_answer_of_50_megabytes_is_shortened() {
    let memory = Memory::new();
    let note = json!({ "id": "1", "text": "x".repeat(1000), "due": null }).to_string();
    let body = format!(r#"{{"notes":[{}]}}"#, vec![note; 50_000].join(","));
    assert!(body.len() > 50_000_000);
    memory.answer(Answer::json(200, body));
    let result = fixture::call(&memory, options(), "list_notes", json!({})).await;
    let shown = structured(&result);
    assert!(!is_error(&result), "{shown}");
    assert!(shown.to_string().len() <= 24 * 1024);
    assert_eq!(shown["_truncated"]["arrays"][0]["total"], 50_000);
}

#[tokio::test]
async fn a_thousand_calls_at_once_are_all_answered() {
    let memory = Memory::new();
    memory.handle(|request| {
        let id = request
            .target()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        Answer::json(200, json!({ "id": id }).to_string())
    });
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let calls = (0..1000).map(|id| {
        let peer = client.peer().clone();
        tokio::spawn(async move {
            let request = fixture::request("get_note", json!({ "id": id.to_string() }));
            (id, peer.call_tool(request).await.expect("a result"))
        })
    });
    for call in calls.collect::<Vec<_>>() {
        let (id, result) = call.await.expect("a call");
        assert_eq!(structured(&result), json!({ "id": id.to_string() }));
    }
    assert_eq!(memory.count(), 1000);
}

#[tokio::test]
async fn the_credential_is_in_no_list_and_no_result() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(401, format!(r#"{{"message":"bad token {TOKEN}"}}"#)));
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let mut seen =
        serde_json::to_string(&client.list_all_tools().await.expect("tools")).expect("JSON");
    for (tool, arguments) in [
        ("get_note", json!({ "id": TOKEN })),
        ("create_note", json!({ "text": 1 })),
    ] {
        let result = client
            .call_tool(fixture::request(tool, arguments))
            .await
            .expect("a result");
        seen.push_str(&serde_json::to_string(&result).expect("JSON"));
    }
    assert!(!seen.contains(TOKEN));
}

#[tokio::test]
async fn every_result_fits_the_published_schema() {
    let values = [
        json!({ "notes": "not a list", "nextCursor": [] }),
        json!({ "notes": [1, null, { "id": null }] }),
        json!([]),
        json!("text"),
        Value::Null,
        json!({ "notes": vec![json!({ "id": "x".repeat(30_000) }); 9] }),
    ];
    for value in values {
        let memory = Memory::new();
        memory.answer(Answer::json(200, value.to_string()));
        let client = fixture::connect(fixture::server(&memory, options())).await;
        let tools = client.list_all_tools().await.expect("tools");
        let schema = tools[0].output_schema.clone().expect("a schema");
        let validator = jsonschema::draft202012::new(&Value::Object(schema.as_ref().clone()))
            .expect("a validator");
        let result = client
            .call_tool(fixture::request("list_notes", json!({})))
            .await
            .expect("a result");
        assert!(validator.is_valid(&structured(&result)), "{value}");
        assert!(structured(&result).to_string().len() <= 24 * 1024);
    }
}
