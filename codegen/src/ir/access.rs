//! Servers, security schemes and requirements.

/// Where the API is served.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// The URL, perhaps relative, perhaps with `{variables}`.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// The variables of the URL, in its order.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller can choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub key: String,
    /// The default; none where it is a mere placeholder.
    pub default: Option<String>,
    /// The values that are allowed; empty for any.
    pub values: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}

/// Schemes that have to be applied together; empty where none is needed.
pub type Requirement = Vec<RequiredScheme>;

/// A scheme that a requirement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredScheme {
    /// The scheme's key in the document.
    pub key: String,
    /// The scopes that are needed; empty for schemes without scopes.
    pub scopes: Vec<String>,
}

/// A security scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// The scheme's key in the document.
    pub key: String,
    /// What it means.
    pub description: Option<String>,
    /// How the proof travels.
    pub kind: SchemeKind,
}

/// How the proof of who is calling travels.
#[derive(Clone, Debug)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`.
    Bearer,
    /// `Authorization: Basic ...`.
    Basic,
    /// A key in this header.
    ApiKeyHeader(String),
    /// A key in this query parameter.
    ApiKeyQuery(String),
    /// A key in this cookie.
    ApiKeyCookie(String),
    /// A token that the client asks for with its own credentials (RFC 6749, section 4.4).
    ClientCredentials(TokenRequest),
    /// A token that the caller obtains elsewhere: the other OAuth2 flows, `OpenID` Connect.
    Token,
    /// Anything else, by the document's word for it.
    Other(String),
}

/// How a client-credentials token is requested.
#[derive(Clone, Debug, Default)]
pub struct TokenRequest {
    /// The token endpoint, perhaps relative to the server.
    pub url: String,
    /// Whether scopes are a property of the client's own credentials, and never requested.
    pub without_scopes: bool,
    /// Whether the body is JSON; form otherwise.
    pub json: bool,
    /// How the client's own credentials travel.
    pub credentials: TokenCredentials,
    /// Further parameters.
    pub parameters: Vec<TokenParameter>,
}

/// A further parameter of a token request.
#[derive(Clone, Debug)]
pub struct TokenParameter {
    /// The name.
    pub key: String,
    /// The value unless the caller gives another, with variables of the server's URL; none if the caller has to.
    pub default: Option<String>,
    /// What it means.
    pub description: Option<String>,
}

/// How the client's own credentials travel in a token request.
#[derive(Clone, Debug, Default)]
pub enum TokenCredentials {
    /// HTTP Basic.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// In the `Authorization` header, after this template.
    Header(String),
}
