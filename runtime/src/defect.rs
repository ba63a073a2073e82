//! Why a request cannot be sent.

use crate::redact::printable;

/// What is wrong with a request. Nothing has been sent.
///
/// No variant holds a value that was given: it might be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Defect {
    /// An empty, `.` or `..` path segment would name another endpoint.
    #[error(
        "the path parameter `{}` makes a segment that is empty, `.` or `..`, which names another endpoint",
        printable(.0)
    )]
    Segment(String),
    /// A path parameter has no value.
    #[error("the path parameter `{}` has no value", printable(.0))]
    MissingPathParameter(String),
    /// The path template has no place of this name.
    #[error("the path has no parameter `{}`", printable(.0))]
    UnknownPathParameter(String),
    /// The method is no HTTP token.
    #[error("the method is not an HTTP token")]
    Method,
    /// A header cannot be written.
    #[error(
        "the header `{}` cannot be written: it holds a control character, or white space at an end",
        printable(.0)
    )]
    Header(String),
    /// The body cannot be written as JSON.
    #[error("the body cannot be written as JSON: {}", printable(.0))]
    Json(String),
    /// The body cannot be written as XML.
    #[error("the body cannot be written as XML: {}", printable(.0))]
    Xml(String),
    /// The value of a form or of a query string cannot be written as one.
    #[error("the value of a form or of a query string cannot be written as one")]
    Form,
    /// The body cannot be read from where it comes from.
    #[error("the body cannot be read: {}", printable(.0))]
    Body(String),
    /// The URL that comes out is not one.
    #[error("the URL is not valid: {}", printable(.0))]
    Url(String),
    /// The server's URL has a variable without a value, or a value that is not allowed.
    #[error("the server variable `{}` {problem}", printable(.name))]
    ServerVariable {
        /// The variable.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The spec names no server that can be reached without a base URL.
    #[error("the spec names no absolute server URL: set one with `base_url`")]
    NoServer,
    /// No credential was given for what the operation needs.
    #[error("no credential was given for the security scheme `{}`", printable(.0))]
    NoCredential(String),
    /// The credential does not fit its security scheme.
    #[error("the credential for the security scheme `{}` {problem}", printable(.scheme))]
    Credential {
        /// The scheme.
        scheme: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The operation belongs to another provider than the client.
    #[error("the operation is one of `{operation}`, the client is for `{client}`")]
    ForeignOperation {
        /// The operation's provider.
        operation: &'static str,
        /// The client's.
        client: &'static str,
    },
    /// Credentials would travel in the clear.
    #[error(
        "credentials are not sent over plain http to another host: `ClientBuilder::allow_plain_http` allows it"
    )]
    PlainHttp,
    /// A link to the next page leads to another origin.
    #[error("the link to the next page leads to another origin")]
    ForeignLink,
    /// The client cannot be set up.
    #[error("the client cannot be set up: {}", printable(.0))]
    Setup(String),
}
