//! Servers, security schemes and rate limits.

use serde_json::{Value, json};

use super::object::{Object, texts};
use crate::ir::{
    RateLimit, RateLimitPer, Requirement, Scheme, SchemeKind, Server, ServerVariable,
    TokenCredentials, TokenParameter, TokenRequest,
};

pub(super) fn servers(servers: &[Server]) -> Vec<Value> {
    let server = |server: &Server| -> Value {
        Object::new()
            .put("url", server.url.as_str())
            .put_some("description", server.description.clone())
            .put_list("variables", server.variables.iter().map(variable).collect())
            .into()
    };
    servers.iter().map(server).collect()
}

fn variable(variable: &ServerVariable) -> Value {
    Object::new()
        .put("name", variable.key.as_str())
        .put_some("default", variable.default.clone())
        .put_list("values", texts(&variable.values))
        .put_some("description", variable.description.clone())
        .into()
}

pub(super) fn requirements(requirements: &[Requirement]) -> Vec<Value> {
    let requirement = |requirement: &Requirement| -> Value {
        let schemes = requirement.iter().map(|required| -> Value {
            Object::new()
                .put("scheme", required.key.as_str())
                .put_list("scopes", texts(&required.scopes))
                .into()
        });
        schemes.collect()
    };
    requirements.iter().map(requirement).collect()
}

pub(super) fn rate_limits(limits: &[RateLimit]) -> Vec<Value> {
    let limit = |limit: &RateLimit| {
        let per = match &limit.per {
            RateLimitPer::Operation => json!("operation"),
            RateLimitPer::Client => json!("client"),
            RateLimitPer::Parameter(name) => json!({"parameter": name}),
        };
        json!({"requests": limit.requests, "seconds": limit.seconds, "per": per})
    };
    limits.iter().map(limit).collect()
}

pub(super) fn schemes(schemes: &[Scheme]) -> Vec<Value> {
    let scheme = |scheme: &Scheme| -> Value {
        kind(&scheme.kind)
            .put("name", scheme.key.as_str())
            .put_some("description", scheme.description.clone())
            .into()
    };
    schemes.iter().map(scheme).collect()
}

fn kind(kind: &SchemeKind) -> Object {
    let of = |name: &str| Object::new().put("type", name);
    match kind {
        SchemeKind::Bearer => of("bearer"),
        SchemeKind::Basic => of("basic"),
        SchemeKind::ApiKeyHeader(key) => of("api_key_header").put("key", key.as_str()),
        SchemeKind::ApiKeyQuery(key) => of("api_key_query").put("key", key.as_str()),
        SchemeKind::ApiKeyCookie(key) => of("api_key_cookie").put("key", key.as_str()),
        SchemeKind::ClientCredentials(request) => token(of("client_credentials"), request),
        SchemeKind::Token => of("oauth2"),
        SchemeKind::Other(scheme) => of("other").put("scheme", scheme.as_str()),
    }
}

fn token(object: Object, request: &TokenRequest) -> Object {
    let credentials = match &request.credentials {
        TokenCredentials::Basic => json!("basic"),
        TokenCredentials::Body => json!("body"),
        TokenCredentials::Header(template) => json!({"header": template}),
    };
    let parameter = |parameter: &TokenParameter| -> Value {
        Object::new()
            .put("name", parameter.key.as_str())
            .put_some("default", parameter.default.clone())
            .put_some("description", parameter.description.clone())
            .into()
    };
    object
        .put("url", request.url.as_str())
        .put("without_scopes", request.without_scopes)
        .put("body", if request.json { "json" } else { "form" })
        .put("credentials", credentials)
        .put_list(
            "parameters",
            request.parameters.iter().map(parameter).collect(),
        )
}
