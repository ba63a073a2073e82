//! What may leave the gateway: requests for the account's own provider, and responses without its credentials.
//!
//! The guard is a layer around the transport of an account's client. It rejects requests to other origins, which a
//! provider's redirect could lead to, and notes each credential that is sent, so that [`Guard::redact`] can take it
//! out of a response that repeats it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response};
use memchr::memmem;
use signon_runtime::transport::{HttpService, Payload, TransportError};
use signon_runtime::{BoxError, BoxFuture, Secret};
use tower_layer::Layer;
use tower_service::Service;
use url::{Origin, Url};

/// Credentials of the past that are remembered.
const REMEMBERED: usize = 8;
/// The length from which a text is taken for a secret wherever it appears.
const SHORTEST: usize = 8;
/// What takes the place of a credential.
const REDACTED: &[u8] = b"[redacted]";

/// Guards the traffic of an account. Clones share what they know.
#[derive(Clone, Default)]
pub(crate) struct Guard(Arc<Known>);

#[derive(Default)]
struct Known {
    origin: OnceLock<Origin>,
    configured: OnceLock<Vec<Secret>>,
    sent: Mutex<VecDeque<Secret>>,
}

impl Guard {
    /// Sets the secrets of the configuration.
    pub(crate) fn configured(&self, secrets: Vec<Secret>) {
        // It is set once, where the account is made.
        let _ = self.0.configured.set(secrets);
    }

    /// Sets the URL whose origin alone requests may go to.
    pub(crate) fn allow(&self, base_url: &str) {
        if let Ok(url) = Url::parse(base_url) {
            let _ = self.0.origin.set(url.origin());
        }
    }

    /// A body without the credentials of the account.
    pub(crate) fn redact(&self, body: Bytes) -> Bytes {
        let sent = self.sent();
        let configured = self.0.configured.get().into_iter().flatten();
        let secrets = configured.chain(sent.iter());
        secrets.fold(body, |body, secret| {
            let secret = secret.expose();
            let body = replace(body, secret.as_bytes());
            // JSON may be inside a string of JSON, as the text of an MCP result is.
            let escaped = std::iter::successors(escaped(secret), |text| escaped(text)).take(2);
            escaped.fold(body, |body, escaped| replace(body, escaped.as_bytes()))
        })
    }

    fn sent(&self) -> Vec<Secret> {
        let sent = self.0.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().cloned().collect()
    }

    /// Notes the credential of a request.
    fn note(&self, headers: &HeaderMap) {
        let value = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let Some((_, credential)) = value.and_then(|value| value.split_once(' ')) else {
            return;
        };
        let credential = Secret::from(credential.trim());
        let mut sent = self.0.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.contains(&credential) {
            return;
        }
        if sent.len() >= REMEMBERED {
            sent.pop_front();
        }
        sent.push_back(credential);
    }

    fn allows(&self, url: &str) -> bool {
        let allowed = self.0.origin.get();
        Url::parse(url).is_ok_and(|url| Some(&url.origin()) == allowed)
    }
}

/// A secret as it is inside a JSON string, where that differs.
fn escaped(secret: &str) -> Option<String> {
    let quoted = serde_json::Value::from(secret).to_string();
    let escaped = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (escaped != secret).then(|| escaped.to_owned())
}

/// The body with each occurrence of a secret replaced.
fn replace(body: Bytes, secret: &[u8]) -> Bytes {
    if secret.len() < SHORTEST || memmem::find(&body, secret).is_none() {
        return body;
    }
    let mut clean = Vec::with_capacity(body.len());
    let mut copied = 0;
    for start in memmem::find_iter(&body, secret) {
        clean.extend_from_slice(body.get(copied..start).unwrap_or_default());
        clean.extend_from_slice(REDACTED);
        copied = start.saturating_add(secret.len());
    }
    clean.extend_from_slice(body.get(copied..).unwrap_or_default());
    Bytes::from(clean)
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            inner,
            guard: self.clone(),
        }
    }
}

/// A transport with a guard.
#[derive(Clone)]
pub(crate) struct Guarded<S> {
    inner: S,
    guard: Guard,
}

impl<S: HttpService> Service<Request<Payload>> for Guarded<S> {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        if !self.guard.allows(&request.uri().to_string()) {
            let refused =
                "the provider redirects to another origin, which the gateway does not call";
            let error: BoxError = TransportError::not_sent(refused).permanent().into();
            return Box::pin(async move { Err(error) });
        }
        self.guard.note(request.headers());
        let answer = self.inner.call(request);
        Box::pin(async move { answer.await.map_err(Into::into) })
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use signon_runtime::Secret;

    use super::Guard;

    #[test]
    fn secrets_are_redacted_as_they_are_and_inside_json_strings() {
        let guard = Guard::default();
        guard.configured(vec![
            Secret::from("pass\"word\\1234"),
            Secret::from("short"),
        ]);
        for (body, expected) in [
            (r#"pass"word\1234 short"#, "[redacted] short"),
            (
                r#"{"echo": "pass\"word\\1234"}"#,
                r#"{"echo": "[redacted]"}"#,
            ),
            (
                r#""{\"echo\": \"pass\\\"word\\\\1234\"}""#,
                r#""{\"echo\": \"[redacted]\"}""#,
            ),
            ("nothing", "nothing"),
        ] {
            assert_eq!(guard.redact(Bytes::from(body)), expected, "{body}");
        }
    }
}
