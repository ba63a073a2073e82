//! Arguments that the client fills in by its model or with its folders.
#![expect(
    deprecated,
    reason = "sampling and roots are deprecated in the later protocol revision"
)]

use std::sync::{Arc, Mutex};

use rmcp::model::{
    CallToolResult, ClientCapabilities, ClientConfig, CreateMessageRequestParams,
    CreateMessageResult, ElicitRequestParams, ElicitResult, ElicitationAction, ErrorCode,
    ErrorData, Implementation, ListRootsResult, Root, SamplingMessage,
};
use rmcp::service::{RequestContext, ServiceError};
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::{Value, json};
use signon_mcp::{Options, Server};
use signon_runtime::testing::{Answer, Memory};

use crate::ask::revisions;
use crate::fixture::{self, is_error, options};

/// A client with a model that always writes the same text, and two folders; it records the questions.
#[derive(Clone)]
pub(crate) struct Host {
    capabilities: ClientCapabilities,
    draft: Value,
    questions: Arc<Mutex<Vec<String>>>,
}

impl Host {
    pub(crate) fn new(capabilities: &Value) -> Self {
        let text = json!({ "type": "text", "text": "Buy milk" });
        Self {
            capabilities: serde_json::from_value(capabilities.clone()).expect("capabilities"),
            draft: json!({ "role": "assistant", "content": text }),
            questions: Arc::default(),
        }
    }

    fn record(&self, question: String) {
        self.questions.lock().expect("the questions").push(question);
    }

    fn asked(&self) -> Vec<String> {
        self.questions.lock().expect("the questions").clone()
    }
}

impl ClientHandler for Host {
    fn get_info(&self) -> ClientConfig {
        ClientConfig::new(self.capabilities.clone(), Implementation::new("test", "1"))
    }

