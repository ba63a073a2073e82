//! An attempt of a call, with the credentials of the moment.

use crate::attempt::{Answer, Failure};
use crate::call_context::CallContext;
use crate::error::Error;
use crate::execute::authorize::CallCredentials;
use crate::execute::call_state::CallState;
use crate::execute::outgoing;
use crate::transport::TransportRequest;

/// The outcome of one attempt.
pub(super) enum AttemptOutcome {
    Answered(Answer),
    /// The response of another origin that a redirect led to.
    OtherOrigin(Answer),
    Failed(Failure),
}

impl<'a> CallState<'a> {
    /// Sends the request once, with the credentials of the moment, when the rate limits allow it.
    pub(super) async fn authorized_attempt(
        &self,
        context: &mut CallContext,
    ) -> Result<(AttemptOutcome, CallCredentials<'a>), Error> {
        let client = self.client;
        let deadline = self.terms.deadline;
        let credentials =
            CallCredentials::gather(client, self.requirement, context, deadline).await?;
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
}
