//! Asking for a token.

use std::borrow::Cow;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde_json::{Map, Value};
use url::Url;

use crate::attempt::{Answer, Failure, SMALL_BODY_LIMIT, Sender, Terms};
use crate::clock;
use crate::credential::error::Refused;
use crate::credential::{Applied, ClientCredentials, CredentialError, token_answer};
use crate::defect::Defect;
use crate::error::ProviderMessage;
use crate::error_response::ErrorResponse;
use crate::metadata::{Scheme, SchemeKind, TokenBody, TokenCredentials, TokenRequest};
use crate::query::Pairs;
use crate::redact::Redactor;
use crate::retry::{Attempts, RetryDecision, RetrySafety};
use crate::secret::Secret;
use crate::server;
use crate::target::Target;
use crate::transport::{Payload, TransportRequest};

/// A token that was granted.
pub(super) struct Token {
    pub(super) applied: Applied,
    pub(super) lifetime: Option<Duration>,
}

/// Why there is no token; reported to every call that waited for it.
pub(super) enum Refusal {
    Defect(Defect),
    Answer(Box<(ErrorResponse, ProviderMessage)>, bool),
    WithoutToken(Box<ErrorResponse>),
    /// With whether another attempt may end otherwise.
    Failed(String, bool),
    Late,
}

/// Why there is no token, as the source of an error.
#[derive(Debug, thiserror::Error)]
enum NoToken {
    #[error("the token endpoint refused")]
    Refused,
    #[error("the token endpoint answered without a token")]
    WithoutToken,
    #[error("the token request failed: {0}")]
    Failed(String),
}

impl Refusal {
    /// Whether it is the scopes that the server rejects (RFC 6749, section 5.2).
    pub(super) fn is_of_scope(&self) -> bool {
        match self {
            Self::Answer(answer, _) => answer.1.code.as_deref() == Some("invalid_scope"),
            Self::Defect(_) | Self::WithoutToken(_) | Self::Failed(..) | Self::Late => false,
        }
    }

    pub(super) fn error(&self) -> CredentialError {
        match self {
            Self::Defect(defect) => CredentialError::Defect(defect.clone()),
            Self::Answer(answer, retryable) => CredentialError::Refused(Box::new(Refused {
                source: Box::new(NoToken::Refused),
                retryable: *retryable,
                response: Some(answer.0.clone()),
                provider: answer.1.clone(),
            })),
            // The body is not kept: it may hold a token in a place that is not looked at.
            Self::WithoutToken(response) => CredentialError::Refused(Box::new(Refused {
                source: Box::new(NoToken::WithoutToken),
                retryable: false,
                response: Some((**response).clone()),
                provider: ProviderMessage::default(),
            })),
            Self::Failed(why, retryable) => {
                CredentialError::refused(Box::new(NoToken::Failed(why.clone())), *retryable)
            }
            Self::Late => CredentialError::Timeout("no token came in time"),
        }
    }
}

/// Asking twice gives a token twice, which does no harm.
const SAFETY: RetrySafety = RetrySafety {
    idempotent: true,
    never: false,
    replayable: true,
};

/// A token request, and what it needs of the client.
#[derive(Clone, Copy)]
pub(super) struct TokenCall<'a> {
    pub(super) sender: &'a Sender,
    pub(super) target: &'a Target,
    pub(super) request: &'a TokenRequest,
    pub(super) credentials: &'a ClientCredentials,
    pub(super) scheme: &'static str,
}

