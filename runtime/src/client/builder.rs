//! Setting up a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::call_context::CallContext;
use crate::client::Client;
use crate::clock::Clock;
use crate::credential::Credential;
use crate::error::Error;
use crate::metadata::{Api, RateLimit};
use crate::retry::RetryPolicy;
use crate::server::{self, Variables};
#[cfg(not(target_arch = "wasm32"))]
use crate::transport::{self, Layered, Settings, TransportService};
use crate::transport::{Carrier, Transport};

/// The default timeout of one attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(60);
/// The default timeout of a call, with all its attempts and waits.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// How large a body may be that is held in memory.
const BODY_LIMIT: u64 = 64 * 1024 * 1024;

/// Puts a layer around a transport.
#[cfg(not(target_arch = "wasm32"))]
type Wrap = Box<dyn FnOnce(TransportService) -> Arc<dyn Transport>>;

/// Sets up a client. `Debug` shows no secret.
#[must_use]
pub struct ClientBuilder<C = Client> {
    pub(super) api: &'static Api,
    pub(super) server: usize,
    pub(super) base_url: Option<String>,
    pub(super) variables: Variables,
    pub(super) credentials: Vec<Credential>,
    pub(super) carrier: Option<Carrier>,
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) layers: Vec<Wrap>,
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) connection: Settings,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) retry: RetryPolicy,
    pub(super) keep_rate_limits: bool,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) user_agent: Option<String>,
    pub(super) body_limit: u64,
    pub(super) allow_plain_http: bool,
    /// Makes the client that the caller gets.
    wrap: Arc<dyn Fn(Client) -> C>,
}

impl<C: From<Client> + 'static> ClientBuilder<C> {
    /// A client for `api` with the usual settings.
    pub fn new(api: &'static Api) -> Self {
        Self::making(api, C::from)
    }
}

impl<C> ClientBuilder<C> {
    /// A client for `api` with the usual settings, in what `wrap` makes of it.
    pub(crate) fn making(api: &'static Api, wrap: impl Fn(Client) -> C + 'static) -> Self {
        Self {
            api,
            server: 0,
            base_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            carrier: None,
            #[cfg(not(target_arch = "wasm32"))]
            layers: Vec::new(),
            #[cfg(not(target_arch = "wasm32"))]
            connection: Settings::default(),
            clock: None,
            retry: RetryPolicy::default(),
            keep_rate_limits: true,
            rate_limit: None,
            timeout: Some(TIMEOUT),
            attempt_timeout: Some(ATTEMPT_TIMEOUT),
            user_agent: None,
            body_limit: BODY_LIMIT,
            allow_plain_http: false,
            wrap: Arc::new(wrap),
        }
    }

    /// Adds a credential; it is used where an operation requires its security scheme.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Sets a variable of the server's URL.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Chooses another of the spec's servers, counted from zero.
    pub const fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets the URL that takes the place of every server of the spec, such as a test's or a proxy's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Limits the time for a whole call: all attempts and the waits between them. Five minutes by default.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = limit.into();
        self
    }

    /// Limits the time for each attempt, and the silence of a stream. One minute by default.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = limit.into();
        self
    }

    /// Sets when and how often calls are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets whether the client keeps to the rate limits that the spec documents. It does by default.
    pub const fn keep_rate_limits(mut self, keep: bool) -> Self {
        self.keep_rate_limits = keep;
        self
    }

    /// Limits all calls of the client together to so many requests in so many seconds.
    pub const fn rate_limit(mut self, requests: u32, seconds: u32) -> Self {
        self.rate_limit = Some(RateLimit::per_client(requests, seconds));
        self
    }

    /// Sets what carries the requests, such as a [`Memory`](crate::testing::Memory).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.carrier = Some(Carrier::Other(Arc::new(transport)));
        self
    }

    /// Sets the `reqwest` client that carries the requests, with its certificates and proxies.
    ///
    /// Build it with `redirect::Policy::none()` and `referer(false)`: the runtime follows
    /// redirects, and knows what must not go to another origin. TLS and decompression are those
    /// of the features of `reqwest` that the application turns on: this crate turns on none.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub fn http(self, client: reqwest::Client) -> Self {
        self.transport(transport::Reqwest::new(client))
    }

    /// Wraps every attempt of every call in a `tower` layer; the layer that is added last sees a
    /// request first.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: tower_layer::Layer<TransportService> + 'static,
        L::Service: transport::HttpService,
    {
        self.layers.push(Box::new(move |inner| {
            Arc::new(Layered::new(layer.layer(inner)))
        }));
        self
    }

    /// Sets the clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the text that the client's own name is put behind in the user agent. A browser sends
    /// its own.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Limits the size of bodies that are held in memory, after decompression. 64 MiB by default.
    pub const fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Allows credentials over plain `http`, to hosts other than this machine, too.
    pub const fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// The client.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(clippy::arc_with_non_send_sync, reason = "a browser has one thread")
    )]
    pub fn build(self) -> Result<C, Error> {
        let context = CallContext::new(self.api.name, "client");
        let wrap = Arc::clone(&self.wrap);
        let inner = self.finish().map_err(|defect| context.build(defect))?;
        Ok(wrap(Client {
            inner: Arc::new(inner),
        }))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url.as_deref().map(server::shown))
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
