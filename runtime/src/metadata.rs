//! Metadata of an API and its operations from the spec, as constant data.

mod access;
mod rate_limit;

pub(crate) use self::access::CredentialLocation;
pub use self::access::{
    RequiredScheme, Requirement, Scheme, SchemeKind, TokenBody, TokenCredentials, TokenParameter,
    TokenRequest, TokenScopes,
};
pub use self::rate_limit::{RateLimit, RateLimitPer};
pub use crate::method::Method;

/// Metadata of one provider's API that holds for all operations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Api {
    /// The provider's short name, such as `torii`.
    pub name: &'static str,
    /// The version of the client crate; it is in the user agent.
    pub version: &'static str,
    /// Where the API is served; the first is the default.
    pub servers: &'static [Server],
    /// The ways to authenticate.
    pub schemes: &'static [Scheme],
    /// What a call needs unless its operation says otherwise: any one of these.
    pub security: &'static [Requirement],
    /// The documented rate limits of all operations, beside those of each.
    pub rate_limits: &'static [RateLimit],
}

impl Api {
    /// An API without servers, security and rate limits.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self {
            name,
            version,
            servers: &[],
            schemes: &[],
            security: &[],
            rate_limits: &[],
        }
    }

    /// Sets where the API is served; the first is the default.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets the ways to authenticate.
    #[must_use]
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets what a call needs unless its operation says otherwise: any one of `requirements` is enough.
    #[must_use]
    pub const fn security(mut self, requirements: &'static [Requirement]) -> Self {
        self.security = requirements;
        self
    }

    /// Sets the documented rate limits of all operations, beside those of each.
    #[must_use]
    pub const fn rate_limits(mut self, limits: &'static [RateLimit]) -> Self {
        self.rate_limits = limits;
        self
    }
}

/// A base URL at which an API is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL; it may hold `{variables}`, and may be relative or empty.
    pub url: &'static str,
    /// What the variables are.
    pub variables: &'static [ServerVariable],
}

impl Server {
    /// A server whose URL has no variables.
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }

    /// Sets the variables of the URL.
    #[must_use]
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }
}

/// A variable in a server's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name, as it is between the braces.
    pub name: &'static str,
    /// The value that is used when the caller gives none; empty if the caller must give one.
    pub default: &'static str,
    /// The values that are allowed; empty if any is.
    pub values: &'static [&'static str],
}

/// Whether an operation may be repeated when its outcome is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retry {
    /// As the HTTP method says (RFC 9110, section 9.2.2).
    #[default]
    ByMethod,
    /// A repeat is safe.
    Safe,
    /// Never repeated.
    Never,
}

/// Metadata of one operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OperationMetadata {
    api: &'static Api,
    method: Method,
    id: &'static str,
    path: &'static str,
    security: Option<&'static [Requirement]>,
    servers: Option<&'static [Server]>,
    accept: Option<&'static str>,
    rate_limits: &'static [RateLimit],
    retry: Retry,
    idempotency_header: Option<&'static str>,
    streaming: bool,
    redirects: bool,
}

impl OperationMetadata {
    /// An operation with nothing special about it.
    pub const fn new(
        api: &'static Api,
        method: Method,
        id: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            api,
            method,
            id,
            path,
            security: None,
            servers: None,
            accept: None,
            rate_limits: &[],
            retry: Retry::ByMethod,
            idempotency_header: None,
            streaming: false,
            redirects: false,
        }
    }

    /// Overrides the API's security: any one of `requirements` is enough, and none means anonymous.
    #[must_use]
    pub const fn security(mut self, requirements: &'static [Requirement]) -> Self {
        self.security = Some(requirements);
        self
    }

    /// Overrides the API's servers.
    #[must_use]
    pub const fn server(mut self, servers: &'static [Server]) -> Self {
        self.servers = Some(servers);
        self
    }

    /// Sets the value of the `Accept` header.
    #[must_use]
    pub const fn accept(mut self, media: &'static str) -> Self {
        self.accept = Some(media);
        self
    }

    /// Sets the documented rate limits; the client keeps to them.
    #[must_use]
    pub const fn rate_limits(mut self, limits: &'static [RateLimit]) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Sets whether the operation may be repeated.
    #[must_use]
    pub const fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the header that makes a repeat safe; the client fills it.
    #[must_use]
    pub const fn idempotency_header(mut self, name: &'static str) -> Self {
        self.idempotency_header = Some(name);
        self
    }

    /// Hands the success body over as a stream, without holding it in memory.
    #[must_use]
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// Gives redirects to the caller instead of following them: they are what the spec documents as the success.
    #[must_use]
    pub const fn redirects(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// The API that the operation belongs to.
    pub const fn api(&self) -> &'static Api {
        self.api
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The spec's `operationId`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The spec's path template, letter for letter.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The operation's own security requirements, if it has any.
    pub const fn own_security(&self) -> Option<&'static [Requirement]> {
        self.security
    }

    /// The operation's own servers, if it has any.
    pub const fn own_servers(&self) -> Option<&'static [Server]> {
        self.servers
    }

    /// The value of the `Accept` header, if the spec names one.
    pub const fn accepts(&self) -> Option<&'static str> {
        self.accept
    }

    /// The operation's own documented rate limits.
    pub const fn own_rate_limits(&self) -> &'static [RateLimit] {
        self.rate_limits
    }

    /// Whether the operation may be repeated.
    pub const fn retry_safety(&self) -> Retry {
        self.retry
    }

    /// The header that makes a repeat safe, if there is one.
    pub const fn idempotency(&self) -> Option<&'static str> {
        self.idempotency_header
    }

    /// Whether the success body is handed over as a stream.
    pub const fn is_streaming(&self) -> bool {
        self.streaming
    }

    /// Whether a redirect is a success, and not followed.
    pub const fn is_redirecting(&self) -> bool {
        self.redirects
    }
}
