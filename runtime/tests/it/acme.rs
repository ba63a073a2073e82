//! A made-up API, as generated code would state it.

use serde::{Deserialize, Serialize};
use signon_runtime::codegen::{DocumentedError, DocumentedHeaders, page};
use signon_runtime::metadata::{
    Api, Method, OperationMetadata, RateLimit, RequiredScheme, Retry, Scheme, SchemeKind, Server,
    ServerVariable, TokenBody, TokenCredentials, TokenParameter, TokenRequest, TokenScopes,
};
use signon_runtime::testing::{Memory, TestClock};
use signon_runtime::{
    Client, ClientBuilder, ClientCredentials, Credential, DecodeError, ErrorResponse, HeaderMap,
    Next, Operation, Paginated, RawResponse, Request, Response,
};

pub(crate) static API: Api = Api {
    name: "acme",
    version: "1.2.3",
    servers: &[Server {
        url: "https://{tenant}.acme.test/v1",
        variables: &[ServerVariable {
            name: "tenant",
            default: "main",
            values: &[],
        }],
    }],
    schemes: &[
        Scheme {
            name: "bearer",
            kind: SchemeKind::Bearer,
        },
        Scheme {
            name: "basic",
            kind: SchemeKind::Basic,
        },
        Scheme {
            name: "header",
            kind: SchemeKind::ApiKeyHeader("X-Api-Key"),
        },
        Scheme {
            name: "query",
            kind: SchemeKind::ApiKeyQuery("api_key"),
        },
        Scheme {
            name: "cookie",
            kind: SchemeKind::ApiKeyCookie("session"),
        },
        Scheme {
            name: "onelogin",
            kind: SchemeKind::ClientCredentials(TokenRequest {
                url: "/auth/oauth2/v2/token",
                scopes: TokenScopes::None,
                body: TokenBody::Json,
                credentials: TokenCredentials::Header(
                    "client_id:{client_id}, client_secret:{client_secret}",
                ),
                parameters: &[],
            }),
        },
        Scheme {
            name: "logto",
            kind: SchemeKind::ClientCredentials(TokenRequest {
                url: "/oidc/token",
                scopes: TokenScopes::Needed,
                body: TokenBody::Form,
                credentials: TokenCredentials::Body,
                parameters: &[TokenParameter::required("resource")],
            }),
        },
        Scheme {
            name: "oauth",
            kind: SchemeKind::ClientCredentials(TokenRequest {
                url: "/oauth/token",
                scopes: TokenScopes::Needed,
                body: TokenBody::Form,
                credentials: TokenCredentials::Body,
                parameters: &[],
            }),
        },
        Scheme {
            name: "tenant",
            kind: SchemeKind::ClientCredentials(TokenRequest {
                url: "/oidc/token",
                scopes: TokenScopes::Needed,
                body: TokenBody::Form,
                credentials: TokenCredentials::Body,
                parameters: &[TokenParameter::with_default(
                    "resource",
                    "https://{tenant}.acme.test/api",
                )],
            }),
        },
        Scheme {
            name: "digest",
            kind: SchemeKind::Unsupported("digest"),
        },
    ],
    security: &[],
    rate_limits: &[],
};

macro_rules! metadata {
    ($($name:ident = $method:ident $id:literal $path:literal $(. $build:ident ( $($arg:expr),* ))*;)*) => {$(
        pub(crate) static $name: OperationMetadata =
            OperationMetadata::new(&API, Method::$method, $id, $path)$(.$build($($arg),*))*;
    )*};
}

metadata! {
    PING = Get "ping" "/ping";
    GET = Get "getThing" "/things/{id}" .accept("application/json");
    CREATE = Post "createThing" "/things";
    REPLACE = Put "replaceThing" "/things/{id}";
    MARKED = Post "searchThings" "/things/search" .retry(Retry::Safe);
    NEVER = Get "fireOnce" "/fire" .retry(Retry::Never);
    KEYED = Post "pay" "/payments" .idempotency_header("Idempotency-Key");
    LIMITED = Get "listLimited" "/limited" .rate_limits(&[RateLimit::per_operation(10, 60)]);
    LIMITED_TOGETHER = Get "listTogether" "/together"
        .rate_limits(&[RateLimit::per_client(20, 10), RateLimit::per_parameter(5, 10, "account")]);
    LIMITED_BESIDE = Get "getBeside" "/accounts/{account}/beside"
        .rate_limits(&[RateLimit::per_client(20, 10), RateLimit::per_parameter(5, 10, "account")]);
    DOWNLOAD = Get "download" "/files/{id}" .streaming();
    SIGN_IN = Get "signIn" "/sign-in" .redirects();
    BEARER = Get "withBearer" "/secure" .security(&[&[plain("bearer")]]);
    BEARER_POST = Post "postWithBearer" "/secure" .security(&[&[plain("bearer")]]);
    BASIC = Get "withBasic" "/secure" .security(&[&[plain("basic")]]);
    HEADER = Get "withHeader" "/secure" .security(&[&[plain("header")]]);
    QUERY = Get "withQuery" "/secure" .security(&[&[plain("query")]]);
    COOKIE = Get "withCookie" "/secure" .security(&[&[plain("cookie")]]);
    EITHER = Get "withEither" "/secure" .security(&[&[plain("bearer")], &[plain("header")]]);
    BOTH = Get "withBoth" "/secure" .security(&[&[plain("bearer"), plain("header")]]);
    OPTIONAL = Get "withOptional" "/secure" .security(&[&[], &[plain("bearer")]]);
    DIGEST = Get "withDigest" "/secure" .security(&[&[plain("digest")]]);
    ONELOGIN = Get "withOneLogin" "/secure" .security(&[&[scoped("onelogin", &["Read All"])]]);
    ONELOGIN_POST = Post "postWithOneLogin" "/secure" .security(&[&[plain("onelogin")]]);
    LOGTO = Get "withLogto" "/secure" .security(&[&[scoped("logto", &["all"])]]);
    TENANT = Get "withTenant" "/secure" .security(&[&[plain("tenant")]]);
    READ = Get "read" "/secure" .security(&[&[scoped("oauth", &["read"])]]);
    WRITE = Get "write" "/secure" .security(&[&[scoped("oauth", &["write"])]]);
    READ_WRITE = Get "readWrite" "/secure" .security(&[&[scoped("oauth", &["read", "write"])]]);
    NO_SCOPE = Get "noScope" "/secure" .security(&[&[plain("oauth")]]);
    EITHER_SCOPE = Get "eitherScope" "/secure"
        .security(&[&[scoped("missing", &["no"])], &[scoped("oauth", &["admin"])]]);
    TWO_CLIENTS = Get "twoClients" "/secure"
        .security(&[&[scoped("oauth", &["read"]), scoped("logto", &["all"])]]);
    SHAPES = Get "shapes" "/a/{x}/b/{y}";
    OWN_SERVER = Get "ownServer" "/upload"
        .server(&[Server::new("https://files.acme.test")]);
}

