//! Asks the user of a client, where the client can ask.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema,
    ErrorData, InputRequest, InputRequiredResult, InputResponses, ProtocolVersion,
    RequestStateCodec, SealOptions,
};
use rmcp::service::RequestContext;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::json::object;

/// How long a question may be answered.
const VALID: Duration = Duration::from_mins(30);

/// A question: fields that a user fills in.
#[derive(Debug)]
pub(crate) struct Form {
    /// The name of the question among those of a request.
    pub(crate) key: String,
    pub(crate) message: String,
    pub(crate) schema: ElicitationSchema,
}

/// What users filled in, by the keys of the forms.
pub(crate) type Contents = BTreeMap<String, Map<String, Value>>;

/// What became of the questions.
pub(crate) enum Outcome {
    /// All were answered.
    Filled(Contents),
    /// The user does not answer.
    Declined,
    /// The client is to ask, and then to make the same request with the answers.
    Ask(Box<InputRequiredResult>),
}

/// The answers that a request carries, and the state that came with the questions.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) responses: Option<&'a InputResponses>,
    pub(crate) state: Option<&'a str>,
}

impl Given<'_> {
    pub(crate) fn has(&self, key: &str) -> bool {
        self.responses
            .is_some_and(|responses| responses.contains_key(key))
    }
}

/// Asks with forms; `state` makes the state that comes with those that are not filled in, from the others' contents.
pub(crate) async fn ask(
    forms: Vec<Form>,
    given: Given<'_>,
    state: impl FnOnce(&Contents) -> Result<String, ErrorData>,
    context: &RequestContext<RoleServer>,
) -> Result<Outcome, ErrorData> {
    let mut filled = Contents::new();
    let mut open = BTreeMap::new();
    for form in forms {
        let answer = if is_current(context) {
            let responses = given
                .responses
                .and_then(|responses| responses.get(&form.key));
            responses.and_then(|answer| serde_json::from_value::<ElicitResult>(answer.clone()).ok())
        } else {
            let answer = context.peer.create_elicitation(question(&form)).await;
            let Ok(answer) = answer else {
                return Ok(Outcome::Declined);
            };
            Some(answer)
        };
        match answer {
            None => {
                let request = InputRequest::Elicitation(ElicitRequest::new(question(&form)));
                open.insert(form.key, request);
            }
            Some(answer) if answer.action == ElicitationAction::Accept => {
                let fields = answer.content.map(object).unwrap_or_default();
                filled.insert(form.key, fields);
            }
            Some(_) => return Ok(Outcome::Declined),
        }
    }
    if open.is_empty() {
        return Ok(Outcome::Filled(filled));
    }
    let state = state(&filled)?;
    let asked = InputRequiredResult::new(Some(open), Some(state));
    Ok(Outcome::Ask(Box::new(asked)))
}

fn question(form: &Form) -> ElicitRequestParams {
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: form.message.clone(),
        requested_schema: form.schema.clone(),
    }
}

/// Whether the client shows forms to a user.
pub(crate) fn can_ask(context: &RequestContext<RoleServer>) -> bool {
    let capabilities = context.client_capabilities();
    let elicitation = capabilities.and_then(|capabilities| capabilities.elicitation);
    // Clients of older versions declare the capability without saying which kinds: forms were the only one.
    elicitation.is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none())
}

/// Whether questions are results of requests, as from 2026-07-28 on, and not requests of the server.
pub(crate) fn is_current(context: &RequestContext<RoleServer>) -> bool {
    context
        .protocol_version()
        .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

/// What is known between a question and the request with its answer.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// Whether the question was the confirmation of the call.
    pub(crate) confirms: bool,
    /// The arguments that the user filled in.
    pub(crate) arguments: Map<String, Value>,
}

/// Binds an answer to the request that was asked about: one that was given to another, or long ago, is refused.
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

    /// The state as a client carries it, bound to the request.
    pub(crate) fn seal(&self, state: &State, request: &[u8]) -> Result<String, ErrorData> {
        let options = SealOptions::new().associated_data(request).ttl(VALID);
        let codec = self.0.as_ref().ok_or_else(|| {
            let message = "the system has no random numbers, so that users cannot be asked";
            ErrorData::internal_error(message, None)
        })?;
        let text = serde_json::to_vec(state)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        Ok(codec.seal_with(&text, &options))
    }

    /// The state that a client carried back with the same request.
    pub(crate) fn open(&self, given: Given<'_>, request: &[u8]) -> Result<State, ErrorData> {
        let Some(sealed) = given.state else {
            return Ok(State::default());
        };
        let opened = self
            .0
            .as_ref()
            .map(|codec| codec.open_with(sealed, request));
        let state = match opened {
            Some(Ok(text)) => serde_json::from_slice(&text).ok(),
            Some(Err(_)) | None => None,
        };
        state.ok_or_else(other_state)
    }
}

/// The error of an answer whose state is not that of the question.
pub(crate) fn other_state() -> ErrorData {
    let message =
        "`requestState` is not that of the question about this call: call again without answers";
    ErrorData::invalid_params(message, None)
}
