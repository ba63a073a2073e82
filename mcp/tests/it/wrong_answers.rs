//! Clients that send malformed answers or none.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::ServiceExt as _;
use rmcp::model::{ClientRequest, Request, ServerResult};
use serde_json::{Value, json};
use signon_runtime::testing::Memory;
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};
use tokio::task::JoinHandle;

use crate::ask::revisions;
use crate::asked::{Host, drafting};
use crate::fixture;

/// A raw client of the earlier revisions.
struct Raw {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writer: WriteHalf<DuplexStream>,
    session: JoinHandle<()>,
}

impl Raw {
    /// Connects to a server over `memory`, and calls the tool whose argument the client's model writes.
    async fn calling(memory: &Memory) -> Self {
        let server = fixture::server(memory, drafting(&["create_note.text"]));
        let (near, far) = tokio::io::duplex(1 << 16);
        let session = tokio::spawn(async move {
            let session = server.serve(far).await.expect("a session");
            drop(session.waiting().await);
        });
        let (reader, writer) = tokio::io::split(near);
        let lines = BufReader::new(reader).lines();
        let mut raw = Self {
            lines,
            writer,
            session,
        };
        let initialize = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": { "sampling": {} },
            "clientInfo": { "name": "test", "version": "1" },
        });
        raw.request(1, "initialize", initialize).await;
        raw.receive().await;
        raw.send(json!({ "method": "notifications/initialized" }))
            .await;
        let call = json!({ "name": "create_note", "arguments": {} });
        raw.request(2, "tools/call", call).await;
        raw
    }

    async fn send(&mut self, mut message: Value) {
        let members = message.as_object_mut().expect("an object");
        members.insert("jsonrpc".to_owned(), json!("2.0"));
        let line = format!("{message}\n");
        let written = self.writer.write_all(line.as_bytes()).await;
        written.expect("the server reads");
    }

    async fn request(&mut self, id: u32, method: &str, params: Value) {
        self.send(json!({ "id": id, "method": method, "params": params }))
            .await;
    }

    async fn receive(&mut self) -> Value {
        let line = self.lines.next_line().await.expect("UTF-8");
        serde_json::from_str(&line.expect("a message")).expect("JSON")
    }

    /// Returns the id of the server's question.
    async fn question(&mut self) -> Value {
        let question = self.receive().await;
        let method = question.get("method").and_then(Value::as_str);
        assert_eq!(method, Some("sampling/createMessage"));
        question.get("id").expect("an id").clone()
    }

    /// Returns why the call was not made.
    async fn reason(&mut self) -> String {
        let response = self.receive().await;
        assert_eq!(response.get("id"), Some(&json!(2)));
        assert_eq!(response.pointer("/result/isError"), Some(&json!(true)));
        let content = response.pointer("/result/structuredContent");
        content.expect("structured content").to_string()
    }
}

fn wrong() -> [Value; 6] {
    let content = json!({ "type": "text", "text": 7 });
    [
        json!({}),
        json!({ "roots": [{ "uri": "file:///srv" }] }),
        json!({ "action": "accept", "content": { "text": "Buy milk" } }),
        json!({ "model": "m", "role": "assistant" }),
        json!({ "model": "m", "role": "assistant", "content": content }),
        json!(["Buy milk"]),
    ]
}

#[tokio::test]
async fn mismatched_answers_end_the_call() {
    for answer in wrong() {
        let memory = Memory::new();
        let mut raw = Raw::calling(&memory).await;
        let id = raw.question().await;
        raw.send(json!({ "id": id, "result": answer })).await;
        let reason = raw.reason().await;
        assert!(reason.contains("does not match the question"), "{reason}");
        assert_eq!(memory.count(), 0);
    }
}

#[tokio::test]
async fn mismatched_answers_leave_the_question_open_in_the_current_revision() {
    let memory = Memory::new();
    let [_, current] = revisions();
    let server = fixture::server(&memory, drafting(&["create_note.text"]));
    let host = Host::new(&json!({ "sampling": {} }));
    let client = fixture::connect_as(host, server, current).await;
    let mut state = None;
    for answer in wrong() {
        let mut request = fixture::request("create_note", json!({}));
        request.input_responses = Some(BTreeMap::from([("model:text".to_owned(), answer)]));
        request.request_state = state;
        let request = ClientRequest::CallToolRequest(Request::new(request));
        let response = client.send_request(request).await.expect("a response");
        let ServerResult::InputRequiredResult(question) = response else {
            panic!("{response:?}");
        };
        let questions = question.input_requests.expect("questions");
        assert!(questions.contains_key("model:text"));
        state = question.request_state;
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn client_errors_end_the_call() {
    let memory = Memory::new();
    let mut raw = Raw::calling(&memory).await;
    let id = raw.question().await;
    let error = json!({ "code": -1, "message": "no model ".repeat(1000) });
    raw.send(json!({ "id": id, "error": error })).await;
    let reason = raw.reason().await;
    assert!(reason.contains("did not answer"), "{reason}");
    assert!(
        reason.contains("no model") && reason.len() < 1000,
        "{reason}"
    );
    assert_eq!(memory.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn clients_that_disconnect_end_the_session() {
    let memory = Memory::new();
    let mut raw = Raw::calling(&memory).await;
    raw.question().await;
    let Raw {
        lines,
        writer,
        session,
    } = raw;
    drop((lines, writer));
    let ended = tokio::time::timeout(Duration::from_secs(20), session).await;
    ended.expect("an end in time").expect("no panic");
    assert_eq!(memory.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn unanswered_questions_expire_after_half_an_hour() {
    let memory = Memory::new();
    let mut raw = Raw::calling(&memory).await;
    let id = raw.question().await;
    let asked = tokio::time::Instant::now();
    let withdrawn = raw.receive().await;
    assert_eq!(withdrawn["method"], "notifications/cancelled");
    assert_eq!(withdrawn["params"]["requestId"], id);
    assert_eq!(asked.elapsed().as_secs() / 60, 30);
    let reason = raw.reason().await;
    assert!(reason.contains("did not answer"), "{reason}");
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn cancelled_calls_do_not_wait_for_answers() {
    let memory = Memory::new();
    let mut raw = Raw::calling(&memory).await;
    raw.question().await;
    let cancelled = json!({ "requestId": 2, "reason": "enough" });
    raw.send(json!({ "method": "notifications/cancelled", "params": cancelled }))
        .await;
    // The session continues, and ends with the client.
    raw.request(3, "ping", json!({})).await;
    let mut response = raw.receive().await;
    while response["id"] != json!(3) {
        response = raw.receive().await;
    }
    assert_eq!(response["result"], json!({}));
    assert_eq!(memory.count(), 0);
}
