//! Settings of connections: certificates, identities, proxies.

use std::time::Duration;

use secrecy::SecretSlice;

use crate::client::ClientBuilder;
use crate::secret::Secret;
use crate::transport::ProxyChoice;

/// # Certificates and proxies
///
/// Settings of the built-in transport. What cannot take effect is an error of
/// [`build`](Self::build): text that is not PEM, a key of another certificate, a setting beside a
/// [`transport`](Self::transport) of the caller's own.
impl<C> ClientBuilder<C> {
    /// Limits the time for making a connection, with TLS and by way of a proxy. Ten seconds by
    /// default.
    pub const fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connection.connect_timeout = limit;
        self
    }

    /// Trusts servers whose certificate is issued by one of these, besides those that the
    /// platform trusts.
    ///
    /// `pem` is one certificate or several.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connection.roots.push(pem.as_ref().to_vec());
        self
    }

    /// Trusts the authorities given by [`root_certificate`](Self::root_certificate) alone, and
    /// none of the platform's.
    pub const fn only_root_certificates(mut self) -> Self {
        self.connection.only_roots = true;
        self
    }

    /// Presents a client certificate to servers that request one (mutual TLS).
    ///
    /// `pem` is the certificate, those of intermediate authorities if there are any, and the
    /// private key, which is not encrypted. It is never shown, neither by `Debug` nor by errors,
    /// and never to a proxy.
    pub fn identity(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connection.identity = Some(SecretSlice::from(pem.as_ref().to_vec()));
        self
    }

    /// Sends all requests through a proxy: `http://`, `https://` or `socks5://`, then
    /// `host:port`.
    ///
    /// A user name and a password before the host, as in `http://me:secret@proxy:3128`, go to the
    /// proxy alone, and are never shown. By default, the proxies are those that the environment
    /// names in `HTTP_PROXY`, `HTTPS_PROXY` and `ALL_PROXY`, but for the hosts in `NO_PROXY` and
    /// this machine.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connection.proxy = ProxyChoice::Url(Secret::from(url.into()));
        self
    }

    /// Uses no proxy, even if the environment names one.
    pub fn no_proxy(mut self) -> Self {
        self.connection.proxy = ProxyChoice::Never;
        self
    }
}
