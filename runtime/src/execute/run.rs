//! The retry loop of a call.

use http::header::{HeaderName, HeaderValue};
use tracing::Instrument;

use crate::attempt::{Answer, Body, Failure, Terms};
use crate::bounds::BoxFuture;
use crate::call_context::CallContext;
use crate::client::{Client, Inner};
use crate::clock;
use crate::defect::Defect;
use crate::error::{Error, RetryStopReason, Unexpected};
use crate::execute::authorize::{self, CallCredentials};
use crate::execute::{Options, key, outgoing};
use crate::metadata::{Requirement, Retry};
use crate::raw::{RawBody, RawResponse};
use crate::request::Request;
use crate::retry::{Attempts, RetryDecision, RetrySafety};
use crate::stream::Source;
use crate::trace;
use crate::transport::TransportRequest;

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

/// A call, and what is known from its start.
pub(super) struct CallState<'a> {
    pub(super) client: &'a Inner,
    pub(super) request: &'a Request,
    pub(super) safety: RetrySafety,
    allowed: u32,
    pub(super) terms: Terms,
    key: Option<(HeaderName, HeaderValue)>,
}

async fn run(client: &Inner, request: &Request, options: Options) -> Result<RawResponse, Error> {
    let mut context = CallContext::new(client.api.name, trace::name(request));
    let prepared = check(client, request).and_then(|()| {
        let key = key::idempotency(client, request)?;
        Ok((authorize::requirement(client, request)?, key))
    });
    let (requirement, key) = prepared.map_err(|defect| context.build(defect))?;
    let terms = Terms {
        deadline: options
            .timeout
            .or(client.timeout)
            .map(|limit| clock::deadline(&*client.sender.clock, limit)),
        timeout: options.attempt_timeout.or(client.sender.attempt_timeout),
        streaming: request.metadata().is_streaming(),
        body_limit: client.sender.body_limit,
    };
    let call = CallState {
        client,
        request,
        safety: safety(request, key.is_some()),
        allowed: options
            .max_attempts
            .unwrap_or(client.sender.retry.max_attempts),
        terms,
        key,
    };
    // A 401 leads to one repeat with another credential, which does not count as a retry.
    let mut refreshed = 0_u32;
    loop {
        let (outcome, credentials) = call.authorized_attempt(requirement, &mut context).await?;
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
            deadline: terms.deadline,
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

/// What came of one attempt.
pub(super) enum AttemptOutcome {
    Answered(Answer),
    /// The answer of another origin that a redirect led to.
    OtherOrigin(Answer),
    Failed(Failure),
}

impl<'a> CallState<'a> {
    /// Sends the request once, with the credentials of the moment, when the rate limits allow it.
    async fn authorized_attempt(
        &self,
        requirement: Requirement,
        context: &mut CallContext,
    ) -> Result<(AttemptOutcome, CallCredentials<'a>), Error> {
        let client = self.client;
        let deadline = self.terms.deadline;
        let credentials = CallCredentials::gather(client, requirement, context, deadline).await?;
        context.secrets = credentials.secrets(client);
        let head = self.head(&credentials);
        let mut outgoing = head.map_err(|defect| context.build(defect))?;
        let clock = &*client.sender.clock;
        let acquired = client
            .limits
            .acquire(clock, client.api.name, self.request, deadline);
        if !acquired.await {
            let sent = context.attempts > 0;
            return Err(
                context.timeout("the rate limit allows no attempt before the deadline", sent)
            );
        }
        let attached = outgoing::attach(&mut outgoing, self.request).await;
        attached.map_err(|defect| context.build(defect))?;
        context.attempts = context.attempts.saturating_add(1);
        let outcome = self.attempt(outgoing, &credentials, context).await?;
        if let AttemptOutcome::Answered(answer) = &outcome {
            self.observe(answer, context);
        }
        Ok((outcome, credentials))
    }

    /// Whether an answer is what the caller hopes for.
    fn is_success(&self, answer: &Answer) -> bool {
        let redirects = self.request.metadata().is_redirecting();
        answer.status.is_success() || (redirects && answer.status.is_redirection())
    }

    /// Sends the request once, and follows redirects.
    async fn attempt(
        &self,
        outgoing: TransportRequest,
        credentials: &CallCredentials<'_>,
        context: &CallContext,
    ) -> Result<AttemptOutcome, Error> {
        match self.client.sender.send(outgoing, self.terms).await {
            // Boxed, so that calls do not carry the room for this about.
            Ok(answer) if answer.status.is_redirection() && !self.is_success(&answer) => {
                Box::pin(self.follow(answer, credentials, context)).await
            }
            Ok(answer) => Ok(AttemptOutcome::Answered(answer)),
            Err(failure) => Ok(AttemptOutcome::Failed(failure)),
        }
    }

    pub(super) fn head(
        &self,
        credentials: &CallCredentials<'_>,
    ) -> Result<TransportRequest, Defect> {
        outgoing::head(self.client, self.request, credentials, self.key.as_ref())
    }

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

/// What can be known to be wrong before anything is done.
pub(super) fn check(client: &Inner, request: &Request) -> Result<(), Defect> {
    let api = request.metadata().api().name;
    if !api.is_empty() && api != client.api.name {
        return Err(Defect::ForeignOperation {
            operation: api,
            client: client.api.name,
        });
    }
    request.check()
}

fn safety(request: &Request, has_key: bool) -> RetrySafety {
    let metadata = request.metadata();
    let by_method = matches!(
        request.method().as_str(),
        "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE"
    );
    let never = metadata.retry_safety() == Retry::Never;
    let safe = metadata.retry_safety() == Retry::Safe;
    RetrySafety {
        idempotent: !never && (by_method || safe || has_key),
        never,
        replayable: request.is_replayable(),
    }
}
