//! Ways to authenticate, and what an operation needs of them.

/// Security schemes that must all be applied; empty means that an anonymous call is allowed.
pub type Requirement = &'static [RequiredScheme];

/// A security scheme that a requirement names, and the scopes that it needs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredScheme {
    /// The name of the scheme.
    pub name: &'static str,
    /// The scopes that the operation needs; empty for schemes without scopes.
    pub scopes: &'static [&'static str],
}

impl RequiredScheme {
    /// The scheme of this name, and the scopes that are needed of it.
    pub const fn new(name: &'static str, scopes: &'static [&'static str]) -> Self {
        Self { name, scopes }
    }
}

/// A way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scheme {
    /// The name that requirements use.
    pub name: &'static str,
    /// What is sent, and where.
    pub kind: SchemeKind,
}

impl Scheme {
    /// The scheme of this name.
    pub const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }
}

/// What a security scheme sends, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`
    Bearer,
    /// `Authorization: Basic ...`
    Basic,
    /// A key in the header of this name.
    ApiKeyHeader(&'static str),
    /// A key in the query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A key in the cookie of this name.
    ApiKeyCookie(&'static str),
    /// OAuth2 client credentials: a token is requested, cached, and sent as a bearer token.
    ClientCredentials(TokenRequest),
    /// Another OAuth2 flow or `OpenID` Connect: the caller brings the access token.
    OAuth2,
    /// A scheme that is not built in, by its name; the caller brings the whole `Authorization` value.
    Unsupported(&'static str),
}

/// The location of a credential in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CredentialLocation {
    /// `Authorization`, after this text.
    Authorization(&'static str),
    /// The header of this name.
    Header(&'static str),
    /// The query parameter of this name.
    Query(&'static str),
    /// The cookie of this name.
    Cookie(&'static str),
}

impl SchemeKind {
    /// Where a request carries the credential.
    pub(crate) const fn location(&self) -> CredentialLocation {
        match self {
            Self::Bearer | Self::OAuth2 | Self::ClientCredentials(_) => {
                CredentialLocation::Authorization("Bearer ")
            }
            Self::Basic => CredentialLocation::Authorization("Basic "),
            Self::Unsupported(_) => CredentialLocation::Authorization(""),
            Self::ApiKeyHeader(name) => CredentialLocation::Header(name),
            Self::ApiKeyQuery(name) => CredentialLocation::Query(name),
            Self::ApiKeyCookie(name) => CredentialLocation::Cookie(name),
        }
    }
}

/// How an OAuth2 token is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// The token endpoint; it may be relative to the server.
    pub url: &'static str,
    /// The scopes that are requested unless the caller names others.
    pub scopes: TokenScopes,
    /// How the request's body is written.
    pub body: TokenBody,
    /// Where the client's id and secret go.
    pub credentials: TokenCredentials,
    /// Further parameters of the token request.
    pub parameters: &'static [TokenParameter],
}

/// A further parameter of a token request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenParameter {
    /// The name.
    pub name: &'static str,
    /// The value unless the caller gives another; it may hold `{variables}` of the server's URL.
    pub default: Option<&'static str>,
}

impl TokenParameter {
    /// A parameter that the caller must give.
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            default: None,
        }
    }

    /// A parameter that the caller may leave out.
    pub const fn with_default(name: &'static str, default: &'static str) -> Self {
        Self {
            name,
            default: Some(default),
        }
    }
}

/// The scopes of a token request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenScopes {
    /// The union of those that the operations called so far need.
    #[default]
    Needed,
    /// None, ever: what a token allows is a property of the client's id and secret.
    None,
}

/// How the body of a token request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenBody {
    /// `application/x-www-form-urlencoded`, as RFC 6749 has it.
    Form,
    /// `application/json`
    Json,
}

/// Where the client's id and secret go in a token request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenCredentials {
    /// HTTP Basic authentication.
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// The `Authorization` header with this value, in which `{client_id}` and `{client_secret}` are filled in.
    Header(&'static str),
}
