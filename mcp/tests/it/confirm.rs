//! Questions before destructive calls.

use rmcp::model::{
    ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult, ElicitationAction,
    ErrorData, Implementation, ProtocolVersion,
};
use rmcp::service::RequestContext;
use rmcp::{ClientHandler, ClientLifecycleMode, RoleClient};
use serde_json::json;
use signon_runtime::testing::{Answer, Memory};

use crate::fixture::{self, is_error, options, structured};

/// A client whose user answers each question in the same way.
struct User(ElicitationAction);

impl ClientHandler for User {
    fn get_info(&self) -> ClientConfig {
        let capabilities = ClientCapabilities::builder().enable_elicitation().build();
        ClientConfig::new(capabilities, Implementation::new("test", "1"))
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
async fn a_user_decides_in_both_protocol_eras() {
    let eras = || {
        [
            ClientLifecycleMode::Initialize,
            ClientLifecycleMode::Discover {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            },
        ]
    };
    for era in eras() {
        assert_eq!(delete(ElicitationAction::Accept, era).await, (false, 1));
    }
    for era in eras() {
        assert_eq!(delete(ElicitationAction::Decline, era).await, (true, 0));
    }
}
