//! Confirmation of destructive calls.

use std::collections::BTreeMap;

use rmcp::model::{
    ClientConfig, ClientRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ErrorData,
    InputRequiredResult, ProtocolVersion, Request, ServerResult,
};
use rmcp::service::{RequestContext, RunningService};
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::json;
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, is_error, options, structured};

/// A client whose user answers each question in the same way.
struct User(ElicitationAction);

impl ClientHandler for User {
    fn get_info(&self) -> ClientConfig {
        fixture::asking()
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, .. } = request else {
            return Err(ErrorData::internal_error("a form was expected", None));
        };
        assert_eq!(message, r#"Delete a note (delete_note) with {"id":"1"}?"#);
        let content = (self.0 == ElicitationAction::Accept).then(|| json!({ "confirm": true }));
        let mut result = ElicitResult::new(self.0.clone());
        result.content = content;
        Ok(result)
    }
}

async fn delete(action: ElicitationAction, lifecycle: ClientLifecycleMode) -> (bool, usize) {
    let memory = Memory::new();
    memory.answer(Answer::status(204));
    let server = fixture::server(&memory, options());
    let client = fixture::connect_as(User(action), server, lifecycle).await;
    let result = client
        .call_tool(fixture::request("delete_note", json!({ "id": "1" })))
        .await
        .expect("a result");
    if is_error(&result) {
        let shown = structured(&result).to_string();
        assert!(
            shown.contains("the user declined; nothing was sent"),
            "{shown}"
        );
    }
    (is_error(&result), memory.count())
}

#[tokio::test]
async fn users_confirm_in_all_protocol_revisions() {
    let revisions = || {
        [
            ClientLifecycleMode::Initialize,
            ClientLifecycleMode::Discover {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            },
        ]
    };
    for revision in revisions() {
        assert_eq!(
            delete(ElicitationAction::Accept, revision).await,
            (false, 1)
        );
    }
    for revision in revisions() {
        assert_eq!(
            delete(ElicitationAction::Decline, revision).await,
            (true, 0)
        );
    }
}

/// Returns the question about the deletion of a note.
async fn asked(client: &RunningService<RoleClient, User>, id: &str) -> InputRequiredResult {
    let request = fixture::request("delete_note", json!({ "id": id }));
    let response = client.send_request(ClientRequest::CallToolRequest(Request::new(request)));
    let response = response.await.expect("a response");
    let ServerResult::InputRequiredResult(question) = response else {
        panic!("{response:?}");
    };
    question
}

#[tokio::test]
async fn answers_apply_only_to_the_confirmed_call() {
    let memory = Memory::new();
    memory.answer(Answer::status(204));
    let current = ClientLifecycleMode::Discover {
        preferred_versions: vec![ProtocolVersion::V_2026_07_28],
    };
    let server = fixture::server(&memory, options());
    let client = fixture::connect_as(User(ElicitationAction::Accept), server, current).await;
    let state = asked(&client, "1").await.request_state.expect("a state");
    let answer = async |id: &str, state: Option<String>| {
        let accepted = json!({ "action": "accept", "content": { "confirm": true } });
        let mut request = fixture::request("delete_note", json!({ "id": id }));
        request.input_responses = Some(BTreeMap::from([("confirm".to_owned(), accepted)]));
        request.request_state = state;
        let request = ClientRequest::CallToolRequest(Request::new(request));
        client.send_request(request).await
    };
    assert!(answer("1", None).await.is_err());
    assert!(answer("1", Some(format!("{state}x"))).await.is_err());
    assert!(answer("2", Some(state.clone())).await.is_err());
    assert_eq!(memory.count(), 0);
    answer("1", Some(state)).await.expect("a result");
    assert_eq!(memory.count(), 1);
}
