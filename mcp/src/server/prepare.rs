//! Questions to the client before a call is made or a prompt is filled in.

use rmcp::RoleServer;
use rmcp::model::{CallToolResponse, ErrorData, GetPromptResponse};
use rmcp::service::RequestContext;
use serde_json::{Map, Value};

use super::Server;
use crate::ask::{self, Answers, Outcome, Question, RequestInput, Seal, State};
use crate::capability::AskCapabilities;
use crate::options::Options;
use crate::prompts::Prompt;
use crate::tool::Entry;
use crate::{confirm, failure, missing};

/// The outcome of preparation.
pub(super) enum Prepared<T> {
    /// The request continues with these arguments.
    Ready(Map<String, Value>),
    /// The request ends with a question or a refusal.
    Done(T),
}

impl Server {
    /// Asks for missing arguments of a call, and for confirmation of a destructive one.
    pub(super) async fn prepare(
        &self,
        entry: &Entry,
        mut arguments: Map<String, Value>,
        input: RequestInput<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Prepared<CallToolResponse>, ErrorData> {
        let options = &self.shared.options;
        let exchange = self.exchange(&entry.tool.name, &arguments, input, context);
        let mut asked = exchange.open()?;
        let confirms = std::mem::take(&mut asked.confirms);
        arguments.extend(asked.arguments.clone());
        let questions = missing::questions(entry, &arguments, options, context)?;
        let carried = |answers: &Answers| {
            let mut state = asked.clone();
            missing::fill(&mut state.arguments, answers.clone());
            state
        };
        match exchange.ask(questions, carried).await? {
            Outcome::Answered(answers) => {
                missing::fill(&mut asked.arguments, answers);
                arguments.extend(asked.arguments.clone());
            }
            Outcome::Declined(reason) => return Ok(declined(&reason)),
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        match confirmation(entry, &asked.arguments, options, context) {
            Confirmation::Unneeded => return Ok(Prepared::Ready(arguments)),
            Confirmation::Impossible => {
                let reason = "an argument that a model wrote must be confirmed; nothing was sent";
                return Ok(declined(reason));
            }
            Confirmation::Needed => {}
        }
        // Only the state of the confirmation identifies the call that the user agreed to.
        if ask::is_current(context) && input.has(confirm::KEY) && !confirms {
            return Err(ask::other_state());
        }
        exchange.confirm(entry, arguments, asked).await
    }

    /// Asks for missing arguments of a prompt.
    pub(super) async fn prepare_prompt(
        &self,
        prompt: &Prompt,
        mut arguments: Map<String, Value>,
        input: RequestInput<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Prepared<GetPromptResponse>, ErrorData> {
        let is_asked = self.shared.options.ask && AskCapabilities::of(context).ask_user;
        let question = prompt.question(&arguments).filter(|_| is_asked);
        let Some(question) = question else {
            return Ok(Prepared::Ready(arguments));
        };
        let name = format!("prompt {}", prompt.name);
        let exchange = self.exchange(&name, &arguments, input, context);
        exchange.open()?;
        match exchange.ask(vec![question], |_| State::default()).await? {
            Outcome::Answered(answers) => missing::fill(&mut arguments, answers),
            Outcome::Declined(reason) => return Err(ErrorData::invalid_params(reason, None)),
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        Ok(Prepared::Ready(arguments))
    }

    /// Creates the exchange for a request with this name and these arguments.
    fn exchange<'a>(
        &'a self,
        name: &str,
        arguments: &Map<String, Value>,
        input: RequestInput<'a>,
        context: &'a RequestContext<RoleServer>,
    ) -> Exchange<'a> {
        let json = Value::Object(arguments.clone()).to_string();
        Exchange {
            request: format!("{name} {json}"),
            input,
            seal: &self.shared.seal,
            context,
        }
    }
}

/// Questions and answers for one request; the state between them is bound to it.
struct Exchange<'a> {
    request: String,
    input: RequestInput<'a>,
    seal: &'a Seal,
    context: &'a RequestContext<RoleServer>,
}

impl Exchange<'_> {
    /// Opens the state that the client returned.
    fn open(&self) -> Result<State, ErrorData> {
        self.seal.open(self.input, self.request.as_bytes())
    }

    /// Asks questions; `carried` creates the state for the open questions from the other answers.
    async fn ask(
        &self,
        questions: Vec<Question>,
        carried: impl FnOnce(&Answers) -> State,
    ) -> Result<Outcome, ErrorData> {
        let sealed = |answers: &Answers| self.seal.seal(&carried(answers), self.request.as_bytes());
        ask::ask(questions, self.input, sealed, self.context).await
    }

    /// Asks for confirmation of a call with these arguments.
    async fn confirm(
        &self,
        entry: &Entry,
        arguments: Map<String, Value>,
        asked: State,
    ) -> Result<Prepared<CallToolResponse>, ErrorData> {
        let question = confirm::question(entry, &arguments);
        let state = State {
            confirms: true,
            ..asked
        };
        Ok(match self.ask(vec![question], |_| state).await? {
            Outcome::Answered(answers) if confirm::is_agreed(&answers) => {
                Prepared::Ready(arguments)
            }
            Outcome::Answered(_) => declined(ask::DECLINED),
            Outcome::Declined(reason) => declined(&reason),
            Outcome::Ask(question) => Prepared::Done((*question).into()),
        })
    }
}

/// Whether a user must confirm a call.
enum Confirmation {
    Unneeded,
    Needed,
    /// It is needed, and the client cannot ask its user.
    Impossible,
}

/// Returns whether a call must be confirmed; `filled` contains the arguments from the client.
fn confirmation(
    entry: &Entry,
    filled: &Map<String, Value>,
    options: &Options,
    context: &RequestContext<RoleServer>,
) -> Confirmation {
    if !entry.effect.destructive || options.dry_run {
        return Confirmation::Unneeded;
    }
    match (
        entry.is_drafted(filled),
        AskCapabilities::of(context).ask_user,
    ) {
        (true, false) => Confirmation::Impossible,
        (true, true) => Confirmation::Needed,
        (false, true) if options.confirm => Confirmation::Needed,
        (false, _) => Confirmation::Unneeded,
    }
}

/// Returns the result of a declined call.
fn declined(reason: &str) -> Prepared<CallToolResponse> {
    Prepared::Done(failure::of_message(reason).into())
}
