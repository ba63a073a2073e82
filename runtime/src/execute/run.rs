//! The course of a call.

use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};
use tracing::Instrument;

use crate::bounds::BoxFuture;
use crate::client::{Client, Inner};
use crate::defect::Defect;
use crate::error::{Error, Fault, RetryStopReason, Scene};
use crate::execute::attempt::{self, Answer, Failure, Terms};
use crate::execute::authorize::Shown;
use crate::execute::read::Body;
use crate::execute::{Options, key, outgoing};
use crate::metadata::Retry;
use crate::raw::{RawBody, RawResponse};
use crate::request::Request;
use crate::retry::{self, Repeat, Tries, Verdict};
use crate::stream::Source;
use crate::trace;
use crate::transport::TransportRequest;

/// Makes a call, when it is polled.
pub(crate) fn start(
    client: &Client,
    request: Request,
    options: Options,
) -> BoxFuture<'_, Result<RawResponse, Error>> {
    let span = trace::span(&client.inner, &request);
    Box::pin(
        async move {
            let began = client.inner.clock.elapsed();
            let outcome = run(&client.inner, &request, options).await;
            trace::end(&client.inner, &request, began, &outcome);
            outcome
        }
        .instrument(span),
    )
}

/// A call, and what it knows from the start.
pub(super) struct Course<'a> {
    pub(super) client: &'a Inner,
    pub(super) request: &'a Request,
    pub(super) repeat: Repeat,
    allowed: u32,
    pub(super) terms: Terms,
    key: Option<(HeaderName, HeaderValue)>,
}

async fn run(
    client: &Arc<Inner>,
    request: &Request,
    options: Options,
) -> Result<RawResponse, Error> {
    let mut scene = Scene::new(client.api.name, trace::name(request));
    let prepared = check(client, request).and_then(|()| {
        let key = key::idempotency(client, request)?;
        Ok((client.requirement(request)?, key))
    });
    let (requirement, key) = prepared.map_err(|defect| scene.build(defect))?;
    let terms = Terms {
        deadline: options
            .timeout
            .or(client.timeout)
            .map(|limit| client.deadline(limit)),
        timeout: options.attempt_timeout.or(client.attempt_timeout),
        streaming: request.metadata().is_streaming(),
        body_limit: client.body_limit,
    };
    let course = Course {
        client,
        request,
        repeat: repeat(request, key.is_some()),
        allowed: options.max_attempts.unwrap_or(client.retry.max_attempts),
        terms,
        key,
    };
    // A 401 leads to one repeat with another credential, which does not count as a retry.
    let mut refreshed = 0_u32;
    loop {
        let shown = Shown::gather(client, requirement, &scene, terms.deadline).await?;
        scene.secrets = shown.secrets(client);
        let mut outgoing = course.head(&shown).map_err(|defect| scene.build(defect))?;
        let acquired = client.limits.acquire(client, request, terms.deadline);
        if !acquired.await {
            return Err(scene.timeout("the rate limit leaves no turn in time", scene.attempts > 0));
        }
        let attached = outgoing::attach(&mut outgoing, request).await;
        attached.map_err(|defect| scene.build(defect))?;
        scene.attempts = scene.attempts.saturating_add(1);
        let outcome = course.attempt(outgoing, &shown, &scene).await?;
        if let Tried::Answered(answer) = &outcome {
            course.observe(answer, &scene);
        }
        let answer = match outcome {
            Tried::Answered(answer) if course.is_success(&answer) => {
                client.budget.deposit();
                return course.succeed(scene, answer);
            }
            Tried::Answered(answer)
                if answer.status.as_u16() == 401 && refreshed == 0 && shown.rejected() =>
            {
                if !course.repeat.replayable {
                    return Err(scene
                        .api(answer.into_error_response())
                        .with_stop(RetryStopReason::NotReplayable));
                }
                refreshed = 1;
                continue;
            }
            Tried::Foreign(answer) if answer.status.is_success() => {
                return course.succeed(scene, answer);
            }
            Tried::Answered(answer) | Tried::Foreign(answer) => Ok(answer),
            Tried::Failed(failure) => Err(failure),
        };
        let tries = Tries {
            made: scene.attempts.saturating_sub(refreshed),
            allowed: course.allowed,
            deadline: terms.deadline,
        };
        let verdict = course.judge(&answer, tries);
        match verdict {
            Verdict::Again(wait) => {
                trace::again(&scene, wait);
                client.wait(wait).await;
            }
            Verdict::Stop(stop) => return Err(course.give_up(&scene, answer, stop)),
        }
    }
}

/// What came of one try.
pub(super) enum Tried {
    Answered(Answer),
    /// The answer of another origin that a redirect led to.
    Foreign(Answer),
    Failed(Failure),
}

