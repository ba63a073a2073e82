//! The context of a call, from which its errors are made.

use std::borrow::Cow;
use std::time::Duration;

use crate::bounds::BoxError;
use crate::credential::Secrets;
use crate::defect::Defect;
use crate::error::{Error, ErrorKind, Inner, ProviderMessage, RetryStopReason, Unexpected};
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

    fn error(&self, kind: ErrorKind) -> Inner {
        Inner {
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
        Error(Box::new(Inner {
            may_have_been_sent: false,
            source: Some(Box::new(defect)),
            ..self.error(ErrorKind::Build)
        }))
    }

    pub(crate) fn credentials(
        &self,
        source: BoxError,
        retryable: bool,
        response: Option<ErrorResponse>,
        provider: ProviderMessage,
    ) -> Error {
        Error(Box::new(Inner {
            may_have_been_sent: false,
            retryable,
            response,
            provider,
            source: Some(source),
            ..self.error(ErrorKind::Credentials)
        }))
    }

    pub(crate) fn transport(&self, error: TransportError) -> Error {
        Error(Box::new(Inner {
            may_have_been_sent: error.may_have_been_sent(),
            source: Some(Box::new(error)),
            ..self.error(ErrorKind::Transport)
        }))
    }

    pub(crate) fn timeout(&self, what: &'static str, sent: bool) -> Error {
        Error(Box::new(Inner {
            may_have_been_sent: sent,
            source: Some(what.into()),
            ..self.error(ErrorKind::Timeout)
        }))
    }

    pub(crate) fn api(&self, response: ErrorResponse) -> Error {
        let redactor = self.secrets.redactor();
        Error(Box::new(Inner {
            provider: ProviderMessage::by(&response, &redactor),
            response: Some(response.shown_by(&redactor)),
            ..self.error(ErrorKind::Api)
        }))
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
        Error(Box::new(Inner {
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
        }))
    }

    pub(crate) fn pages(&self) -> Error {
        Error(Box::new(self.error(ErrorKind::Pages)))
    }
}

impl Error {
    pub(crate) fn with_stop(mut self, stop: RetryStopReason) -> Self {
        self.0.stop = Some(stop);
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }
}
