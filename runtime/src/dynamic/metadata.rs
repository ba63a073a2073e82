//! Catalog entries as the runtime knows operations: constant data that lives as long as the program.
//!
//! What is made here is kept: making the same entry twice gives the same data, so that memory is bounded by the number
//! of distinct catalogs, not by how often one is loaded.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::catalog::{self, Catalog, Operation};
use crate::metadata::{
    Api, OperationMetadata, RateLimit, RateLimitPer, RequiredScheme, Requirement, Retry, Scheme,
    SchemeKind, Server, ServerVariable, TokenBody, TokenCredentials, TokenParameter, TokenRequest,
    TokenScopes,
};
use crate::method::Method;

static APIS: LazyLock<Mutex<HashMap<String, &'static Api>>> = LazyLock::new(Mutex::default);
static METADATA: LazyLock<Mutex<HashMap<String, &'static OperationMetadata>>> =
    LazyLock::new(Mutex::default);

/// What is kept under `key`, made by `make` if it is new.
fn kept<T>(
    pool: &Mutex<HashMap<String, &'static T>>,
    key: String,
    make: impl FnOnce() -> T,
) -> &'static T {
    let mut pool = pool.lock().unwrap_or_else(PoisonError::into_inner);
    pool.entry(key)
        .or_insert_with(|| Box::leak(Box::new(make())))
}

/// The API of a catalog.
pub(super) fn api(catalog: &Catalog) -> &'static Api {
    let key = format!(
        "{:?}",
        (
            &catalog.provider,
            &catalog.servers,
            &catalog.security_schemes,
            &catalog.security,
            &catalog.rate_limits,
        )
    );
    kept(&APIS, key, || Api {
        name: text(&catalog.provider),
        version: env!("CARGO_PKG_VERSION"),
        servers: servers(&catalog.servers),
        schemes: list(&catalog.security_schemes, |scheme| Scheme {
            name: text(&scheme.name),
            kind: kind(&scheme.kind),
        }),
        security: requirements(&catalog.security),
        rate_limits: rate_limits(&catalog.rate_limits),
    })
}

/// What the runtime knows about an operation.
pub(super) fn metadata(api: &'static Api, operation: &Operation) -> &'static OperationMetadata {
    let key = format!(
        "{:?}",
        (
            std::ptr::from_ref(api),
            (&operation.method, &operation.id, &operation.path),
            (&operation.security, &operation.servers, &operation.accept),
            (&operation.rate_limits, operation.retry),
            &operation.idempotency_header,
            (operation.streaming, operation.redirects),
        )
    );
    kept(&METADATA, key, || new_facts(api, operation))
}

fn new_facts(api: &'static Api, operation: &Operation) -> OperationMetadata {
    let mut metadata = OperationMetadata::new(
        api,
        method(&operation.method),
        text(&operation.id),
        text(&operation.path),
    )
    .rate_limits(rate_limits(&operation.rate_limits));
    if let Some(security) = &operation.security {
        metadata = metadata.security(requirements(security));
    }
    if let Some(own) = &operation.servers {
        metadata = metadata.server(servers(own));
    }
    if let Some(accept) = &operation.accept {
        metadata = metadata.accept(text(accept));
    }
    if let Some(header) = &operation.idempotency_header {
        metadata = metadata.idempotency_header(text(header));
    }
    if operation.streaming {
        metadata = metadata.streaming();
    }
    if operation.redirects {
        metadata = metadata.redirects();
    }
    match operation.retry {
        Some(catalog::Retry::Safe) => metadata.retry(Retry::Safe),
        Some(catalog::Retry::Never) => metadata.retry(Retry::Never),
        None => metadata,
    }
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn list<T, U>(items: &[T], make: impl Fn(&T) -> U) -> &'static [U] {
    if items.is_empty() {
        return &[];
    }
    Box::leak(items.iter().map(make).collect::<Box<[U]>>())
}

fn method(name: &str) -> Method {
    match name {
        "GET" => Method::Get,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        "OPTIONS" => Method::Options,
        "HEAD" => Method::Head,
        "PATCH" => Method::Patch,
        "TRACE" => Method::Trace,
        other => Method::Other(text(other)),
    }
}

fn servers(servers: &[catalog::Server]) -> &'static [Server] {
    list(servers, |server| Server {
        url: text(&server.url),
        variables: list(&server.variables, |variable| ServerVariable {
            name: text(&variable.name),
            default: text(variable.default.as_deref().unwrap_or_default()),
            values: list(&variable.values, |value| text(value)),
        }),
    })
}

fn requirements(requirements: &[catalog::Requirement]) -> &'static [Requirement] {
    list(requirements, |requirement| {
        list(requirement, |required| {
            RequiredScheme::new(
                text(&required.scheme),
                list(&required.scopes, |scope| text(scope)),
            )
        })
    })
}

fn rate_limits(limits: &[catalog::RateLimit]) -> &'static [RateLimit] {
    list(limits, |limit| RateLimit {
        requests: limit.requests,
        seconds: limit.seconds,
        per: match &limit.per {
            catalog::RateLimitPer::Operation => RateLimitPer::Operation,
            catalog::RateLimitPer::Client => RateLimitPer::Client,
            catalog::RateLimitPer::Parameter(name) => RateLimitPer::Parameter(text(name)),
        },
    })
}

fn kind(kind: &catalog::SchemeKind) -> SchemeKind {
    match kind {
        catalog::SchemeKind::Bearer => SchemeKind::Bearer,
        catalog::SchemeKind::Basic => SchemeKind::Basic,
        catalog::SchemeKind::ApiKeyHeader { key } => SchemeKind::ApiKeyHeader(text(key)),
        catalog::SchemeKind::ApiKeyQuery { key } => SchemeKind::ApiKeyQuery(text(key)),
        catalog::SchemeKind::ApiKeyCookie { key } => SchemeKind::ApiKeyCookie(text(key)),
        catalog::SchemeKind::ClientCredentials(request) => {
            SchemeKind::ClientCredentials(token_request(request))
        }
        catalog::SchemeKind::Oauth2 => SchemeKind::OAuth2,
        catalog::SchemeKind::Other { scheme } => SchemeKind::Unsupported(text(scheme)),
    }
}

fn token_request(request: &catalog::TokenRequest) -> TokenRequest {
    TokenRequest {
        url: text(&request.url),
        scopes: if request.without_scopes {
            TokenScopes::None
        } else {
            TokenScopes::Needed
        },
        body: match request.body {
            catalog::TokenBody::Form => TokenBody::Form,
            catalog::TokenBody::Json => TokenBody::Json,
        },
        credentials: match &request.credentials {
            catalog::TokenCredentials::Basic => TokenCredentials::Basic,
            catalog::TokenCredentials::Body => TokenCredentials::Body,
            catalog::TokenCredentials::Header(value) => TokenCredentials::Header(text(value)),
        },
        parameters: list(&request.parameters, |parameter| TokenParameter {
            name: text(&parameter.name),
            default: parameter.default.as_deref().map(text),
        }),
    }
}
