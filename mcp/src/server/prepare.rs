//! What a client is asked before a call is made or a prompt is filled in.

use rmcp::RoleServer;
use rmcp::model::{CallToolResponse, ErrorData, GetPromptResponse};
use rmcp::service::RequestContext;
use serde_json::{Map, Value};

use super::Server;
use crate::ask::{self, Given, Outcome, State};
use crate::capability::Can;
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
        let seal = &self.inner.seal;
        let json = Value::Object(arguments.clone()).to_string();
        let request = format!("{} {json}", entry.tool.name);
        let mut asked = seal.open(given, request.as_bytes())?;
        let confirms = std::mem::take(&mut asked.confirms);
        arguments.extend(asked.arguments.clone());
        let questions = missing::questions(entry, &arguments, options, context)?;
        let carried = |answers: &ask::Answers| {
            let mut state = asked.clone();
            missing::fill(&mut state.arguments, answers.clone());
            seal.seal(&state, request.as_bytes())
        };
        match ask::ask(questions, given, carried, context).await? {
            Outcome::Answered(answers) => {
                missing::fill(&mut asked.arguments, answers);
                arguments.extend(asked.arguments.clone());
            }
            Outcome::Declined(reason) => return Ok(declined(&reason)),
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        if !entry.effect.destructive || options.dry_run {
            return Ok(Prepared::Ready(arguments));
        }
        let is_drafted = entry.is_drafted(&asked.arguments);
        if !Can::of(context).ask_user {
            return Ok(if is_drafted {
                declined("an argument that a model wrote has to be confirmed; nothing was sent")
            } else {
                Prepared::Ready(arguments)
            });
        }
        if !options.confirm && !is_drafted {
            return Ok(Prepared::Ready(arguments));
        }
        // Only the state of the confirmation shows which call the user has agreed to.
        if ask::is_current(context) && given.has(confirm::KEY) && !confirms {
            return Err(ask::other_state());
        }
        let question = confirm::question(entry, &arguments);
        let state = State {
            confirms: true,
            ..asked
        };
        let carried = |_: &ask::Answers| seal.seal(&state, request.as_bytes());
        Ok(
            match ask::ask(vec![question], given, carried, context).await? {
                Outcome::Answered(answers) if confirm::is_agreed(&answers) => {
                    Prepared::Ready(arguments)
                }
                Outcome::Answered(_) => declined(ask::DECLINED),
                Outcome::Declined(reason) => declined(&reason),
                Outcome::Ask(question) => Prepared::Done((*question).into()),
            },
        )
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
        let json = Value::Object(arguments.clone()).to_string();
        let request = format!("prompt {} {json}", prompt.name);
        let seal = &self.inner.seal;
        seal.open(given, request.as_bytes())?;
        let carried = |_: &ask::Answers| seal.seal(&State::default(), request.as_bytes());
        match ask::ask(vec![question], given, carried, context).await? {
            Outcome::Answered(answers) => missing::fill(&mut arguments, answers),
            Outcome::Declined(reason) => return Err(ErrorData::invalid_params(reason, None)),
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        Ok(Prepared::Ready(arguments))
    }
}

/// The result of a call that the client does not want, or has no answer for.
fn declined(reason: &str) -> Prepared<CallToolResponse> {
    Prepared::Done(failure::of_message(reason).into())
}
