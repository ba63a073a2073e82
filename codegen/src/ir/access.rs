//! Servers, security schemes and requirements, and what callers give for them.

use super::Api;

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

/// Schemes that must be applied together; empty where none is needed.
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
    /// The value unless the caller gives another, with variables of the server's URL; none if the caller must.
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

/// What a caller gives for the credential of a scheme.
#[derive(Clone, Copy, Debug)]
pub enum CredentialInput<'a> {
    /// An access token.
    Token,
    /// A user, before the password.
    User,
    /// A password.
    Password,
    /// An API key.
    Key,
    /// The client's own credentials, with which it requests a token.
    ClientCredentials,
    /// A parameter of the token request that has no default.
    TokenParameter(&'a TokenParameter),
    /// What answers with the whole credential.
    Source,
}

impl CredentialInput<'_> {
    /// What it is, in a word; the key of a parameter.
    pub fn word(&self) -> &str {
        match self {
            Self::Token => "token",
            Self::User => "user",
            Self::Password => "password",
            Self::Key => "key",
            Self::ClientCredentials => "credentials",
            Self::TokenParameter(parameter) => &parameter.key,
            Self::Source => "source",
        }
    }
}

impl SchemeKind {
    /// What a caller gives for a credential, in order.
    pub fn inputs(&self) -> Vec<CredentialInput<'_>> {
        match self {
            Self::Bearer | Self::Token => vec![CredentialInput::Token],
            Self::Basic => vec![CredentialInput::User, CredentialInput::Password],
            Self::ApiKeyHeader(_) | Self::ApiKeyQuery(_) | Self::ApiKeyCookie(_) => {
                vec![CredentialInput::Key]
            }
            Self::ClientCredentials(request) => {
                let parameters = request.parameters.iter();
                let required = parameters.filter(|parameter| parameter.default.is_none());
                let required = required.map(CredentialInput::TokenParameter);
                std::iter::once(CredentialInput::ClientCredentials)
                    .chain(required)
                    .collect()
            }
            Self::Other(_) => vec![CredentialInput::Source],
        }
    }
}

/// What every caller of an API gives to make a client.
#[derive(Clone, Copy, Debug)]
pub enum ClientInput<'a> {
    /// The URL of the server.
    BaseUrl,
    /// A variable of the default server that has no default.
    Variable(&'a ServerVariable),
    /// What the credential of a scheme needs.
    Credential {
        /// The index of the scheme.
        scheme: usize,
        /// The index among the inputs of the scheme.
        index: usize,
        /// The input.
        input: CredentialInput<'a>,
    },
}

impl Api {
    /// What every caller gives to make a client, in order.
    pub fn client_inputs(&self) -> Vec<ClientInput<'_>> {
        let server = self.servers.first();
        let base_url = (!server.is_some_and(Server::is_absolute)).then_some(ClientInput::BaseUrl);
        let variables = server.into_iter().flat_map(|server| &server.variables);
        let variables = variables
            .filter(|variable| variable.default.is_none())
            .map(ClientInput::Variable);
        let schemes = self.usual_schemes().into_iter();
        let credentials = schemes.flat_map(|(scheme, of)| {
            let inputs = of.kind.inputs().into_iter().enumerate();
            inputs.map(move |(index, input)| ClientInput::Credential {
                scheme,
                index,
                input,
            })
        });
        base_url
            .into_iter()
            .chain(variables)
            .chain(credentials)
            .collect()
    }

    /// The schemes of the requirement that most callers need.
    fn usual_schemes(&self) -> Vec<(usize, &Scheme)> {
        let of_operations = self.operations.iter();
        let of_operations = of_operations.filter_map(|operation| operation.security.as_ref());
        let mut requirements = self.security.iter().chain(of_operations.flatten());
        let usual: Option<&Requirement> = requirements.find(|requirement| !requirement.is_empty());
        let is_usual = |scheme: &Scheme| {
            usual.is_some_and(|schemes| schemes.iter().any(|required| required.key == scheme.key))
        };
        let schemes = self.schemes.iter().enumerate();
        schemes.filter(|(_, scheme)| is_usual(scheme)).collect()
    }
}

impl Server {
    /// Whether the URL says where the server is.
    fn is_absolute(&self) -> bool {
        self.url.contains("://") || self.url.starts_with('{')
    }
}
