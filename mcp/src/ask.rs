//! Asks the client's user or model, or requests its folders.

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

/// The time limit for answering a question.
const ANSWER_TTL: Duration = Duration::from_mins(30);
/// The maximum length of an answer, in bytes of JSON.
const MAX_ANSWER_LEN: usize = 1024 * 1024;

/// A question to a client.
#[derive(Debug)]
pub(crate) struct Question {
    /// The name of the question, unique within a request.
    pub(crate) key: String,
    pub(crate) subject: Subject,
}

/// The subject of a question.
#[derive(Debug)]
pub(crate) enum Subject {
    /// A form for the client's user.
    Form(Form),
    /// An argument for the client's model to write.
    Draft { argument: String, draft: Draft },
    /// An argument with the client's folders.
    Roots { argument: String, form: roots::Form },
}

/// A form for a user.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) message: String,
    pub(crate) schema: ElicitationSchema,
}

/// The answer of a client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// The fields of a form.
    Fields(Map<String, Value>),
    /// The value of an argument.
    Argument(String, Value),
}

/// Answers by the keys of their questions.
pub(crate) type Answers = BTreeMap<String, Answer>;

/// The outcome of asking questions.
pub(crate) enum Outcome {
    /// All were answered.
    Answered(Answers),
    /// The client declined, for this reason.
    Declined(String),
    /// The client must answer, and repeat the request with the answers.
    Ask(Box<InputRequiredResult>),
}

/// The answers in a request, and the state that accompanied the questions.
#[derive(Clone, Copy)]
pub(crate) struct RequestInput<'a> {
    pub(crate) responses: Option<&'a InputResponses>,
    pub(crate) state: Option<&'a str>,
}

impl RequestInput<'_> {
    pub(crate) fn has(&self, key: &str) -> bool {
        self.responses
            .is_some_and(|responses| responses.contains_key(key))
    }
}

/// Asks questions; `state` creates the state for the open questions from the other answers.
pub(crate) async fn ask(
    questions: Vec<Question>,
    input: RequestInput<'_>,
    state: impl FnOnce(&Answers) -> Result<String, ErrorData>,
    context: &RequestContext<RoleServer>,
) -> Result<Outcome, ErrorData> {
    let mut answers = Answers::new();
    let mut open = BTreeMap::new();
    for question in questions {
        let request = question.subject.request();
        let response = if is_current(context) {
            let responses = input.responses;
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
        if let Some(reason) = oversize_reason(&response) {
            return Ok(Outcome::Declined(reason));
        }
        match question.subject.answer(response) {
            Some(Ok(answer)) => drop(answers.insert(question.key, answer)),
            Some(Err(reason)) => return Ok(Outcome::Declined(reason)),
            None if is_current(context) => drop(open.insert(question.key, request)),
            None => return Ok(Outcome::Declined(MISMATCHED.to_owned())),
        }
    }
    if open.is_empty() {
        return Ok(Outcome::Answered(answers));
    }
    let state = state(&answers)?;
    let asked = InputRequiredResult::new(Some(open), Some(state));
    Ok(Outcome::Ask(Box::new(asked)))
}

/// The message for calls that the user declined.
pub(crate) const DECLINED: &str = "the user declined; nothing was sent";
/// The message for answers that do not match the question.
const MISMATCHED: &str =
    "the client's answer does not match the question about this call; nothing was sent";

/// Returns the reason to reject an oversized answer.
fn oversize_reason(response: &Value) -> Option<String> {
    let bytes = response.to_string().len();
    (bytes > MAX_ANSWER_LEN).then(|| {
        format!(
            "the client's answer has {bytes} bytes, more than {MAX_ANSWER_LEN}; nothing was sent"
        )
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

    /// Parses an answer; `None` if the response does not match the question, or the reason if the client declined.
    fn answer(&self, response: Value) -> Option<Result<Answer, String>> {
        let declined = |argument: &str, reason: &str| format!("`{argument}`: {reason}");
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
                Err(reason) => Err(declined(argument, reason)),
            }),
            Self::Roots { argument, form } => Some(match roots::value(response, *form)? {
                Ok(value) => Ok(Answer::Argument(argument.clone(), value)),
                Err(reason) => Err(declined(argument, &reason)),
            }),
        }
    }
}

/// Sends a question as a request (revisions up to 2025-11-25) and waits for the response, or returns why there is none.
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
    let options = PeerRequestOptions::with_timeout(ANSWER_TTL);
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

/// Whether questions are results of requests (revision 2026-07-28 and later) rather than requests of the server.
pub(crate) fn is_current(context: &RequestContext<RoleServer>) -> bool {
    context
        .protocol_version()
        .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

/// The state between a question and the request with its answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    /// Whether the question was the confirmation of the call.
    pub(crate) confirms: bool,
    /// The arguments that the client filled in.
    pub(crate) arguments: Map<String, Value>,
}

/// Binds answers to requests: an answer to another request, or an expired one, is rejected.
#[derive(Debug)]
pub(crate) struct Seal(Option<RequestStateCodec>);

impl Seal {
    /// Creates a seal with a random key for this process.
    pub(crate) fn new() -> Self {
        let mut key = vec![0; RequestStateCodec::MIN_KEY_LENGTH];
        let filled = getrandom::fill(&mut key);
        Self(
            filled
                .ok()
                .and_then(|()| RequestStateCodec::try_new(key).ok()),
        )
    }

    /// Seals the state for the client, bound to the request.
    pub(crate) fn seal(&self, state: &State, request: &[u8]) -> Result<String, ErrorData> {
        let options = SealOptions::new().associated_data(request).ttl(ANSWER_TTL);
        let codec = self.0.as_ref().ok_or_else(|| {
            let message = "no random numbers are available, so users cannot be asked";
            ErrorData::internal_error(message, None)
        })?;
        let text = serde_json::to_vec(state)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        Ok(codec.seal_with(&text, &options))
    }

    /// Opens the state that the client returned with the same request.
    pub(crate) fn open(&self, input: RequestInput<'_>, request: &[u8]) -> Result<State, ErrorData> {
        let Some(sealed) = input.state else {
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

/// Returns the error for an answer whose state does not match the question.
pub(crate) fn other_state() -> ErrorData {
    let message =
        "`requestState` does not match the question about this call: call again without answers";
    ErrorData::invalid_params(message, None)
}
