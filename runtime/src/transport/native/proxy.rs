//! Which requests go through which proxy.

use std::sync::Arc;

use http::header::{HeaderMap, PROXY_AUTHORIZATION};
use http::{Uri, uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::defect::Defect;
use crate::server;
use crate::transport::native::settings::ProxyChoice;
use crate::transport::native::tls;

/// The port of SOCKS proxies (RFC 1928).
const SOCKS_PORT: u16 = 1080;

/// How many bytes hyper-util's handshake with a SOCKS proxy can have: its messages share one buffer, with a greeting of
/// three bytes, three besides the credentials, and seven besides the host.
const SOCKS_HANDSHAKE: usize = 262;
const SOCKS_GREETING: usize = 3;
const SOCKS_CREDENTIALS: usize = 3;
const SOCKS_HOST: usize = 7;

/// The proxies of a client.
#[derive(Clone)]
pub(super) struct Proxies {
    matcher: Option<Arc<Matcher>>,
    /// Whether requests to this machine bypass the proxy.
    spare_loopback: bool,
}

impl Proxies {
    pub(super) fn new(choice: &ProxyChoice) -> Result<Self, Defect> {
        let matcher = match choice {
            ProxyChoice::Never => None,
            ProxyChoice::Environment => Some(Matcher::from_env()),
            ProxyChoice::Url(url) => Some(Matcher::builder().all(check(url.expose())?).build()),
        };
        Ok(Self {
            matcher: matcher.map(Arc::new),
            // Credentials may travel to this machine in the clear, but no farther.
            spare_loopback: matches!(choice, ProxyChoice::Environment),
        })
    }

    /// The proxy for requests to `uri`.
    pub(super) fn intercept(&self, uri: &Uri) -> Option<Intercept> {
        let intercept = self.matcher.as_ref()?.intercept(uri)?;
        let is_spared = self.spare_loopback
            && Url::parse(&uri.to_string()).is_ok_and(|url| server::is_loopback(&url));
        (!is_spared).then_some(intercept)
    }

    /// Adds the proxy's credentials to a request that the proxy reads.
    ///
    /// A request over TLS is read by the server alone, which must not see them.
    pub(super) fn authorize(&self, uri: &Uri, headers: &mut HeaderMap) {
        if uri.scheme() != Some(&uri::Scheme::HTTP) {
            return;
        }
        if let Some(proxy) = self.intercept(uri)
            && let Some(credentials) = proxy.basic_auth()
        {
            headers.insert(PROXY_AUTHORIZATION, credentials.clone());
        }
    }
}

/// Whether a proxy speaks SOCKS.
pub(super) fn is_socks(proxy: &Intercept) -> bool {
    matches!(proxy.uri().scheme_str(), Some("socks5" | "socks5h"))
}

/// Whether the handshake with a SOCKS proxy has room for its credentials and for `host`.
pub(super) fn has_room(proxy: &Intercept, host: &str) -> bool {
    let credentials = proxy.raw_auth().map_or(0, |(user, password)| {
        SOCKS_CREDENTIALS + user.len() + password.len()
    });
    SOCKS_GREETING + credentials + SOCKS_HOST + host.len() <= SOCKS_HANDSHAKE
}

/// The address of a SOCKS proxy with its port.
pub(super) fn socks_address(proxy: &Intercept) -> Uri {
    let uri = proxy.uri();
    let with_port = uri
        .host()
        .filter(|_| uri.port().is_none())
        .and_then(|host| format!("socks5://{host}:{SOCKS_PORT}/").parse().ok());
    with_port.unwrap_or_else(|| uri.clone())
}

/// Checks the URL of a proxy. No error has any of it: it may hold a password.
fn check(url: &str) -> Result<&str, Defect> {
    let refuse = |problem: &str| Err(Defect::Setup(format!("the proxy's URL {problem}")));
    let Ok(parsed) = Url::parse(url) else {
        return refuse("cannot be read: write it as `http://host:port`");
    };
    match parsed.scheme() {
        "http" | "socks5" | "socks5h" => {}
        "https" if tls::IS_AVAILABLE => {}
        "https" => return refuse(tls::UNAVAILABLE_FOR_PROXY),
        _ => return refuse("starts with none of `http://`, `https://` and `socks5://`"),
    }
    if !parsed.has_host() || !matches!(parsed.path(), "" | "/") || parsed.query().is_some() {
        return refuse("is more or less than a host and a port: write it as `http://host:port`");
    }
    let uri = Uri::from_static("https://example.com/");
    match Matcher::builder().all(url).build().intercept(&uri) {
        None => {
            refuse("cannot be read: percent-encode what is special in its user name or password")
        }
        Some(proxy) if is_socks(&proxy) && !has_room(&proxy, "") => {
            refuse("has a user name and a password that are too long for SOCKS: 249 bytes together")
        }
        Some(_) => Ok(url),
    }
}
