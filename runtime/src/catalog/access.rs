//! Servers, security schemes and rate limits.

use serde::{Deserialize, Serialize};

/// A place where an API is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Server {
    /// The URL; it may hold `{variables}`, and may be relative or empty.
    pub url: String,
    /// What the server is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The variables of the URL.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The value that is used when the caller gives none; where there is none, the caller must give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The values that are allowed; empty for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Schemes that must all be applied; empty means that an anonymous call is allowed.
pub type Requirement = Vec<RequiredScheme>;

/// A scheme that a requirement names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RequiredScheme {
    /// The name of the scheme.
    pub scheme: String,
    /// The scopes that are needed; empty for schemes without scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name that requirements and [`Credential`](crate::Credential)s use.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What is sent, and where.
    #[serde(flatten)]
    pub kind: SchemeKind,
}

/// What a security scheme sends, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`
    Bearer,
    /// `Authorization: Basic ...`
    Basic,
    /// A key in a header.
    ApiKeyHeader {
        /// The header's name.
        key: String,
    },
    /// A key in a query parameter.
    ApiKeyQuery {
        /// The parameter's name.
        key: String,
    },
    /// A key in a cookie.
    ApiKeyCookie {
        /// The cookie's name.
        key: String,
    },
    /// OAuth2 client credentials: the client requests tokens by itself.
    ClientCredentials(TokenRequest),
    /// Another OAuth2 flow or `OpenID` Connect: the caller brings the access token.
    Oauth2,
    /// Anything else: the caller brings the whole `Authorization` value.
    Other {
        /// The document's name for it.
        scheme: String,
    },
}

/// How an OAuth2 client-credentials token is requested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The token endpoint; it may be relative to the server.
    pub url: String,
    /// Whether scopes are a property of the client's id and secret, and never requested.
    #[serde(default)]
    pub without_scopes: bool,
    /// How the request's body is written.
    #[serde(default)]
    pub body: TokenBody,
    /// Where the client's id and secret go.
    #[serde(default)]
    pub credentials: TokenCredentials,
    /// Further parameters of the token request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<TokenParameter>,
}

/// How the body of a token request is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenBody {
    /// `application/x-www-form-urlencoded`
    #[default]
    Form,
    /// `application/json`
    Json,
}

/// Where the client's id and secret go in a token request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenCredentials {
    /// HTTP Basic authentication.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// The `Authorization` header with this value, in which `{client_id}` and `{client_secret}` are filled in.
    Header(String),
}

/// A further parameter of a token request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenParameter {
    /// The name.
    pub name: String,
    /// The value unless the caller gives another; where there is none, the caller must give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A documented rate limit; the client keeps to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests.
    pub requests: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// Which requests count together.
    pub per: RateLimitPer,
}

/// Which requests count together against a rate limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RateLimitPer {
    /// Those of one operation.
    Operation,
    /// Those of the client, over all operations that have the limit.
    Client,
    /// Those with the same value of this query, path or header parameter.
    Parameter(String),
}
