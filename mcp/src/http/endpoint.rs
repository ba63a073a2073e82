//! A handler of HTTP requests for the server.

use std::convert::Infallible;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use hyper::body::Body;
use rmcp::model::ProtocolVersion;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};

use crate::server::Server;

/// The origins of local pages, which the protocol allows.
const LOCAL_ORIGINS: [&str; 3] = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];
/// The maximum length of a request body, in bytes.
const MAX_BODY_LEN: usize = 12 * 1024 * 1024;
/// The lifetime of an idle session.
const IDLE_TIMEOUT: Duration = Duration::from_hours(1);

/// Handles requests of MCP clients, independent of the HTTP server.
///
/// It does not authenticate clients. Clones share the sessions.
#[derive(Clone)]
pub struct Endpoint {
    service: StreamableHttpService<Server, LocalSessionManager>,
    manager: Arc<LocalSessionManager>,
    config: StreamableHttpServerConfig,
    server: Server,
    /// The maximum number of open sessions.
    sessions: usize,
}

impl Endpoint {
    /// Creates an endpoint behind a server that checks `Host` and `Origin` itself.
    pub fn new(server: &Server, sessions: usize) -> Self {
        let config = StreamableHttpServerConfig::default()
            .with_json_response(true)
            .with_max_request_body_bytes(MAX_BODY_LEN)
            .disable_allowed_hosts();
        Self::configured(server.clone(), sessions, config)
    }

    /// Enables checks of `Host` and `Origin`: loopback and these are allowed.
    #[must_use]
    pub(super) fn for_hosts(self, hosts: Vec<String>, origins: Vec<String>) -> Self {
        let local = StreamableHttpServerConfig::default().allowed_hosts;
        let config = self
            .config
            .with_allowed_hosts(local.into_iter().chain(hosts))
            .with_allowed_origins(LOCAL_ORIGINS.into_iter().map(str::to_owned).chain(origins));
        Self::configured(self.server, self.sessions, config)
    }

    /// Sets the maximum length of request bodies, in bytes.
    #[must_use]
    pub fn with_body_limit(self, bytes: usize) -> Self {
        let config = self.config.with_max_request_body_bytes(bytes);
        Self::configured(self.server, self.sessions, config)
    }

    fn configured(server: Server, sessions: usize, config: StreamableHttpServerConfig) -> Self {
        let mut manager = LocalSessionManager::default();
        manager.session_config.keep_alive = Some(IDLE_TIMEOUT);
        let manager = Arc::new(manager);
        let template = server.clone();
        Self {
            service: StreamableHttpService::new(
                move || Ok(template.session()),
                Arc::clone(&manager),
                config.clone(),
            ),
            manager,
            config,
            server,
            sessions,
        }
    }

    /// Handles a request.
    pub async fn handle<B>(&self, request: Request<B>) -> Response<BoxBody<Bytes, Infallible>>
    where
        B: Body + Send + 'static,
        B::Error: Display,
    {
        if opens_session(request.method(), request.headers()) {
            let open = self.manager.sessions.read().await.len();
            if open >= self.sessions {
                return super::reject(StatusCode::SERVICE_UNAVAILABLE);
            }
        }
        let ends_session = request.method() == Method::DELETE;
        let mut response = self.service.handle(request).await;
        if ends_session && response.status() == StatusCode::ACCEPTED {
            // The session has ended; some clients treat 202 as a failure.
            *response.status_mut() = StatusCode::NO_CONTENT;
        }
        response
    }

    /// Ends all sessions and streams.
    pub fn close(&self) {
        self.config.cancellation_token.cancel();
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").finish_non_exhaustive()
    }
}

/// Whether a request may open a session: it has no session id, and its revision has sessions.
fn opens_session(method: &Method, headers: &HeaderMap) -> bool {
    let version = headers.get("mcp-protocol-version");
    let is_current = version.is_some_and(|version| {
        version.as_bytes() >= ProtocolVersion::V_2026_07_28.as_str().as_bytes()
    });
    method == Method::POST && !is_current && !headers.contains_key("mcp-session-id")
}
