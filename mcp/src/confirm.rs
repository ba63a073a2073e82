//! Asks a user before a destructive call, where the client can ask.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    BooleanSchema, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, ErrorData, InputRequest, InputRequiredResult, InputResponses,
    PrimitiveSchemaDefinition, ProtocolVersion, RequestStateCodec, SealOptions,
};
use rmcp::service::RequestContext;
use serde_json::Value;

/// The name of the question among a request's inputs.
const KEY: &str = "confirm";
/// How long a question may be answered.
const VALID: Duration = Duration::from_mins(30);

/// What became of the question.
pub(crate) enum Outcome {
    /// The user agrees, or cannot be asked.
    Go,
    /// The user does not agree.
    Declined,
    /// The client is to ask, and then to make the same request with the answer.
    Ask(Box<InputRequiredResult>),
}

/// The answers that a request carries, and the state that came with the question.
pub(crate) struct Given<'a> {
    pub(crate) responses: Option<&'a InputResponses>,
    pub(crate) state: Option<&'a str>,
}

/// Asks whether to go on with a call, which `call` identifies.
pub(crate) async fn confirm(
    message: String,
    call: &[u8],
    given: Given<'_>,
    seal: &Seal,
    context: &RequestContext<RoleServer>,
) -> Result<Outcome, ErrorData> {
    if !can_ask(context) {
        return Ok(Outcome::Go);
    }
    let is_current = context
        .protocol_version()
        .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
    if !is_current {
        let answer = context.peer.create_elicitation(question(message)).await;
        return Ok(agreed(answer.ok().as_ref()));
    }
    if let Some(answer) = given.responses.and_then(|responses| responses.get(KEY)) {
        seal.check(given.state, call)?;
        return Ok(agreed(serde_json::from_value(answer.clone()).ok().as_ref()));
    }
    let request = InputRequest::Elicitation(ElicitRequest::new(question(message)));
    let requests = BTreeMap::from([(KEY.to_owned(), request)]);
    let state = seal.state(call)?;
    let asked = InputRequiredResult::new(Some(requests), Some(state));
    Ok(Outcome::Ask(Box::new(asked)))
}

/// Binds an answer to the call that was shown: one that was given to another call, or long ago, is refused.
#[derive(Debug)]
pub(crate) struct Seal(Option<RequestStateCodec>);

impl Seal {
    /// A seal with a key of this process.
    pub(crate) fn new() -> Self {
        let mut key = vec![0; RequestStateCodec::MIN_KEY_LENGTH];
        let filled = getrandom::fill(&mut key);
        Self(
            filled
                .ok()
                .and_then(|()| RequestStateCodec::try_new(key).ok()),
        )
    }

    fn state(&self, call: &[u8]) -> Result<String, ErrorData> {
        let options = SealOptions::new().associated_data(call).ttl(VALID);
        let codec = self.0.as_ref().ok_or_else(|| {
            let message = "the system has no random numbers, so that users cannot be asked";
            ErrorData::internal_error(message, None)
        })?;
        Ok(codec.seal_with(&[], &options))
    }

    fn check(&self, state: Option<&str>, call: &[u8]) -> Result<(), ErrorData> {
        let codec = self.0.as_ref();
        let opened = codec
            .zip(state)
            .map(|(codec, state)| codec.open_with(state, call));
        if matches!(opened, Some(Ok(_))) {
            return Ok(());
        }
        let message = "`requestState` is not that of the question about this call: call again without answers";
        Err(ErrorData::invalid_params(message, None))
    }
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
