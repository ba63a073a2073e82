//! Why there is no credential to send.

use crate::bounds::BoxError;
use crate::defect::Defect;
use crate::error::ProviderMessage;
use crate::error_response::ErrorResponse;

/// Why there is no credential to send.
pub(crate) enum CredentialError {
    /// It cannot be sent, or the request for it cannot be built.
    Defect(Defect),
    /// It did not come before the deadline, with what took too long.
    Timeout(&'static str),
    /// Its source has none. Boxed, because a response is large.
    Refused(Box<Refused>),
}

/// Why a source or a token endpoint has no credential.
pub(crate) struct Refused {
    pub(crate) source: BoxError,
    pub(crate) retryable: bool,
    /// The response of the token endpoint.
    pub(crate) response: Option<ErrorResponse>,
    pub(crate) provider: ProviderMessage,
}

impl CredentialError {
    /// There is no response that says why.
    pub(super) fn refused(source: BoxError, retryable: bool) -> Self {
        Self::Refused(Box::new(Refused {
            source,
            retryable,
            response: None,
            provider: ProviderMessage::default(),
        }))
    }
}
