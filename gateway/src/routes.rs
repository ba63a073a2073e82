//! The paths of the server, and what each request passes before it reaches an account.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::access::{Access, Caller};
use crate::account::Account;
use crate::document;
use crate::failure::Failure;
use crate::mcp::{self, Mcp};
use crate::observe::{self, RequestLog};
use crate::parameters::Parameters;
use crate::proxy::{self, Proxied};
use crate::resource;
use crate::scim::scim;
use crate::unified::{Call, is_write};

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) access: Access,
    pub(crate) accounts: BTreeMap<String, Arc<Account>>,
    pub(crate) mcp: Mcp,
    /// The origin of the server as callers see it; that of each request if absent.
    pub(crate) public_url: Option<String>,
    pub(crate) body_bytes: usize,
    pub(crate) timeout: Duration,
    /// The requests that are in the server.
    pub(crate) requests: Arc<Semaphore>,
    pub(crate) stopping: AtomicBool,
}

/// The admission of a request; changes hold it until they are done, whether or not the caller waits.
#[derive(Clone)]
pub(crate) struct Admission {
    pub(crate) log: RequestLog,
    #[expect(dead_code, reason = "it is held")]
    permit: Arc<OwnedSemaphorePermit>,
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/unified/{model}/{resource}", any(unified))
        .route("/unified/{model}/{resource}/{id}", any(unified))
        .route("/proxy/{*path}", any(proxied))
        .route("/scim/v2/{*path}", any(scim))
        .route("/mcp", any(mcp::mcp))
        .route("/openapi.json", get(described))
        .fallback(unknown)
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), admit))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/ping", get(health))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(observe::observe))
        .with_state(shared)
}

async fn health() -> Response {
    reply(StatusCode::OK, &json!({ "status": "ok" }))
}

async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    if shared.stopping.load(Ordering::Relaxed) {
        return Failure::new(StatusCode::SERVICE_UNAVAILABLE, "the server is stopping")
            .into_response();
    }
    reply(StatusCode::OK, &json!({ "status": "ready" }))
}

async fn unknown() -> Failure {
    Failure::not_found(
        "no such path; the unified API is below `/unified`, and SCIM below `/scim/v2`",
    )
}

async fn wrong_method() -> Failure {
    Failure::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "the path has no such method",
    )
}

/// Admits a request: its source, its token, and room for it.
async fn admit(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: middleware::Next,
) -> Response {
    let headers = request.headers();
    let admitted = shared
        .access
        .check_source(headers)
        .and_then(|()| shared.access.authenticate(headers));
    let caller = match admitted {
        Ok(caller) => Arc::clone(caller),
        Err(failure) => return failure.into_response(),
    };
    let Ok(permit) = Arc::clone(&shared.requests).try_acquire_owned() else {
        let failure = Failure::busy(
            StatusCode::SERVICE_UNAVAILABLE,
            "too many requests at the same time",
        );
        return failure.into_response();
    };
    if let Some(log) = request.extensions_mut().remove::<RequestLog>() {
        log.set_caller(&caller.name);
        let permit = Arc::new(permit);
        request.extensions_mut().insert(Admission { log, permit });
    }
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    // Records of people are not for caches.
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The segments of a path below `/unified`.
type Segments = BTreeMap<String, String>;

async fn unified(
    State(shared): State<Arc<Shared>>,
    segments: Result<Path<Segments>, PathRejection>,
    request: Request,
) -> Response {
    let outcome = match segments {
        Ok(Path(segments)) => shared.unified(segments, request).await,
        Err(_) => Err(Failure::bad_request("the path is not UTF-8")),
    };
    outcome.unwrap_or_else(IntoResponse::into_response)
}

/// The document of the server, with the accounts of the caller.
async fn described(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let Ok((caller, _)) = admitted(&request) else {
        return Failure::unauthorized("a bearer token is required").into_response();
    };
    let ids = shared.accounts.keys().map(String::as_str);
    let accounts: Vec<&str> = ids.filter(|id| caller.may_use(id)).collect();
    reply(StatusCode::OK, &document::document(&accounts))
}

async fn proxied(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    shared
        .proxy(request)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

impl Shared {
    async fn unified(&self, segments: Segments, request: Request) -> Result<Response, Failure> {
        let segment = |name: &str| segments.get(name).map_or("", String::as_str);
        let (model, name) = (segment("model"), segment("resource"));
        let entry = resource::find(model, name).ok_or_else(|| unknown_resource(model, name))?;
        let id = segments.get("id").cloned();
        let has_id = id.is_some();
        let method = entry.method(request.method(), has_id).ok_or_else(|| {
            let methods = entry.methods(has_id).into_iter();
            let verbs: Vec<http::Method> = methods.map(|(verb, _)| verb).collect();
            Failure::method_not_allowed("the path has no such method", &verbs)
        })?;
        let parameters = Parameters::parse(request.uri().query().unwrap_or_default())?;
        let (caller, admission) = admitted(&request)?;
        let account = self.account(&caller, parameters.account.as_deref())?;
        admission.log.set_account(&account.id);
        check_writes(&caller, is_write(method))?;
        let body = self.body(request).await?;
        let call = Call {
            entry,
            method,
            id,
            parameters,
            body,
        };
        let run = async move |account: &Account| match call.run(account).await {
            Ok(success) => reply(success.status, &success.body),
            Err(failure) => failure.into_response(),
        };
        Ok(self
            .finish(is_write(method), admission, answer(account, run))
            .await)
    }

    async fn proxy(&self, request: Request) -> Result<Response, Failure> {
        let method = request.method().clone();
        let path = request
            .uri()
            .path()
            .strip_prefix("/proxy")
            .unwrap_or_default()
            .to_owned();
        proxy::check_method(&method)?;
        let (account, query) = proxy::query(request.uri().query().unwrap_or_default())?;
        let (caller, admission) = admitted(&request)?;
        let account = self.account(&caller, account.as_deref())?;
        admission.log.set_account(&account.id);
        if !account.proxy {
            return Err(Failure::new(
                StatusCode::FORBIDDEN,
                "`proxy` is off for the account",
            ));
        }
        let writes = !proxy::is_read(&method);
        check_writes(&caller, writes)?;
        let headers = request.headers().clone();
        let body = self.body(request).await?;
        let proxied = Proxied::new(method, &path, query, headers, body)?;
        let run = async move |account: &Account| match proxied.run(account).await {
            Ok(response) => response,
            Err(failure) => failure.into_response(),
        };
        Ok(self.finish(writes, admission, answer(account, run)).await)
    }

    /// Waits for a response, as long as a request may take.
    pub(crate) async fn finish(
        &self,
        writes: bool,
        admission: Admission,
        answer: impl Future<Output = Response> + Send + 'static,
    ) -> Response {
        let answered = if writes {
            // A caller that goes away does not cancel a change halfway.
            let (sender, answered) = oneshot::channel();
            tokio::spawn(async move {
                if let Err(late) = sender.send(answer.await) {
                    admission.log.finished_late(late.status());
                }
            });
            let done = async { answered.await.unwrap_or_else(|_| broken()) };
            tokio::time::timeout(self.timeout, done).await
        } else {
            tokio::time::timeout(self.timeout, answer).await
        };
        answered.unwrap_or_else(|_| timed_out(writes))
    }

    /// The account that a request names, if its caller may use it.
    pub(crate) fn account(
        &self,
        caller: &Caller,
        id: Option<&str>,
    ) -> Result<Arc<Account>, Failure> {
        let id = id.ok_or_else(|| Failure::missing_parameter("integrated_account_id"))?;
        // An account that the caller may not use is as unknown as one that does not exist.
        let account = self.accounts.get(id).filter(|_| caller.may_use(id));
        account
            .cloned()
            .ok_or_else(|| Failure::not_found("there is no such integrated account"))
    }

    /// The body of a request.
    pub(crate) async fn body(&self, request: Request) -> Result<Bytes, Failure> {
        let body = Limited::new(request.into_body(), self.body_bytes);
        let collected = tokio::time::timeout(self.timeout, body.collect()).await;
        match collected {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
                let message = format!("the body is larger than {} bytes", self.body_bytes);
                Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, message))
            }
            Ok(Err(_)) => Err(Failure::bad_request("the body did not arrive")),
            Err(_) => Err(Failure::new(
                StatusCode::REQUEST_TIMEOUT,
                "the body did not arrive in time",
            )),
        }
    }
}