/// A scheme that needs no scope.
const fn plain(name: &'static str) -> RequiredScheme {
    RequiredScheme::new(name, &[])
}

/// A scheme that needs `scopes`.
const fn scoped(name: &'static str, scopes: &'static [&'static str]) -> RequiredScheme {
    RequiredScheme::new(name, scopes)
}

/// A client over `memory`, whose time is `clock`'s.
pub(crate) fn client(memory: &Memory, clock: &TestClock) -> Client {
    builder(memory, clock).build().expect("the client is sound")
}

pub(crate) fn builder(memory: &Memory, clock: &TestClock) -> ClientBuilder {
    ClientBuilder::new(&API)
        .transport(memory.clone())
        .clock(clock.clone())
}

/// The credential for the scheme like OneLogin's.
pub(crate) fn onelogin() -> Credential {
    Credential::client_credentials("onelogin", ClientCredentials::new("id-1", "s3cr3t-client"))
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Problem {
    pub(crate) code: String,
}

/// Gets a thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GetThing(pub(crate) &'static str);

impl Operation for GetThing {
    const METADATA: &'static OperationMetadata = &GET;
    type Output = Thing;
    type Error = Problem;
    type Headers = ThingHeaders;

    fn request(&self) -> Request {
        Request::new(Self::METADATA).path("id", self.0)
    }

    fn decode(response: RawResponse) -> Result<Thing, DecodeError> {
        match response.status() {
            200 => response.json(),
            _ => response.undocumented(),
        }
    }
}

impl DocumentedError for Problem {
    fn decode(response: &ErrorResponse) -> Option<Self> {
        match response.status() {
            404 => response.json(),
            _ => None,
        }
    }
}

/// The headers of a thing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ThingHeaders {
    pub(crate) version: Option<String>,
}

impl DocumentedHeaders for ThingHeaders {
    fn read(headers: &HeaderMap) -> Self {
        Self {
            version: page::header(headers, "x-version"),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct ThingPage {
    pub(crate) things: Vec<Thing>,
    #[serde(rename = "nextCursor")]
    next_cursor: Option<String>,
}

/// How pages lead to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Paging {
    Body,
    Header,
    EncodedHeader,
    Number { size: Option<i64> },
    Link,
    LinkInBody,
    RequestHeader,
}

/// Lists things in pages.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListThings {
    pub(crate) paging: Paging,
    pub(crate) cursor: Option<String>,
    pub(crate) page: Option<i64>,
}

impl ListThings {
    pub(crate) const fn new(paging: Paging) -> Self {
        Self {
            paging,
            cursor: None,
            page: None,
        }
    }
}

static LIST: OperationMetadata = OperationMetadata::new(&API, Method::Get, "listThings", "/things");

impl Operation for ListThings {
    const METADATA: &'static OperationMetadata = &LIST;
    type Output = ThingPage;
    type Error = std::convert::Infallible;
    type Headers = ();

    fn request(&self) -> Request {
        let request = Request::new(Self::METADATA).query("page", &self.page);
        if self.paging == Paging::RequestHeader {
            return request.header("X-Cursor", &self.cursor);
        }
        request.query("cursor", &self.cursor)
    }

    fn decode(response: RawResponse) -> Result<ThingPage, DecodeError> {
        response.json()
    }
}

impl Paginated for ListThings {
    type Item = Thing;

    fn next(&self, page: &Response<ThingPage>) -> Option<Next<Self>> {
        let body = page.body();
        let mut next = self.clone();
        match self.paging {
            Paging::Body | Paging::RequestHeader => {
                next.cursor = Some(page::cursor(body.next_cursor.as_deref())?);
            }
            Paging::Header => next.cursor = Some(page::header(page.headers(), "After-Cursor")?),
            Paging::EncodedHeader => {
                let cursor = page::header_percent_decoded(page.headers(), "After-Cursor")?;
                next.cursor = Some(cursor);
            }
            Paging::Number { size } => {
                next.page = Some(page::number(self.page, 1, size, body.things.len())?);
            }
            Paging::Link => return page::next_link(page.headers()).map(Next::Link),
            Paging::LinkInBody => {
                return page::cursor(body.next_cursor.as_deref()).map(Next::Link);
            }
        }
        Some(Next::Request(next))
    }

    fn into_items(page: ThingPage) -> Vec<Thing> {
        page.things
    }
}
