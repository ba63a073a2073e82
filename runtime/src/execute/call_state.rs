//! A call, and what is known from its start.

use http::header::{HeaderName, HeaderValue};

use crate::attempt::{Answer, Terms};
use crate::client::Inner;
use crate::clock;
use crate::defect::Defect;
use crate::execute::authorize::{self, CallCredentials};
use crate::execute::{Options, key, outgoing};
use crate::metadata::{Requirement, Retry};
use crate::request::Request;
use crate::retry::RetrySafety;
use crate::transport::TransportRequest;

/// A call, and what is known from its start.
pub(super) struct CallState<'a> {
    pub(super) client: &'a Inner,
    pub(super) request: &'a Request,
    pub(super) safety: RetrySafety,
    pub(super) requirement: Requirement,
    /// How many attempts are allowed.
    pub(super) allowed: u32,
    pub(super) terms: Terms,
    key: Option<(HeaderName, HeaderValue)>,
}

impl<'a> CallState<'a> {
    pub(super) fn new(
        client: &'a Inner,
        request: &'a Request,
        options: Options,
    ) -> Result<Self, Defect> {
        check(client, request)?;
        let key = key::idempotency(client, request)?;
        let requirement = authorize::requirement(client, request)?;
        let sender = &client.sender;
        let timeout = options.timeout.or(client.timeout);
        Ok(Self {
            client,
            request,
            safety: safety(request, key.is_some()),
            requirement,
            allowed: options.max_attempts.unwrap_or(sender.retry.max_attempts),
            terms: Terms {
                deadline: timeout.map(|limit| clock::deadline(&*sender.clock, limit)),
                timeout: options.attempt_timeout.or(sender.attempt_timeout),
                streaming: request.metadata().is_streaming(),
                body_limit: sender.body_limit,
            },
            key,
        })
    }

    /// Whether a response is what the caller hopes for.
    pub(super) fn is_success(&self, answer: &Answer) -> bool {
        let redirects = self.request.metadata().is_redirecting();
        answer.status.is_success() || (redirects && answer.status.is_redirection())
    }

    /// What goes over the wire, but for the body.
    pub(super) fn head(
        &self,
        credentials: &CallCredentials<'_>,
    ) -> Result<TransportRequest, Defect> {
        outgoing::head(self.client, self.request, credentials, self.key.as_ref())
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
