//! What is asked of a user before a call is made or a prompt is filled in.

use rmcp::RoleServer;
use rmcp::model::{CallToolResponse, ErrorData, GetPromptResponse};
use rmcp::service::RequestContext;
use serde_json::{Map, Value};

use super::Server;
use crate::ask::{self, Given, Outcome, State};
use crate::prompts::Prompt;
use crate::tool::Entry;
use crate::{confirm, failure, missing};

/// What questions come to.
pub(super) enum Prepared<T> {
    /// The request goes on with these arguments.
    Ready(Map<String, Value>),
    /// The request has its response: a question, or that the user declined.
    Done(T),
}

/// Why a call that the user declined has no answer.
const DECLINED: &str = "the user declined; nothing was sent";

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
        let state = seal.open(given, request.as_bytes())?;
        if !ask::can_ask(context) {
            return Ok(Prepared::Ready(arguments));
        }
        let declined = || Prepared::Done(failure::of_message(DECLINED).into());
        let mut asked = state.arguments;
        arguments.extend(asked.clone());
        if options.ask {
            let forms = missing::forms(entry, &arguments);
            let carried = |contents: &ask::Contents| {
                let mut arguments = asked.clone();
                missing::fill(&mut arguments, contents.clone());
                let state = State {
                    confirms: false,
                    arguments,
                };
                seal.seal(&state, request.as_bytes())
            };
            match ask::ask(forms, given, carried, context).await? {
                Outcome::Filled(contents) => {
                    missing::fill(&mut asked, contents);
                    arguments.extend(asked.clone());
                }
                Outcome::Declined => return Ok(declined()),
                Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
            }
        }
        if !entry.effect.destructive || !options.confirm || options.dry_run {
            return Ok(Prepared::Ready(arguments));
        }
        // Only the state of the confirmation shows which call the user has agreed to.
        if ask::is_current(context) && given.has(confirm::KEY) && !state.confirms {
            return Err(ask::other_state());
        }
        let form = confirm::form(entry, &arguments);
        let state = State {
            confirms: true,
            arguments: asked,
        };
        let carried = |_: &ask::Contents| seal.seal(&state, request.as_bytes());
        Ok(match ask::ask(vec![form], given, carried, context).await? {
            Outcome::Filled(contents) if confirm::is_agreed(&contents) => {
                Prepared::Ready(arguments)
            }
            Outcome::Filled(_) | Outcome::Declined => declined(),
            Outcome::Ask(question) => Prepared::Done((*question).into()),
        })
    }

    /// Asks for the arguments that a prompt lacks.
    pub(super) async fn prepare_prompt(
        &self,
        prompt: &Prompt,
        mut arguments: Map<String, Value>,
        given: Given<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Prepared<GetPromptResponse>, ErrorData> {
        let form = prompt.form(&arguments);
        let (Some(form), true, true) = (form, self.inner.options.ask, ask::can_ask(context)) else {
            return Ok(Prepared::Ready(arguments));
        };
        let json = Value::Object(arguments.clone()).to_string();
        let request = format!("prompt {} {json}", prompt.name);
        let seal = &self.inner.seal;
        seal.open(given, request.as_bytes())?;
        let carried = |_: &ask::Contents| seal.seal(&State::default(), request.as_bytes());
        match ask::ask(vec![form], given, carried, context).await? {
            Outcome::Filled(contents) => missing::fill(&mut arguments, contents),
            Outcome::Declined => {
                return Err(ErrorData::invalid_params("the user declined", None));
            }
            Outcome::Ask(question) => return Ok(Prepared::Done((*question).into())),
        }
        Ok(Prepared::Ready(arguments))
    }
}
