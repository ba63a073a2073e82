//! What a client is asked before a call is made or a prompt is filled in.

use rmcp::RoleServer;
use rmcp::model::{CallToolResponse, ErrorData, GetPromptResponse};
use rmcp::service::RequestContext;
use serde_json::{Map, Value};

use super::Server;
use crate::ask::{self, Answers, Given, Outcome, Question, Seal, State};
use crate::capability::Can;
use crate::options::Options;
use crate::prompts::Prompt;
use crate::tool::Entry;
use crate::{confirm, failure, missing};

/// What questions come to.
pub(super) enum Prepared<T> {
    /// The request goes on with these arguments.
    Ready(Map<String, Value>),
    /// The request has its response: a question, or why there is no answer.
    Done(T),
}

impl Server {
    /// Asks for the arguments that a call lacks, and whether to make a destructive one.
    pub(super) async fn prepare(
        &self,
        entry: &Entry,
        mut arguments: Map<String, Value>,
        given: Given<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Prepared<CallToolResponse>, ErrorData> {
        let options = &self.inner.options;
        let exchange = self.exchange(&entry.tool.name, &arguments, given, context);
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
                let reason = "an argument that a model wrote has to be confirmed; nothing was sent";
                return Ok(declined(reason));
            }
            Confirmation::Needed => {}
        }
        // Only the state of the confirmation shows which call the user has agreed to.
        if ask::is_current(context) && given.has(confirm::KEY) && !confirms {
            return Err(ask::other_state());
        }
        exchange.confirm(entry, arguments, asked).await
    }

    /// Asks for the arguments that a prompt lacks.
    pub(super) async fn prepare_prompt(
        &self,
        prompt: &Prompt,
        mut arguments: Map<String, Value>,
        given: Given<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Prepared<GetPromptResponse>, ErrorData> {
        let is_asked = self.inner.options.ask && Can::of(context).ask_user;
        let question = prompt.question(&arguments).filter(|_| is_asked);
        let Some(question) = question else {
            return Ok(Prepared::Ready(arguments));
        };
        let name = format!("prompt {}", prompt.name);
        let exchange = self.exchange(&name, &arguments, given, context);
        exchange.open()?;
        match exchange.ask(vec![question], |_| State::default()).await? {
            Outcome::Answered(answers) => missing::fill(&mut arguments, answers),
            Outcome::Declined(reason) => return Err(ErrorData::invalid_params(reason, None)),
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        Ok(Prepared::Ready(arguments))
    }

    /// The exchange about a request of this name and with these arguments.
    fn exchange<'a>(
        &'a self,
        name: &str,
        arguments: &Map<String, Value>,
        given: Given<'a>,
        context: &'a RequestContext<RoleServer>,
    ) -> Exchange<'a> {
        let json = Value::Object(arguments.clone()).to_string();
        Exchange {
            request: format!("{name} {json}"),
            given,
            seal: &self.inner.seal,
            context,
        }
    }
}

/// Questions and answers about one request; the state between them is bound to it.
struct Exchange<'a> {
    request: String,
    given: Given<'a>,
    seal: &'a Seal,
    context: &'a RequestContext<RoleServer>,
}

impl Exchange<'_> {
    /// The state that the client carried back.
    fn open(&self) -> Result<State, ErrorData> {
        self.seal.open(self.given, self.request.as_bytes())
    }

    /// Asks; `carried` makes the state that comes with the questions that are open, from the other answers.
    async fn ask(
        &self,
        questions: Vec<Question>,
        carried: impl FnOnce(&Answers) -> State,
    ) -> Result<Outcome, ErrorData> {
        let sealed = |answers: &Answers| self.seal.seal(&carried(answers), self.request.as_bytes());
        ask::ask(questions, self.given, sealed, self.context).await
    }

    /// Asks whether to make a call with these arguments, some of which were asked for.
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

/// Whether a user has to confirm a call.
enum Confirmation {
    Unneeded,
    Needed,
    /// It is needed, and the client cannot ask its user.
    Impossible,
}

/// Whether a call has to be confirmed, some of whose arguments the client filled in.
fn confirmation(
    entry: &Entry,
    filled: &Map<String, Value>,
    options: &Options,
    context: &RequestContext<RoleServer>,
) -> Confirmation {
    if !entry.effect.destructive || options.dry_run {
        return Confirmation::Unneeded;
    }
    match (entry.is_drafted(filled), Can::of(context).ask_user) {
        (true, false) => Confirmation::Impossible,
        (true, true) => Confirmation::Needed,
        (false, true) if options.confirm => Confirmation::Needed,
        (false, _) => Confirmation::Unneeded,
    }
}

/// The result of a call that the client does not want, or has no answer for.
fn declined(reason: &str) -> Prepared<CallToolResponse> {
    Prepared::Done(failure::of_message(reason).into())
}