    async fn create_message(
        &self,
        params: CreateMessageRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<CreateMessageResult, ErrorData> {
        let shown = serde_json::to_value(&params.messages).expect("JSON");
        let prompt = shown.pointer("/0/content/text").and_then(Value::as_str);
        self.record(prompt.expect("a prompt").to_owned());
        let message: SamplingMessage =
            serde_json::from_value(self.draft.clone()).expect("a message");
        Ok(CreateMessageResult::new(message, "model".to_owned()))
    }

    async fn list_roots(
        &self,
        _context: RequestContext<RoleClient>,
    ) -> Result<ListRootsResult, ErrorData> {
        self.record("roots".to_owned());
        let roots = ["file:///home/me/my%20notes", "file:///srv"].map(Root::new);
        Ok(ListRootsResult::new(roots.to_vec()))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let shown = serde_json::to_value(&request).expect("JSON");
        let message = shown.get("message").and_then(Value::as_str);
        self.record(message.expect("a message").to_owned());
        let mut result = ElicitResult::new(ElicitationAction::Accept);
        result.content = Some(json!({ "confirm": true }));
        Ok(result)
    }
}

pub(crate) fn drafting(names: &[&str]) -> Options {
    let mut options = options();
    options.ask_model = names.iter().map(|name| (*name).to_owned()).collect();
    options
}

fn server(memory: &Memory, options: Options) -> Server {
    let note = r#"{ "id": "7", "text": "Buy milk", "notes": [] }"#;
    memory.answer(Answer::json(200, note));
    fixture::server(memory, options)
}

async fn call(
    host: &Host,
    server: Server,
    revision: ClientLifecycleMode,
    (tool, arguments): (&str, Value),
) -> Result<CallToolResult, ServiceError> {
    let client = fixture::connect_as(host.clone(), server, revision).await;
    client.call_tool(fixture::request(tool, arguments)).await
}

#[tokio::test]
async fn the_client_model_writes_missing_arguments() {
    for revision in revisions() {
        let memory = Memory::new();
        let host = Host::new(&json!({ "sampling": {} }));
        let server = server(&memory, drafting(&["createNote.text"]));
        let tools = server.tools().iter();
        let tool = tools.clone().find(|tool| tool.name == "create_note");
        assert_eq!(tool.expect("the tool").input_schema.get("required"), None);
        let arguments = json!({ "due": "2030-01-01" });
        let result = call(&host, server, revision, ("create_note", arguments)).await;
        assert!(!is_error(&result.expect("a result")));
        let sent: Value = serde_json::from_str(&memory.requests()[0].text()).expect("JSON");
        assert_eq!(sent, json!({ "text": "Buy milk", "due": "2030-01-01" }));
        let asked = host.asked();
        let [prompt] = asked.as_slice() else {
            panic!("{asked:?}");
        };
        for part in ["`text`", "Create a note", r#"{"due":"2030-01-01"}"#] {
            assert!(prompt.contains(part), "{prompt}");
        }
    }
}

#[tokio::test]
async fn empty_and_truncated_drafts_are_not_sent() {
    for revision in revisions() {
        let memory = Memory::new();
        let mut host = Host::new(&json!({ "sampling": {} }));
        host.draft = json!({ "role": "assistant", "content": { "type": "text", "text": " " } });
        let server = server(&memory, drafting(&["create_note.text"]));
        let result = call(&host, server, revision, ("create_note", json!({}))).await;
        let result = result.expect("a result");
        assert!(is_error(&result));
        let shown = fixture::structured(&result).to_string();
        assert!(
            shown.contains("`text`: the client's model wrote nothing"),
            "{shown}"
        );
        assert_eq!(memory.count(), 0);
    }
}

#[tokio::test]
async fn oversized_drafts_are_rejected() {
    for revision in revisions() {
        let memory = Memory::new();
        let mut host = Host::new(&json!({ "sampling": {} }));
        let text = "x".repeat(10 * 1024 * 1024);
        host.draft = json!({ "role": "assistant", "content": { "type": "text", "text": text } });
        let server = server(&memory, drafting(&["create_note.text"]));
        let result = call(&host, server, revision, ("create_note", json!({}))).await;
        let result = result.expect("a result");
        assert!(is_error(&result));
        let shown = fixture::structured(&result).to_string();
        assert!(shown.contains("bytes, more than 1048576"), "{shown}");
        assert!(shown.len() < 1000, "{} bytes", shown.len());
        assert_eq!(memory.count(), 0);
    }
}

#[tokio::test]
async fn users_confirm_drafts_of_destructive_calls() {
    for revision in revisions() {
        let memory = Memory::new();
        let host = Host::new(&json!({ "sampling": {}, "elicitation": {} }));
        let mut options = drafting(&["delete_note.id"]);
        options.confirm = false;
        let server = server(&memory, options);
        let result = call(&host, server, revision, ("delete_note", json!({}))).await;
        assert!(!is_error(&result.expect("a result")));
        assert_eq!(
            host.asked().last().map(String::as_str),
            Some(r#"Delete a note (delete_note) with {"id":"Buy milk"}?"#)
        );
        assert_eq!(memory.count(), 1);
    }
}

#[tokio::test]
async fn without_the_capabilities_nothing_is_sent() {
    let [earlier, current] = revisions();
    let cases = [
        (json!({ "elicitation": {} }), "create_note", "sampling"),
        (json!({ "sampling": {} }), "delete_note", "elicitation"),
    ];
    for (capabilities, tool, missing) in cases {
        let memory = Memory::new();
        let host = Host::new(&capabilities);
        let options = drafting(&["create_note.text", "delete_note.id"]);
        let answer = |revision| {
            let server = server(&memory, options.clone());
            call(&host, server, revision, (tool, json!({})))
        };
        let Err(ServiceError::McpError(error)) = answer(current.clone()).await else {
            panic!("{tool}: no error");
        };
        assert_eq!(error.code, ErrorCode::MISSING_REQUIRED_CLIENT_CAPABILITY);
        let data = error.data.expect("the capabilities");
        assert_eq!(data, json!({ "requiredCapabilities": { missing: {} } }));
        let result = answer(earlier.clone()).await.expect("a result");
        assert!(is_error(&result), "{tool}");
        assert_eq!((memory.count(), host.asked()), (0, Vec::new()), "{tool}");
    }
}

#[tokio::test]
async fn client_folders_fill_in_missing_arguments() {
    for revision in revisions() {
        let memory = Memory::new();
        let host = Host::new(&json!({ "roots": {} }));
        let mut options = options();
        options.ask_roots = vec!["list_notes.fields".to_owned()];
        let server = server(&memory, options);
        let result = call(&host, server, revision, ("list_notes", json!({}))).await;
        assert!(!is_error(&result.expect("a result")));
        assert_eq!(
            memory.requests()[0].target(),
            "/api/notes?fields=%2Fhome%2Fme%2Fmy%20notes,%2Fsrv"
        );
        assert_eq!(host.asked(), ["roots"]);
    }
}

#[test]
fn names_of_unsuitable_arguments_are_errors() {
    for name in ["createNote.txt", "create_note", "text", "list_notes.fields"] {
        let clients = vec![fixture::client(&fixture::catalog(), &Memory::new())];
        let error = Server::new(clients, drafting(&[name])).expect_err("an error");
        let shown = error.to_string();
        assert!(
            shown.starts_with(&format!("`ask-model` names `{name}`")),
            "{shown}"
        );
        assert!(shown.contains("list_notes.cursor"), "{shown}");
    }
}