impl Course<'_> {
    /// Whether an answer is what the caller hopes for.
    fn is_success(&self, answer: &Answer) -> bool {
        let redirects = self.request.metadata().is_redirecting();
        answer.status.is_success() || (redirects && answer.status.is_redirection())
    }

    /// Sends the request once, and follows redirects.
    async fn attempt(
        &self,
        outgoing: TransportRequest,
        shown: &Shown<'_>,
        scene: &Scene,
    ) -> Result<Tried, Error> {
        match attempt::send(self.client, outgoing, self.terms).await {
            // Boxed, so that calls do not carry the room for this about.
            Ok(answer) if answer.status.is_redirection() && !self.is_success(&answer) => {
                Box::pin(self.follow(answer, shown, scene)).await
            }
            Ok(answer) => Ok(Tried::Answered(answer)),
            Err(failure) => Ok(Tried::Failed(failure)),
        }
    }

    pub(super) fn head(&self, shown: &Shown<'_>) -> Result<TransportRequest, Defect> {
        outgoing::head(self.client, self.request, shown, self.key.as_ref())
    }

    /// Whether, and when, to try again.
    fn judge(&self, outcome: &Result<Answer, Failure>, tries: Tries) -> Verdict {
        let client = self.client;
        match outcome {
            Ok(answer) => {
                let verdict =
                    retry::after_answer(client, answer.status, &answer.headers, self.repeat, tries);
                if answer.status.as_u16() == 429 {
                    self.slow_down(answer, verdict);
                }
                verdict
            }
            Err(Failure::CallTimeout) => Verdict::Stop(RetryStopReason::Deadline),
            Err(failure) => retry::after_failure(client, failure, self.repeat, tries),
        }
    }

    /// A 429 holds back all calls of the operation, not this one alone.
    fn slow_down(&self, answer: &Answer, verdict: Verdict) {
        let client = self.client;
        let asked = retry::asked(&answer.headers, client.clock.now());
        let wait = match (asked, verdict) {
            (Some(asked), _) => asked.min(client.retry.max_wait),
            (None, Verdict::Again(wait)) => wait,
            (None, Verdict::Stop(_)) => client.retry.base,
        };
        client
            .limits
            .pause(self.request, client.clock.elapsed(), wait);
    }

    fn succeed(&self, scene: Scene, answer: Answer) -> Result<RawResponse, Error> {
        let client = self.client;
        let body = match answer.body {
            Body::Whole(bytes) => RawBody::Whole(bytes),
            Body::Stream(payload) => {
                let silence = self.terms.timeout;
                let patience = silence.map(|silence| (client.clock.clone(), silence));
                RawBody::Stream(Box::new(Source::new(
                    scene.clone(),
                    payload,
                    patience,
                    client.body_limit,
                )))
            }
            Body::Over(_) | Body::Broken(..) => {
                let fault = Fault::TooLarge(client.body_limit);
                return Err(scene.unexpected(fault, Some(answer.into_error_response())));
            }
        };
        Ok(RawResponse {
            scene,
            status: answer.status,
            headers: answer.headers,
            body,
        })
    }

    fn give_up(
        &self,
        scene: &Scene,
        tried: Result<Answer, Failure>,
        stop: RetryStopReason,
    ) -> Error {
        let error = match tried {
            Ok(answer) => {
                let (client, status) = (self.client, answer.status);
                let transient = client.retry.is_transient(status);
                let asked = retry::asked(&answer.headers, client.clock.now());
                let retryable = transient
                    && retry::may_be_retried(client, status, &answer.headers, self.repeat);
                scene
                    .api(answer.into_error_response())
                    .with_retryable(retryable)
                    .with_retry_after(asked.filter(|_| transient))
            }
            Err(Failure::Transport(error)) => {
                let is_safe =
                    self.repeat.harmless || (!error.may_have_been_sent() && !self.repeat.never);
                let retryable = is_safe && !error.is_permanent();
                scene.transport(error).with_retryable(retryable)
            }
            Err(Failure::AttemptTimeout) => scene
                .timeout("the try took too long", true)
                .with_retryable(self.repeat.harmless),
            Err(Failure::CallTimeout) => scene
                .timeout("the call took too long", true)
                .with_retryable(self.repeat.harmless),
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

fn repeat(request: &Request, has_key: bool) -> Repeat {
    let metadata = request.metadata();
    let by_method = matches!(
        request.method().as_str(),
        "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE"
    );
    let never = metadata.retry_safety() == Retry::Never;
    let safe = metadata.retry_safety() == Retry::Safe;
    Repeat {
        harmless: !never && (by_method || safe || has_key),
        never,
        replayable: request.is_replayable(),
    }
}
