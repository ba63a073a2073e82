//! Results of successful calls.

use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, TOKEN, call, is_error, options, structured};

fn answering(answers: impl IntoIterator<Item = Answer>) -> Memory {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(answer);
    }
    memory
}

fn json_answer(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

#[tokio::test]
async fn responses_are_returned_unchanged() {
    let note = json!({ "id": "n1", "text": "a", "due": null, "extra": 1.5 });
    let memory = answering([json_answer(&note)]);
    let result = call(&memory, options(), "get_note", json!({ "id": "n 1/2" })).await;
    assert!(!is_error(&result));
    assert_eq!(structured(&result), note);
    let requests = memory.requests();
    assert_eq!(requests[0].target(), "/api/notes/n%201%2F2");
    assert_eq!(
        requests[0].header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
}

#[tokio::test]
async fn null_reaches_the_provider() {
    let memory = answering([Answer::json(201, r#"{"id":"n1"}"#)]);
    call(
        &memory,
        options(),
        "create_note",
        json!({ "text": "a", "due": null }),
    )
    .await;
    let sent: Value = serde_json::from_str(&memory.requests()[0].text()).expect("JSON");
    assert_eq!(sent, json!({ "text": "a", "due": null }));
}

#[tokio::test]
async fn lists_and_empty_responses_become_objects() {
    let memory = answering([json_answer(&json!([1, 2]))]);
    let file = json!({ "base64": "aGk=", "filename": "a.txt" });
    let result = call(&memory, options(), "upload_file", json!({ "file": file })).await;
    assert_eq!(structured(&result), json!({ "result": [1, 2] }));
    assert!(memory.requests()[0].text().contains("\r\n\r\nhi\r\n"));

    let memory = answering([Answer::status(204)]);
    let result = call(&memory, options(), "delete_note", json!({ "id": "1" })).await;
    assert_eq!(structured(&result), json!({ "status": 204 }));
}

#[tokio::test]
async fn long_lists_are_shortened_and_can_be_continued() {
    let notes: Vec<Value> = (0..1000)
        .map(|id| json!({ "id": id.to_string(), "text": "x".repeat(100), "due": null }))
        .collect();
    let page = json!({ "notes": notes, "nextCursor": "p2" });
    let memory = answering([json_answer(&page), json_answer(&page)]);
    let client = fixture::connect(fixture::server(&memory, options())).await;
    let first = client
        .call_tool(fixture::request("list_notes", json!({})))
        .await
        .expect("a result");
    let first = structured(&first);
    assert!(first.to_string().len() <= 24 * 1024);
    let cut = &first["_truncated"]["arrays"][0];
    let shown = first["notes"].as_array().expect("notes").len();
    assert!(shown > 100, "{shown}");
    assert_eq!(
        cut,
        &json!({ "pointer": "/notes", "shown": shown, "total": 1000, "next_cursor": format!("{shown}@/notes") })
    );
    assert_eq!(first["_truncated"]["nulls_dropped"], true);
    assert_eq!(first["nextCursor"], "p2");

    let arguments = json!({ "result_cursor": cut["next_cursor"] });
    let second = client
        .call_tool(fixture::request("list_notes", arguments))
        .await
        .expect("a result");
    let second = structured(&second);
    assert_eq!(second["notes"][0]["id"], shown.to_string());
    assert_eq!(second["_truncated"]["arrays"][0]["total"], 1000);
    // Arguments that shape the result are not sent.
    assert_eq!(memory.requests()[1].target(), "/api/notes");
}

#[tokio::test]
async fn fields_select_parts_of_a_response() {
    let page = json!({ "notes": [{ "id": "1", "text": "a" }, { "id": "2", "text": "b" }], "nextCursor": null });
    let memory = answering([json_answer(&page)]);
    let arguments = json!({ "result_fields": ["/notes/id"], "fields": ["id", "text"] });
    let result = call(&memory, options(), "list_notes", arguments).await;
    assert_eq!(
        structured(&result),
        json!({ "notes": [{ "id": "1" }, { "id": "2" }] })
    );
    assert_eq!(memory.requests()[0].target(), "/api/notes?fields=id,text");
}

#[tokio::test]
async fn all_pages_are_collected_up_to_the_cap() {
    let pages = || {
        [("1", Some("p2")), ("2", Some("p3")), ("3", None)]
            .map(|(id, next)| json_answer(&json!({ "notes": [{ "id": id }], "nextCursor": next })))
    };
    let memory = answering(pages());
    let result = call(
        &memory,
        options(),
        "list_notes",
        json!({ "all_pages": true }),
    )
    .await;
    assert_eq!(
        structured(&result),
        json!({
            "notes": [{ "id": "1" }, { "id": "2" }, { "id": "3" }],
            "nextCursor": null,
            "_pages": { "collected": 3, "complete": true }
        })
    );
    assert_eq!(memory.requests()[2].target(), "/api/notes?cursor=p3");

    let memory = answering(pages());
    let mut few = options();
    few.max_pages = 2;
    let result = call(&memory, few, "list_notes", json!({ "all_pages": true })).await;
    assert_eq!(
        structured(&result),
        json!({
            "notes": [{ "id": "1" }, { "id": "2" }],
            "nextCursor": "p3",
            "_pages": { "collected": 2, "complete": false, "next_cursor": "p3" }
        })
    );
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn files_are_uploaded_only_from_below_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.csv"), "1,2").expect("a file");
    let mut from_folder = options();
    from_folder.upload_root = Some(folder.path().to_owned());
    let memory = answering([json_answer(&json!([1]))]);
    let client = fixture::connect(fixture::server(&memory, from_folder)).await;
    for path in ["../etc/passwd", "/etc/passwd", "b.csv", ""] {
        let arguments = json!({ "file": { "path": path } });
        let result = client
            .call_tool(fixture::request("upload_file", arguments))
            .await
            .expect("a result");
        assert!(is_error(&result), "{path}");
        assert_eq!(
            structured(&result)["error"]["problems"][0]["pointer"],
            "/file/path"
        );
    }
    assert_eq!(memory.count(), 0);
    let arguments = json!({ "file": { "path": "a.csv", "content_type": "text/csv" } });
    let result = client
        .call_tool(fixture::request("upload_file", arguments))
        .await
        .expect("a result");
    assert!(!is_error(&result), "{result:?}");
    assert_eq!(memory.count(), 1);
}

#[tokio::test]
async fn dry_runs_show_redacted_requests() {
    let memory = Memory::new();
    let mut dry = options();
    dry.dry_run = true;
    let result = call(&memory, dry, "create_note", json!({ "text": "a" })).await;
    let shown = structured(&result);
    assert_eq!(shown["request"]["method"], "POST");
    assert_eq!(shown["request"]["url"], "https://notes.test/api/notes");
    assert_eq!(shown["request"]["body"], json!({ "text": "a" }));
    assert_eq!(shown["request"]["headers"]["authorization"], "Bearer ***");
    assert!(!shown.to_string().contains(TOKEN));
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn multipart_responses_are_shown_by_type() {
    let memory = Memory::new();
    let mut body = b"--b\r\nContent-Type: application/json\r\n\r\n{\"id\":7}\r\n--b\r\nContent-Type: image/png\r\n\r\n".to_vec();
    body.extend([0x89, 0xff]);
    body.extend(b"\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n--b--\r\n");
    memory.answer(
        Answer::status(200)
            .header("content-type", "multipart/mixed; boundary=b")
            .body(body),
    );
    let result = call(&memory, options(), "download_file", json!({ "id": 7 })).await;
    assert_eq!(
        structured(&result),
        json!({
            "status": 200,
            "media_type": "multipart/mixed",
            "parts": [
                { "media_type": "application/json", "name": null, "value": { "id": 7 } },
                { "media_type": "image/png", "name": null, "attached": true },
                { "media_type": "application/pdf", "name": "a.pdf", "attached": true },
            ],
        })
    );
    let blocks = result.content.get(1..).expect("blocks");
    assert!(
        blocks[0].as_image().is_some() && blocks[1].as_resource().is_some(),
        "{blocks:?}"
    );
}
