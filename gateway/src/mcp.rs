//! The operations of accounts as tools of agents: the Model Context Protocol at `/mcp`.
//!
//! Each caller has an endpoint of its own, with the tools of the accounts that its token gives access to: no name of a
//! tool and no id of a session leads from one caller to what another may do.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::AUTHORIZATION;
use http::{Method, StatusCode};
use http_body_util::BodyExt as _;
use signon_mcp::http::Endpoint;
use signon_mcp::{Admission, Admitted, Options, Server};
use signon_runtime::BoxFuture;
use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;

use crate::access::{Access, Caller};
use crate::account::Account;
use crate::config::{Config, Provider};
use crate::failure::Failure;
use crate::guard::Guard;
use crate::limits::Slots;
use crate::routes::{Shared, admitted};
use crate::secret::ConfigError;

/// Sessions that a caller may have open at the same time.
const SESSIONS: usize = 64;

/// The endpoints of callers.
pub(crate) struct Mcp(Vec<Served>);

/// What a caller is served.
struct Served {
    caller: Arc<Caller>,
    endpoint: Endpoint,
    guards: Arc<[Guard]>,
}

impl Mcp {
    /// The endpoints for the accounts that a configuration offers.
    pub(crate) fn new(
        config: &Config,
        access: &Access,
        accounts: &BTreeMap<String, Arc<Account>>,
    ) -> Result<Self, ConfigError> {
        let mut offered = Vec::new();
        for configured in config.accounts.iter().filter(|account| account.mcp) {
            let Some(account) = accounts.get(&configured.id) else {
                continue;
            };
            let catalog = catalog(configured.provider)?;
            let client = DynamicClient::with_client(catalog, account.client.clone());
            offered.push((account, client));
        }
        let mut endpoints = Vec::new();
        for caller in access.callers() {
            let own = offered.iter();
            let own: Vec<_> = own
                .filter(|(account, _)| caller.may_use(&account.id))
                .collect();
            if own.is_empty() {
                continue;
            }
            let clients = own.iter();
            let clients = clients.map(|(account, client)| (account.id.clone(), client.clone()));
            let slots = own.iter();
            let slots = slots.map(|(account, _)| (account.id.clone(), account.slots.clone()));
            let mut options = Options::default();
            options.read_only = caller.read_only;
            options.concurrency = config.limits.concurrency;
            options.admission = Some(Arc::new(Limits(slots.collect())));
            let server = Server::of_accounts(clients.collect(), options)
                .map_err(|error| ConfigError::new(error.to_string()))?;
            endpoints.push(Served {
                caller: Arc::clone(caller),
                endpoint: Endpoint::new(&server, SESSIONS)
                    .with_body_limit(config.limits.body_bytes),
                guards: own
                    .iter()
                    .map(|(account, _)| account.guard.clone())
                    .collect(),
            });
        }
        Ok(Self(endpoints))
    }

    /// Ends all sessions and streams, which would keep connections open.
    pub(crate) fn close(&self) {
        for served in &self.0 {
            served.endpoint.close();
        }
    }

    fn of(&self, caller: &Arc<Caller>) -> Option<&Served> {
        let mut all = self.0.iter();
        all.find(|served| Arc::ptr_eq(&served.caller, caller))
    }
}

/// Answers a request of an MCP client.
pub(crate) async fn mcp(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let answer = shared.mcp(request).await;
    answer.unwrap_or_else(IntoResponse::into_response)
}

impl Shared {
    async fn mcp(&self, request: Request) -> Result<Response, Failure> {
        let (caller, admission) = admitted(&request)?;
        let served = self.mcp.of(&caller).ok_or_else(|| {
            let off = "`mcp` is off for the accounts of the token";
            Failure::new(StatusCode::FORBIDDEN, off)
        })?;
        // The extensions hold the admission of the request, which a session must not keep; the token is of no use to it.
        let mut head = http::Request::new(());
        *head.method_mut() = request.method().clone();
        *head.uri_mut() = request.uri().clone();
        *head.headers_mut() = request.headers().clone();
        head.headers_mut().remove(AUTHORIZATION);
        let body = self.body(request).await?;
        let request = head.map(|()| Body::from(body));
        let writes = !caller.read_only && request.method() == Method::POST;
        let (endpoint, guards) = (served.endpoint.clone(), Arc::clone(&served.guards));
        let answer = async move { redacted(guards, endpoint.handle(request).await) };
        Ok(self.finish(writes, admission, answer).await)
    }
}

/// A response without the credentials of the accounts. Each message is one frame of its stream.
fn redacted<B>(guards: Arc<[Guard]>, response: http::Response<B>) -> Response
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let (parts, body) = response.into_parts();
    let body = body.map_frame(move |frame| {
        frame.map_data(|data| guards.iter().fold(data, |data, guard| guard.redact(data)))
    });
    Response::from_parts(parts, Body::new(body))
}

/// The limits of accounts, which other paths share.
struct Limits(BTreeMap<String, Slots>);

impl Admission for Limits {
    fn admit<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Option<Admitted>> {
        Box::pin(async move {
            let slot = self.0.get(account)?.acquire().await?;
            Some(Box::new(slot) as Admitted)
        })
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Limits").field(&self.0.keys()).finish()
    }
}

/// The operations of a provider.
fn catalog(provider: Provider) -> Result<Catalog, ConfigError> {
    let text = match provider {
        Provider::Logto => signon_logto::catalog(),
        Provider::OneLogin => signon_onelogin::catalog(),
        Provider::Torii => signon_torii::catalog(),
        Provider::Truto => signon_truto::catalog(),
    };
    Catalog::from_json(text).map_err(|error| ConfigError::new(error.to_string()))
}
