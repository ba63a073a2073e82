//! Making connections.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Uri, uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use tower_service::Service;

use crate::bounds::BoxFuture;
use crate::defect::Defect;
use crate::transport::TransportError;
use crate::transport::native::not_connected;
use crate::transport::native::proxy::{self, Proxies};
use crate::transport::native::settings::Settings;
use crate::transport::native::stream::Stream;
use crate::transport::native::tls::{self, Peer, Tls};

/// The error of a tunnel through a proxy.
type TunnelError = <Tunnel<Direct> as Service<Uri>>::Error;

const TOO_LONG_FOR_SOCKS: &str = "the server's host name is too long for SOCKS beside the proxy's user name and password: 249 bytes together";

/// The interval and the number of keepalive probes to a silent peer.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;
/// How long sent bytes may be unacknowledged.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const USER_TIMEOUT: Duration = Duration::from_secs(30);

/// Makes connections to servers, through proxies and TLS.
#[derive(Clone)]
pub(super) struct Connector {
    direct: Direct,
    proxies: Proxies,
    timeout: Duration,
}

/// Makes connections without a proxy.
#[derive(Clone)]
struct Direct {
    tcp: HttpConnector,
    tls: Arc<Tls>,
    /// Whether the connections are to a proxy.
    to: Peer,
}

impl Connector {
    pub(super) fn new(settings: &Settings, proxies: Proxies) -> Result<Self, Defect> {
        let timeout = settings.connect_timeout;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(timeout));
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(USER_TIMEOUT));
        Ok(Self {
            direct: Direct {
                tcp,
                tls: Arc::new(Tls::new(settings)?),
                to: Peer::Server,
            },
            proxies,
            timeout,
        })
    }

    async fn connect(self, to: Uri) -> Result<Stream, TransportError> {
        let is_https = to.scheme() == Some(&uri::Scheme::HTTPS);
        if is_https && !tls::IS_AVAILABLE {
            return Err(TransportError::not_sent(tls::UNAVAILABLE).permanent());
        }
        let Some(proxy) = self.proxies.intercept(&to) else {
            return self.direct.connect(to).await;
        };
        let first_hop = Direct {
            to: Peer::Proxy,
            ..self.direct.clone()
        };
        let stream = if proxy::is_socks(&proxy) {
            socks(first_hop, &proxy, &to).await?
        } else if is_https {
            tunnel(first_hop, &proxy, to.clone()).await?
        } else {
            let stream = first_hop.connect(proxy.uri().clone()).await?;
            return Ok(stream.proxied());
        };
        if is_https {
            self.direct.secure(&to, stream).await
        } else {
            Ok(stream)
        }
    }
}

impl Direct {
    async fn connect(mut self, to: Uri) -> Result<Stream, TransportError> {
        let tcp = self.tcp.call(to.clone()).await.map_err(not_connected)?;
        let stream = Stream::tcp(tcp.into_inner());
        if to.scheme() == Some(&uri::Scheme::HTTPS) {
            self.secure(&to, stream).await
        } else {
            Ok(stream)
        }
    }

    async fn secure(&self, to: &Uri, stream: Stream) -> Result<Stream, TransportError> {
        let host = to.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        self.tls.connect(host, stream, self.to).await
    }
}

/// A connection that an HTTP proxy passes on.
async fn tunnel(first_hop: Direct, proxy: &Intercept, to: Uri) -> Result<Stream, TransportError> {
    let mut tunnel = Tunnel::new(proxy.uri().clone(), first_hop);
    if let Some(credentials) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(credentials.clone());
    }
    match tunnel.call(to).await {
        Ok(stream) => Ok(stream.into_inner()),
        // Attempts with wrong credentials may lock an account.
        Err(error @ TunnelError::ProxyAuthRequired) => Err(TransportError::refused(
            "the proxy does not accept the credentials of its URL, or needs some",
            error,
        )),
        Err(error) => Err(not_connected(error)),
    }
}

/// A connection that a SOCKS proxy passes on; the proxy looks the host's name up.
async fn socks(first_hop: Direct, proxy: &Intercept, to: &Uri) -> Result<Stream, TransportError> {
    if !proxy::has_room(proxy, to.host().unwrap_or_default()) {
        return Err(TransportError::refused(
            TOO_LONG_FOR_SOCKS,
            TOO_LONG_FOR_SOCKS,
        ));
    }
    let mut socks = SocksV5::new(proxy::socks_address(proxy), first_hop);
    if let Some((user, password)) = proxy.raw_auth() {
        socks = socks.with_auth(user.to_owned(), password.to_owned());
    }
    let stream = socks.call(with_port(to)).await.map_err(not_connected)?;
    Ok(stream.into_inner())
}

/// `uri` with the port that its scheme means: a SOCKS proxy does not see the scheme.
fn with_port(uri: &Uri) -> Uri {
    let is_plain = uri.scheme() == Some(&uri::Scheme::HTTP) && uri.port().is_none();
    let with_port = uri
        .host()
        .filter(|_| is_plain)
        .and_then(|host| format!("http://{host}:80/").parse().ok());
    with_port.unwrap_or_else(|| uri.clone())
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Stream>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<TokioIo<Stream>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let (this, timeout) = (self.clone(), self.timeout);
        Box::pin(async move {
            match tokio::time::timeout(timeout, this.connect(to)).await {
                Ok(outcome) => outcome.map(TokioIo::new),
                Err(_) => Err(TransportError::not_sent("connecting took too long")),
            }
        })
    }
}

impl Service<Uri> for Direct {
    type Response = TokioIo<Stream>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<TokioIo<Stream>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { this.connect(to).await.map(TokioIo::new) })
    }
}
