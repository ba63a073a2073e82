//! Making a call: credentials, permits, attempts, redirects, and the outcome.

mod authorize;
mod authorized;
mod call_state;
mod follow;
mod key;
mod observe;
mod outgoing;
mod redirect;
mod run;

use std::time::Duration;

#[cfg(feature = "dynamic")]
pub(crate) use self::authorize::requirement;
pub(crate) use self::run::start;

/// What would go over the wire, without credentials and body, or why nothing would.
#[cfg(feature = "dynamic")]
pub(crate) fn prepare(
    client: &crate::client::Inner,
    request: &crate::request::Request,
) -> Result<crate::transport::TransportRequest, crate::defect::Defect> {
    call_state::check(client, request)?;
    let key = key::idempotency(client, request)?;
    outgoing::head(
        client,
        request,
        &authorize::CallCredentials::default(),
        key.as_ref(),
    )
}

/// What a single call wants otherwise than its client.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
}
