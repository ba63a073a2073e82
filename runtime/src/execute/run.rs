//! The retry loop of a call.

use tracing::Instrument;

use crate::attempt::{Answer, Body, Failure};
use crate::bounds::BoxFuture;
use crate::call_context::CallContext;
use crate::client::{Client, Inner};
use crate::clock;
use crate::error::{Error, RetryStopReason, Unexpected};
use crate::execute::Options;
use crate::execute::authorized::AttemptOutcome;
use crate::execute::call_state::CallState;
use crate::raw::{RawBody, RawResponse};
use crate::request::Request;
use crate::retry::{Attempts, RetryDecision};
use crate::stream::Source;
use crate::trace;

/// Makes a call, when it is polled.
pub(crate) fn start(
    client: &Client,
    request: Request,
    options: Options,
) -> BoxFuture<'_, Result<RawResponse, Error>> {
    let client = &*client.inner;
    let span = trace::span(client.api.name, &client.target.base, &request);
    Box::pin(
        async move {
            let began = client.sender.clock.elapsed();
            let outcome = run(client, &request, options).await;
            let duration = client.sender.clock.elapsed().saturating_sub(began);
            trace::end(client.api.name, &request, duration, &outcome);
            outcome
        }
        .instrument(span),
    )
}

/// The retry loop.
async fn run(client: &Inner, request: &Request, options: Options) -> Result<RawResponse, Error> {
    let mut context = CallContext::new(client.api.name, trace::name(request));
    let call = CallState::new(client, request, options);
    let call = call.map_err(|defect| context.build(defect))?;
    // A 401 leads to one repeat with another credential, which does not count as a retry.
    let mut refreshed = 0_u32;
    loop {
        let (outcome, credentials) = call.authorized_attempt(&mut context).await?;
        let answer = match outcome {
            AttemptOutcome::Answered(answer) if call.is_success(&answer) => {
                client.sender.budget.deposit();
                return call.succeed(context, answer);
            }
            AttemptOutcome::Answered(answer)
                if answer.status.as_u16() == 401 && refreshed == 0 && credentials.rejected() =>
            {
                if !call.safety.replayable {
                    return Err(context
                        .api(answer.into_error_response())
                        .with_stop(RetryStopReason::NotReplayable));
                }
                refreshed = 1;
                continue;
            }
            AttemptOutcome::OtherOrigin(answer) if answer.status.is_success() => {
                return call.succeed(context, answer);
            }
            AttemptOutcome::Answered(answer) | AttemptOutcome::OtherOrigin(answer) => Ok(answer),
            AttemptOutcome::Failed(failure) => Err(failure),
        };
        let attempts = Attempts {
            made: context.attempts.saturating_sub(refreshed),
            allowed: call.allowed,
            deadline: call.terms.deadline,
        };
        let decision = call.decide(&answer, attempts);
        match decision {
            RetryDecision::RetryAfter(wait) => {
                trace::again(&context, wait);
                clock::wait(&*client.sender.clock, wait).await;
            }
            RetryDecision::Stop(stop) => return Err(call.give_up(&context, answer, stop)),
        }
    }
}

impl CallState<'_> {
    /// Whether and when to retry.
    fn decide(&self, outcome: &Result<Answer, Failure>, attempts: Attempts) -> RetryDecision {
        let sender = &self.client.sender;
        match outcome {
            Ok(answer) => {
                let decision = sender.retries().after_response(
                    answer.status,
                    &answer.headers,
                    self.safety,
                    attempts,
                );
                if answer.status.as_u16() == 429 {
                    self.slow_down(answer, decision);
                }
                decision
            }
            Err(Failure::CallTimeout) => RetryDecision::Stop(RetryStopReason::Deadline),
            Err(failure) => {
                sender
                    .retries()
                    .after_failure(failure.failed_attempt(), self.safety, attempts)
            }
        }
    }

    /// A 429 holds back all calls of the operation, not this one alone.
    fn slow_down(&self, answer: &Answer, decision: RetryDecision) {
        let sender = &self.client.sender;
        let requested = sender.retries().requested_wait(&answer.headers);
        let wait = match (requested, decision) {
            (Some(requested), _) => requested.min(sender.retry.max_wait),
            (None, RetryDecision::RetryAfter(wait)) => wait,
            (None, RetryDecision::Stop(_)) => sender.retry.base,
        };
        self.client
            .limits
            .pause(self.request, sender.clock.elapsed(), wait);
    }

    fn succeed(&self, context: CallContext, answer: Answer) -> Result<RawResponse, Error> {
        let sender = &self.client.sender;
        let body = match answer.body {
            Body::Whole(bytes) => RawBody::Whole(bytes),
            Body::Stream(payload) => {
                let silence = self.terms.timeout;
                let patience = silence.map(|silence| (sender.clock.clone(), silence));
                RawBody::Stream(Box::new(Source::new(
                    context.clone(),
                    payload,
                    patience,
                    sender.body_limit,
                )))
            }
            Body::Over(_) | Body::Broken(..) => {
                let problem = Unexpected::TooLarge(sender.body_limit);
                return Err(context.unexpected(problem, Some(answer.into_error_response())));
            }
        };
        Ok(RawResponse {
            context,
            status: answer.status,
            headers: answer.headers,
            body,
        })
    }

    fn give_up(
        &self,
        context: &CallContext,
        outcome: Result<Answer, Failure>,
        stop: RetryStopReason,
    ) -> Error {
        let error = match outcome {
            Ok(answer) => {
                let (sender, status) = (&self.client.sender, answer.status);
                let transient = sender.retry.is_transient(status);
                let requested = sender.retries().requested_wait(&answer.headers);
                let retryable = transient
                    && sender.retries().is_safe_after_response(
                        status,
                        &answer.headers,
                        self.safety,
                    );
                context
                    .api(answer.into_error_response())
                    .with_retryable(retryable)
                    .with_retry_after(requested.filter(|_| transient))
            }
            Err(Failure::Transport(error)) => {
                let is_safe =
                    self.safety.idempotent || (!error.may_have_been_sent() && !self.safety.never);
                let retryable = is_safe && !error.is_permanent();
                context.transport(error).with_retryable(retryable)
            }
            Err(Failure::AttemptTimeout) => context
                .timeout("the attempt took too long", true)
                .with_retryable(self.safety.idempotent),
            Err(Failure::CallTimeout) => context
                .timeout("the call took too long", true)
                .with_retryable(self.safety.idempotent),
        };
        error.with_stop(stop)
    }
}