impl TokenCall<'_> {
    /// Requests a token for `scope`, with retries.
    pub(super) async fn ask(
        self,
        scope: String,
        deadline: Option<Duration>,
    ) -> Result<Token, Refusal> {
        let sender = self.sender;
        let terms = Terms {
            deadline,
            timeout: sender.attempt_timeout,
            streaming: false,
            body_limit: sender.body_limit.min(SMALL_BODY_LIMIT),
        };
        let retries = sender.retries();
        let mut made = 0_u32;
        loop {
            made = made.saturating_add(1);
            let outgoing = self.outgoing(&scope).map_err(Refusal::Defect)?;
            let outcome = sender.send(outgoing, terms).await;
            let attempts = Attempts {
                made,
                allowed: sender.retry.max_attempts,
                deadline,
            };
            let decision = match &outcome {
                Ok(answer) if answer.status.is_success() => return grant(answer, self.scheme),
                Ok(answer) => {
                    retries.after_response(answer.status, &answer.headers, SAFETY, attempts)
                }
                Err(failure) => retries.after_failure(failure.failed_attempt(), SAFETY, attempts),
            };
            match decision {
                RetryDecision::RetryAfter(wait) => clock::wait(&*sender.clock, wait).await,
                RetryDecision::Stop(_) => return Err(self.refusal(outcome)),
            }
        }
    }

    fn refusal(self, outcome: Result<Answer, Failure>) -> Refusal {
        match outcome {
            Ok(answer) => {
                let retryable = self.sender.retry.is_transient(answer.status);
                let response = answer.into_error_response();
                let message =
                    ProviderMessage::by(&response, &Redactor::new(self.credentials.texts()));
                Refusal::Answer(Box::new((response, message)), retryable)
            }
            Err(Failure::CallTimeout) => Refusal::Late,
            Err(failure) => {
                Refusal::Failed(failure.to_string(), !failure.failed_attempt().permanent)
            }
        }
    }

    /// The request as it goes over the wire.
    fn outgoing(self, scope: &str) -> Result<TransportRequest, Defect> {
        let (request, credentials) = (self.request, self.credentials);
        let url = self.url()?;
        server::check(&url)?;
        self.target.check_scheme(&url)?;
        let mut outgoing = TransportRequest::new(Method::POST, url);
        let headers = &mut outgoing.headers;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, self.sender.user_agent.clone());
        let mut fields: Vec<(&str, Cow<'_, str>)> =
            vec![("grant_type", "client_credentials".into())];
        let secret = credentials.secret.expose();
        let authorization = match request.credentials {
            TokenCredentials::Body => {
                fields.push(("client_id", credentials.id.as_str().into()));
                fields.push(("client_secret", secret.into()));
                None
            }
            TokenCredentials::Basic => Some(format!(
                "Basic {}",
                STANDARD.encode(credentials.pair().expose())
            )),
            TokenCredentials::Header(template) => Some(
                template
                    .replace("{client_id}", &credentials.id)
                    .replace("{client_secret}", secret),
            ),
        };
        if let Some(authorization) = authorization {
            let mut value = HeaderValue::try_from(authorization)
                .map_err(|_| Defect::Header(AUTHORIZATION.to_string()))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        if !scope.is_empty() {
            fields.push(("scope", scope.into()));
        }
        for parameter in request.parameters {
            if let (Some(default), None) = (
                parameter.default,
                credentials.parameter_named(parameter.name),
            ) {
                fields.push((parameter.name, self.target.fill(default)?.into()));
            }
        }
        for (name, value) in &credentials.parameters {
            fields.push((name, value.as_str().into()));
        }
        let (media, body) = write(request.body, &fields);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        outgoing.body = Payload::from(body);
        Ok(outgoing)
    }

    fn url(self) -> Result<Url, Defect> {
        let url = match &self.credentials.token_url {
            Some(url) => url.clone(),
            None => self.target.fill(self.request.url)?,
        };
        let base = Url::parse(&self.target.base).map_err(|error| Defect::Url(error.to_string()))?;
        base.join(&url)
            .map_err(|error| Defect::Url(error.to_string()))
    }
}

fn grant(answer: &Answer, scheme: &'static str) -> Result<Token, Refusal> {
    let Some(granted) = answer.whole().and_then(token_answer::read) else {
        return Err(Refusal::WithoutToken(Box::new(ErrorResponse {
            status: answer.status,
            headers: answer.headers.clone(),
            body: bytes::Bytes::new(),
            truncated: true,
            shown_media: None,
        })));
    };
    let bearer = Scheme {
        name: scheme,
        kind: SchemeKind::Bearer,
    };
    let applied = Applied::new(&bearer, &Secret::from(granted.token)).map_err(Refusal::Defect)?;
    Ok(Token {
        applied,
        lifetime: granted.lifetime,
    })
}

fn write(body: TokenBody, fields: &[(&str, Cow<'_, str>)]) -> (&'static str, String) {
    match body {
        TokenBody::Form => {
            let mut form = String::new();
            for (name, value) in fields {
                Pairs::query(&mut form, false).text(name, value);
            }
            ("application/x-www-form-urlencoded", form)
        }
        TokenBody::Json => {
            let members: Map<String, Value> = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_ref())))
                .collect();
            ("application/json", Value::Object(members).to_string())
        }
    }
}
