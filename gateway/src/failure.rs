//! Errors, in the envelope of Truto: `statusCode`, `error`, `message`, and further members.

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};
use signon_runtime::ErrorKind;
use signon_unified::{
    Capabilities, Defect, Error, MappingError, Method, Partial, Resource, Unsupported,
};

/// Why a request is not answered with a success.
#[derive(Debug)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    status: StatusCode,
    message: String,
    headers: HeaderMap,
    extra: Map<String, Value>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            status,
            message: message.into(),
            headers: HeaderMap::new(),
            extra: Map::new(),
        }))
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        let challenge = HeaderValue::from_static("Bearer");
        Self::new(StatusCode::UNAUTHORIZED, message).header(WWW_AUTHENTICATE, challenge)
    }

    /// A refusal for lack of room, with the seconds after which another attempt may succeed.
    pub(crate) fn busy(status: StatusCode, message: &str) -> Self {
        Self::new(status, message).header(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// A method that a path does not have, with those that it has.
    pub(crate) fn method_not_allowed(message: impl Into<String>, allowed: &[http::Method]) -> Self {
        let allowed: Vec<&str> = allowed.iter().map(http::Method::as_str).collect();
        let failure = Self::new(StatusCode::METHOD_NOT_ALLOWED, message);
        match HeaderValue::from_str(&allowed.join(", ")) {
            Ok(value) => failure.header(ALLOW, value),
            Err(_) => failure,
        }
    }

    /// A query parameter that must be there.
    pub(crate) fn missing_parameter(name: &str) -> Self {
        Self::bad_request(format!("`{name}` is missing")).insight(
            "missing_required_query_parameters",
            &json!({ "description": "These query parameters are required.", "value": [name] }),
        )
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// Adds a member to the envelope.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Adds an item of `truto_error_insight`.
    fn insight(self, name: &str, insight: &Value) -> Self {
        self.with("truto_error_insight", json!({ name: insight }))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let inner = self.0;
        let mut body = json!({
            "statusCode": inner.status.as_u16(),
            "error": inner.status.canonical_reason().unwrap_or_default(),
            "message": inner.message,
        });
        if let Value::Object(body) = &mut body {
            body.extend(inner.extra);
        }
        let mut response = Response::new(axum::body::Body::from(body.to_string()));
        *response.status_mut() = inner.status;
        *response.headers_mut() = inner.headers;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}

/// A unified method of a provider, for errors that name what it takes.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) capabilities: &'static Capabilities,
    pub(crate) resource: Resource,
    pub(crate) method: Method,
}

impl Target {
    /// The failure that an error of the unified API is.
    pub(crate) fn failure(self, error: Error) -> Failure {
        match error {
            Error::Unsupported(unsupported) => self.unsupported(&unsupported),
            Error::Rejected(rejected) => self.rejected(&rejected),
            Error::Record(error) => unreadable(format!(
                "the provider's record does not fit the unified model: {error}"
            )),
            Error::Call(_, error) => remote(&error),
            Error::Partial(partial) => partial_failure(&partial),
            Error::NotFound(_) => Failure::not_found("no record has the id"),
            error @ (Error::Cycle(_) | _) => unreadable(error.to_string()),
        }
    }

    fn unsupported(self, unsupported: &Unsupported) -> Failure {
        let resource = self.resource;
        let Some(argument) = &unsupported.argument else {
            let methods: Vec<&str> = self
                .capabilities
                .iter()
                .filter(|support| support.resource == resource)
                .map(|support| support.method.as_str())
                .collect();
            return Failure::new(StatusCode::METHOD_NOT_ALLOWED, unsupported.to_string())
                .with("details", json!({ "supported_methods": methods }));
        };
        let filters = self
            .capabilities
            .find(resource, self.method)
            .map_or(&[][..], |support| support.filters);
        Failure::bad_request(unsupported.to_string()).with(
            "details",
            json!({ "parameter": argument, "supported_filters": filters }),
        )
    }

    fn rejected(self, rejected: &MappingError) -> Failure {
        let field = rejected.field.as_str();
        let support = self.capabilities.find(self.resource, self.method);
        let is_parameter = support.is_some_and(|support| support.required.contains(&field));
        match &rejected.defect {
            Defect::Missing if is_parameter => Failure::missing_parameter(field),
            Defect::Missing => Failure::bad_request(rejected.to_string()).insight(
                "missing_required_body_fields",
                &json!({ "description": "The provider needs these body fields.", "value": [field] }),
            ),
            // No record of a provider that numbers its records has such an id.
            Defect::Value(_) if field == "id" => Failure::not_found("no record has the id"),
            Defect::Null | Defect::Unsupported | Defect::Value(_) | Defect::Body(_) | _ => {
                Failure::bad_request(rejected.to_string()).with(
                "details",
                json!({ "failures": [{ "path": field, "rule": rejected.to_string() }] }),
            )}
        }
    }
}

/// A response of the provider that cannot be used.
pub(crate) fn unreadable(message: String) -> Failure {
    Failure::new(StatusCode::BAD_GATEWAY, message).with("truto_is_remote_error", true)
}

/// A change that took effect in part. Its status is one after which no client sends the change again by itself.
fn partial_failure(partial: &Partial) -> Failure {
    let names = |calls: &[signon_unified::NativeCall]| -> Vec<String> {
        calls.iter().map(ToString::to_string).collect()
    };
    let details = json!({ "took_effect": names(&partial.done), "did_not": names(&partial.left) });
    let failure = Failure::new(StatusCode::INTERNAL_SERVER_ERROR, partial.to_string())
        .with("truto_is_remote_error", true)
        .with("details", details);
    if let Error::Call(_, error) = &partial.cause {
        return with_raw_response(failure, error);
    }
    failure
}

/// A failed call of the provider.
pub(crate) fn remote(error: &signon_runtime::Error) -> Failure {
    let failure = match (error.kind(), error.status()) {
        (ErrorKind::Build, _) => return Failure::bad_request(error.to_string()),
        (ErrorKind::Timeout, _) => {
            return Failure::new(StatusCode::GATEWAY_TIMEOUT, error.to_string());
        }
        (ErrorKind::Transport, _) => {
            return Failure::new(StatusCode::BAD_GATEWAY, error.to_string());
        }
        (ErrorKind::Credentials, _) if error.is_retryable() => {
            Failure::new(StatusCode::BAD_GATEWAY, "the provider issued no token")
        }
        (ErrorKind::Credentials, _) => Failure::new(
            StatusCode::UNAUTHORIZED,
            "the provider does not accept the credentials of the account",
        ),
        (_, Some(status)) if status.is_client_error() || status.is_server_error() => {
            let reason = status.canonical_reason().unwrap_or_default();
            Failure::new(status, error.message().unwrap_or(reason))
        }
        _ => unreadable(error.to_string()),
    };
    let failure = with_insight(failure, error.status());
    let mut failure = with_raw_response(failure.with("truto_is_remote_error", true), error);
    for (name, value) in error.headers().into_iter().flatten() {
        if is_of_rate_limit(name) {
            failure = failure.header(name.clone(), value.clone());
        }
    }
    match retry_after(error) {
        Some(value) => failure.header(RETRY_AFTER, value),
        None => failure,
    }
}

/// Whether a header says how far a provider's limit is used up.
pub(crate) fn is_of_rate_limit(name: &HeaderName) -> bool {
    let mut families = ["ratelimit-", "x-ratelimit-"].iter();
    families.any(|family| name.as_str().starts_with(family))
}

fn with_insight(failure: Failure, status: Option<StatusCode>) -> Failure {
    let describe = |text: &str| json!({ "description": text });
    match status {
        Some(StatusCode::TOO_MANY_REQUESTS) => failure.insight(
            "rate_limit_error",
            &describe("The provider limits requests."),
        ),
        Some(StatusCode::FORBIDDEN) => failure.insight(
            "forbidden_error",
            &describe("The credentials of the account do not permit this."),
        ),
        _ => failure.insight(
            "remote_error",
            &describe("The provider answered with an error."),
        ),
    }
}

fn with_raw_response(failure: Failure, error: &signon_runtime::Error) -> Failure {
    let Some(body) = error.body().filter(|body| !body.is_empty()) else {
        return failure;
    };
    let raw = serde_json::from_slice(body)
        .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(body).into_owned()));
    failure.with("raw_response", raw)
}

/// The provider's own `Retry-After`, or its meaning in seconds.
fn retry_after(error: &signon_runtime::Error) -> Option<HeaderValue> {
    let own = error
        .headers()
        .and_then(|headers| headers.get(RETRY_AFTER))
        .cloned();
    own.or_else(|| {
        let wait = error.retry_after()?;
        let seconds = wait
            .as_secs()
            .saturating_add(u64::from(wait.subsec_nanos() > 0));
        Some(HeaderValue::from(seconds))
    })
}
