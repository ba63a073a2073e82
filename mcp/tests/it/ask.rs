//! Questions for missing arguments.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rmcp::model::{
    ClientConfig, ClientRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ErrorData,
    GetPromptRequestParams, ProtocolVersion, Request, ServerResult,
};
use rmcp::service::RequestContext;
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::{Value, json};
use signon_mcp::{Options, prompts};
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, is_error, options};

/// A client whose user fills in each field with the same text; it records the questions.
#[derive(Clone, Default)]
struct User(Arc<Mutex<Vec<Value>>>);

impl ClientHandler for User {
    fn get_info(&self) -> ClientConfig {
        fixture::asking()
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let shown = serde_json::to_value(&request).expect("JSON");
        let fields = shown.pointer("/requestedSchema/properties");
        let fields = fields.and_then(Value::as_object).expect("fields").iter();
        let content = fields.map(|(name, field)| {
            let value = match field.get("type").and_then(Value::as_str) {
                Some("boolean") => json!(true),
                _ => json!("n/7"),
            };
            (name.clone(), value)
        });
        let content: Value = Value::Object(content.collect());
        self.0.lock().expect("the questions").push(shown);
        let mut result = ElicitResult::new(ElicitationAction::Accept);
        result.content = Some(content);
        Ok(result)
    }
}

pub(crate) fn revisions() -> [ClientLifecycleMode; 2] {
    [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ]
}

fn asking() -> Options {
    let mut options = options();
    options.ask = true;
    options
}

#[tokio::test]
async fn users_fill_in_missing_arguments_and_confirm_the_call() {
    for revision in revisions() {
        let memory = Memory::new();
        memory.answer(Answer::status(204));
        let user = User::default();
        let server = fixture::server(&memory, asking());
        let client = fixture::connect_as(user.clone(), server, revision).await;
        let request = fixture::request("delete_note", json!({}));
        let result = client.call_tool(request).await.expect("a result");
        assert!(!is_error(&result), "{result:?}");
        let questions = user.0.lock().expect("the questions").clone();
        let messages: Vec<&str> = questions
            .iter()
            .filter_map(|question| question["message"].as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "Delete a note (delete_note) needs more arguments.",
                r#"Delete a note (delete_note) with {"id":"n/7"}?"#,
            ]
        );
        let required = &questions[0]["requestedSchema"]["required"];
        assert_eq!(required, &json!(["id"]));
        assert_eq!(memory.requests()[0].target(), "/api/notes/n%2F7");
    }
}

#[tokio::test]
async fn calls_fail_without_the_option_or_with_misspelled_arguments() {
    let cases = [(options(), json!({})), (asking(), json!({ "ident": "1" }))];
    for (options, arguments) in cases {
        let memory = Memory::new();
        let user = User::default();
        let mut options = options;
        options.confirm = false;
        let server = fixture::server(&memory, options);
        let client = fixture::connect_as(user.clone(), server, ClientLifecycleMode::Initialize);
        let client = client.await;
        let request = fixture::request("delete_note", arguments);
        let result = client.call_tool(request).await.expect("a result");
        assert!(is_error(&result), "{result:?}");
        assert_eq!(user.0.lock().expect("the questions").len(), 0);
        assert_eq!(memory.count(), 0);
    }
}

#[tokio::test]
async fn the_state_of_one_question_does_not_confirm_the_call() {
    let memory = Memory::new();
    let [_, current] = revisions();
    let server = fixture::server(&memory, asking());
    let client = fixture::connect_as(User::default(), server, current).await;
    let send = async |answers: Value, state: Option<String>| {
        let mut request = fixture::request("delete_note", json!({}));
        let answers: BTreeMap<String, Value> = serde_json::from_value(answers).expect("answers");
        request.input_responses = Some(answers);
        request.request_state = state;
        let request = ClientRequest::CallToolRequest(Request::new(request));
        client.send_request(request).await
    };
    let response = send(json!({}), None).await.expect("a response");
    let ServerResult::InputRequiredResult(question) = response else {
        panic!("{response:?}");
    };
    let accepted = |content: Value| json!({ "action": "accept", "content": content });
    let both = json!({
        "arguments": accepted(json!({ "id": "1" })),
        "confirm": accepted(json!({ "confirm": true })),
    });
    for state in [question.request_state, Some("forged".to_owned()), None] {
        assert!(send(both.clone(), state).await.is_err());
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn users_fill_in_missing_prompt_arguments() {
    const PROMPTS: &str = r#"[{ "name": "review", "title": "Review", "description": "Reviews a note.",
        "arguments": [{ "name": "id", "description": "The note's id.", "required": true }], "text": "Read {id}." }]"#;
    for revision in revisions() {
        let mut options = asking();
        options.prompts = prompts::parse(PROMPTS).expect("prompts");
        let user = User::default();
        let server = fixture::server(&Memory::new(), options);
        let client = fixture::connect_as(user.clone(), server, revision).await;
        let request = GetPromptRequestParams::new("review");
        let filled = client.get_prompt(request).await.expect("a prompt");
        let shown = serde_json::to_string(&filled.messages).expect("JSON");
        assert!(shown.contains("Read n/7."), "{shown}");
        assert_eq!(user.0.lock().expect("the questions").len(), 1);
    }
}
