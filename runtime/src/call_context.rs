//! The context of a call, from which its errors are made.

use std::borrow::Cow;

use crate::credential::{CredentialError, Secrets};
use crate::defect::Defect;
use crate::error::{Error, ErrorData, ErrorKind, ProviderMessage, Unexpected};
use crate::error_response::ErrorResponse;
use crate::transport::TransportError;

/// Which call it is, and how many attempts were made.
#[derive(Clone, Debug)]
pub(crate) struct CallContext {
    pub(crate) api: &'static str,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempts: u32,
    /// The secrets to redact in a response.
    pub(crate) secrets: Secrets,
}

impl CallContext {
    /// A call that has not begun.
    pub(crate) fn new(api: &'static str, operation: impl Into<Cow<'static, str>>) -> Self {
        Self {
            api,
            operation: operation.into(),
            attempts: 0,
            secrets: Secrets::default(),
        }
    }

    fn error(&self, kind: ErrorKind) -> ErrorData {
        ErrorData {
            kind,
            api: self.api,
            operation: self.operation.clone(),
            attempts: self.attempts,
            stop: None,
            may_have_been_sent: self.attempts > 0,
            retryable: false,
            retry_after: None,
            response: None,
            provider: ProviderMessage::default(),
            unexpected: None,
            excerpt: None,
            source: None,
        }
    }

    pub(crate) fn build(&self, defect: Defect) -> Error {
        Error::new(ErrorData {
            may_have_been_sent: false,
            source: Some(Box::new(defect)),
            ..self.error(ErrorKind::Build)
        })
    }

    pub(crate) fn credentials(&self, error: CredentialError) -> Error {
        let refused = match error {
            CredentialError::Defect(defect) => return self.build(defect),
            CredentialError::Timeout(what) => return self.timeout(what, false),
            CredentialError::Refused(refused) => *refused,
        };
        Error::new(ErrorData {
            may_have_been_sent: false,
            retryable: refused.retryable,
            response: refused.response,
            provider: refused.provider,
            source: Some(refused.source),
            ..self.error(ErrorKind::Credentials)
        })
    }

    pub(crate) fn transport(&self, error: TransportError) -> Error {
        Error::new(ErrorData {
            may_have_been_sent: error.may_have_been_sent(),
            source: Some(Box::new(error)),
            ..self.error(ErrorKind::Transport)
        })
    }

    pub(crate) fn timeout(&self, what: &'static str, sent: bool) -> Error {
        Error::new(ErrorData {
            may_have_been_sent: sent,
            source: Some(what.into()),
            ..self.error(ErrorKind::Timeout)
        })
    }

    pub(crate) fn api(&self, response: ErrorResponse) -> Error {
        let redactor = self.secrets.redactor();
        Error::new(ErrorData {
            provider: ProviderMessage::by(&response, &redactor),
            response: Some(response.shown_by(&redactor)),
            ..self.error(ErrorKind::Api)
        })
    }

    pub(crate) fn unexpected(&self, problem: Unexpected, response: Option<ErrorResponse>) -> Error {
        let redactor = self.secrets.redactor();
        let excerpt = response
            .as_ref()
            .and_then(|response| problem.excerpt(response, &redactor));
        let problem = match &response {
            Some(response) => problem.in_media(response.media_type()),
            None => problem,
        };
        Error::new(ErrorData {
            provider: ProviderMessage {
                request_id: response
                    .as_ref()
                    .and_then(|response| ProviderMessage::request_id(response, &redactor)),
                ..ProviderMessage::default()
            },
            response: response.map(|response| response.shown_by(&redactor)),
            unexpected: Some(problem.redacted(&redactor)),
            excerpt,
            ..self.error(ErrorKind::Unexpected)
        })
    }

    pub(crate) fn pages(&self) -> Error {
        Error::new(self.error(ErrorKind::Pages))
    }
}
