//! Asks a client: its user, its model, or for its folders.

use std::collections::BTreeMap;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema,
    ErrorData, InputRequest, InputRequiredResult, InputResponses, ProtocolVersion,
    RequestStateCodec, SealOptions, ServerRequest,
};
use rmcp::service::{PeerRequestOptions, RequestContext};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::draft::{self, Draft};
use crate::json::object;
use crate::{roots, tool};

/// How long a question may be answered.
const VALID: Duration = Duration::from_mins(30);
/// Bytes of JSON text that the answer to a question may have.
const ANSWER: usize = 1024 * 1024;

/// A question to a client.
#[derive(Debug)]
pub(crate) struct Question {
    /// The name of the question among those of a request.
    pub(crate) key: String,
    pub(crate) subject: Subject,
}

/// What a client is asked.
#[derive(Debug)]
pub(crate) enum Subject {
    /// Fields that its user fills in.
    Form(Form),
    /// An argument that its model writes.
    Draft { argument: String, draft: Draft },
    /// An argument that is its folders.
    Roots { argument: String, form: roots::Form },
}

/// Fields that a user fills in.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) message: String,
    pub(crate) schema: ElicitationSchema,
}

/// What a client answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// The fields of a form.
    Fields(Map<String, Value>),
    /// The value of an argument.
    Argument(String, Value),
}

/// What clients answered, by the keys of the questions.
pub(crate) type Answers = BTreeMap<String, Answer>;

/// What became of the questions.
pub(crate) enum Outcome {
    /// All were answered.
    Answered(Answers),
    /// The client has no answer, for this reason.
    Declined(String),
    /// The client is to answer, and then to make the same request with the answers.
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

/// Asks; `state` makes the state that comes with the questions that are open, from the other answers.
pub(crate) async fn ask(
    questions: Vec<Question>,
    given: Given<'_>,
    state: impl FnOnce(&Answers) -> Result<String, ErrorData>,
    context: &RequestContext<RoleServer>,
) -> Result<Outcome, ErrorData> {
    let mut answers = Answers::new();
    let mut open = BTreeMap::new();
    for question in questions {
        let request = question.subject.request();
        let response = if is_current(context) {
            let responses = given.responses;
            responses.and_then(|responses| responses.get(&question.key).cloned())
        } else {
            match send(request.clone(), context).await {
                Ok(response) => Some(response),
                Err(reason) => return Ok(Outcome::Declined(reason)),
            }
        };
        let Some(response) = response else {
            open.insert(question.key, request);
            continue;
        };
        if let Some(reason) = exceeds(&response) {
            return Ok(Outcome::Declined(reason));
        }
        match question.subject.answer(response) {
            Some(Ok(answer)) => drop(answers.insert(question.key, answer)),
            Some(Err(reason)) => return Ok(Outcome::Declined(reason)),
            None if is_current(context) => drop(open.insert(question.key, request)),
            None => return Ok(Outcome::Declined(OTHER.to_owned())),
        }
    }
    if open.is_empty() {
        return Ok(Outcome::Answered(answers));
    }
    let state = state(&answers)?;
    let asked = InputRequiredResult::new(Some(open), Some(state));
    Ok(Outcome::Ask(Box::new(asked)))
}

/// Why a call is not made that the user declined.
pub(crate) const DECLINED: &str = "the user declined; nothing was sent";
/// Why a call is not made whose question has an answer of another kind.
const OTHER: &str =
    "the client's answer is not one to the question about this call; nothing was sent";

/// Why an answer is refused that has too many bytes.
fn exceeds(response: &Value) -> Option<String> {
    let bytes = response.to_string().len();
    (bytes > ANSWER).then(|| {
        format!("the client's answer has {bytes} bytes, and may have {ANSWER}; nothing was sent")
    })
}

impl Subject {
    fn request(&self) -> InputRequest {
        match self {
            Self::Form(form) => {
                let params = ElicitRequestParams::FormElicitationParams {
                    meta: None,
                    message: form.message.clone(),
                    requested_schema: form.schema.clone(),
                };
                InputRequest::Elicitation(ElicitRequest::new(params))
            }
            Self::Draft { draft, .. } => draft.request(),
            Self::Roots { .. } => roots::request(),
        }
    }

    /// The answer in a response; `None` if it is a response to something else, and a reason if it has no answer.
    fn answer(&self, response: Value) -> Option<Result<Answer, String>> {
        let refused = |argument: &str, reason: &str| format!("`{argument}`: {reason}");
        match self {
            Self::Form(_) => {
                let result: ElicitResult = serde_json::from_value(response).ok()?;
                Some(if result.action == ElicitationAction::Accept {
                    Ok(Answer::Fields(
                        result.content.map(object).unwrap_or_default(),
                    ))
                } else {
                    Err(DECLINED.to_owned())
                })
            }
            Self::Draft { argument, .. } => Some(match draft::text(response)? {
                Ok(text) => Ok(Answer::Argument(argument.clone(), text)),
                Err(reason) => Err(refused(argument, reason)),
            }),
            Self::Roots { argument, form } => Some(match roots::value(response, *form)? {
                Ok(value) => Ok(Answer::Argument(argument.clone(), value)),
                Err(reason) => Err(refused(argument, &reason)),
            }),
        }
    }
}

/// Sends a question as a request, as up to 2025-11-25, and waits for the response; the error is why there is none.
async fn send(
    request: InputRequest,
    context: &RequestContext<RoleServer>,
) -> Result<Value, String> {
    let unanswered = |reason: &str| {
        format!(
            "the client did not answer the question about this call ({reason}); nothing was sent"
        )
    };
    let request = match request {
        InputRequest::Elicitation(request) => ServerRequest::ElicitRequest(request),
        InputRequest::CreateMessage(request) => ServerRequest::CreateMessageRequest(request),
        InputRequest::ListRoots(request) => ServerRequest::ListRootsRequest(request),
        _ => return Err(unanswered("it cannot be asked")),
    };
    let options = PeerRequestOptions::with_timeout(VALID);
    let response = async {
        let sent = context.peer.send_request_with_option(request, options);
        sent.await?.await_response().await
    };
    match context.ct.run_until_cancelled(response).await {
        None => Err(unanswered("the call was cancelled")),
        Some(Err(error)) => Err(unanswered(&tool::cut(&error.to_string(), 200))),
        Some(Ok(response)) => Ok(serde_json::to_value(response).unwrap_or_default()),
    }
}

/// Whether questions are results of requests, as from 2026-07-28 on, and not requests of the server.
pub(crate) fn is_current(context: &RequestContext<RoleServer>) -> bool {
    context
        .protocol_version()
        .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

/// What is known between a question and the request with its answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// Whether the question was the confirmation of the call.
    pub(crate) confirms: bool,
    /// The arguments that the client filled in.
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