/// What [`admit`] found out about a request.
pub(crate) fn admitted(request: &Request) -> Result<(Arc<Caller>, Admission), Failure> {
    let extensions = request.extensions();
    let caller = extensions.get::<Arc<Caller>>().cloned();
    let admission = extensions.get::<Admission>().cloned();
    caller
        .zip(admission)
        .ok_or_else(|| Failure::unauthorized("a bearer token is required"))
}

/// Rejects a change by a caller that may only read.
pub(crate) fn check_writes(caller: &Caller, writes: bool) -> Result<(), Failure> {
    if writes && caller.read_only {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "the token is read-only",
        ));
    }
    Ok(())
}

/// What `run` answers once the account has a slot, without the credentials of the account.
pub(crate) async fn answer(
    account: Arc<Account>,
    run: impl AsyncFnOnce(&Account) -> Response,
) -> Response {
    let Some(_slot) = account.slots.acquire().await else {
        let busy = "too many requests for the account at the same time";
        return Failure::busy(StatusCode::TOO_MANY_REQUESTS, busy).into_response();
    };
    let response = run(&account).await;
    redacted(&account, response).await
}

/// A response without the credentials of an account.
async fn redacted(account: &Account, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let body = match body.collect().await {
        Ok(body) => account.guard.redact(body.to_bytes()),
        Err(_) => Bytes::new(),
    };
    Response::from_parts(parts, Body::from(body))
}

fn broken() -> Response {
    Failure::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "the change could not be made",
    )
    .into_response()
}

fn timed_out(is_write: bool) -> Response {
    let failure = Failure::new(
        StatusCode::GATEWAY_TIMEOUT,
        "the provider did not answer in time",
    );
    let failure = if is_write {
        failure.with("details", json!({ "may_have_taken_effect": true }))
    } else {
        failure
    };
    failure.into_response()
}

fn unknown_resource(model: &str, name: &str) -> Failure {
    let known: Vec<String> = resource::RESOURCES
        .iter()
        .map(|entry| format!("{}/{}", entry.model, entry.resource))
        .collect();
    Failure::not_found(format!(
        "there is no resource `{name}` of the model `{model}`"
    ))
    .with("details", json!({ "supported_resources": known }))
}

fn reply(status: StatusCode, body: &Value) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, headers, body.to_string()).into_response()
}
