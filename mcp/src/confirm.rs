//! Asks a user before a destructive call, where the client can ask.

use std::collections::BTreeMap;

use rmcp::RoleServer;
use rmcp::model::{
    BooleanSchema, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, InputRequest, InputRequiredResult, InputResponses,
    PrimitiveSchemaDefinition, ProtocolVersion,
};
use rmcp::service::RequestContext;
use serde_json::Value;

/// The name of the question among a request's inputs.
const KEY: &str = "confirm";

/// What became of the question.
pub(crate) enum Outcome {
    /// The user agrees, or cannot be asked.
    Go,
    /// The user does not agree.
    Declined,
    /// The client is to ask, and then to make the same request with the answer.
    Ask(Box<InputRequiredResult>),
}

/// Asks whether to go on.
pub(crate) async fn confirm(
    message: String,
    responses: Option<&InputResponses>,
    context: &RequestContext<RoleServer>,
) -> Outcome {
    if !can_ask(context) {
        return Outcome::Go;
    }
    let is_current = context
        .protocol_version()
        .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
    if is_current {
        if let Some(answer) = responses.and_then(|responses| responses.get(KEY)) {
            return agreed(serde_json::from_value(answer.clone()).ok().as_ref());
        }
        let request = InputRequest::Elicitation(ElicitRequest::new(question(message)));
        let requests = BTreeMap::from([(KEY.to_owned(), request)]);
        return Outcome::Ask(Box::new(InputRequiredResult::from_input_requests(requests)));
    }
    agreed(
        context
            .peer
            .create_elicitation(question(message))
            .await
            .ok()
            .as_ref(),
    )
}

/// Whether the client shows forms to a user.
fn can_ask(context: &RequestContext<RoleServer>) -> bool {
    let capabilities = context.client_capabilities();
    let elicitation = capabilities.and_then(|capabilities| capabilities.elicitation);
    // Clients of older versions declare the capability without saying which kinds: forms were the only one.
    elicitation.is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none())
}

fn question(message: String) -> ElicitRequestParams {
    let confirm = BooleanSchema::new().title("Go on").with_default(true);
    let properties =
        BTreeMap::from([(KEY.to_owned(), PrimitiveSchemaDefinition::Boolean(confirm))]);
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message,
        requested_schema: ElicitationSchema::new(properties),
    }
}

fn agreed(answer: Option<&ElicitResult>) -> Outcome {
    let Some(answer) = answer else {
        return Outcome::Declined;
    };
    let refuses =
        answer.content.as_ref().and_then(|content| content.get(KEY)) == Some(&Value::Bool(false));
    if answer.action == ElicitationAction::Accept && !refuses {
        Outcome::Go
    } else {
        Outcome::Declined
    }
}
